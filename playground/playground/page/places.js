// Where one can be: servers, channels with their threads, direct messages, and who one is.
import { avatar, byId, el, shownName } from "/page/dom.js";

const ROLES = { Ana: "member", Ben: "mentor", Mia: "moderator", Noor: "newcomer" };
const SIGNS = { 0: "#", 2: "🔊", 5: "📣", 11: "🧵", 12: "🧵", 13: "🎙", 15: "🗂", 16: "🖼" };
const CATEGORY = 4;
const CONTROLS = "button:enabled, select, input, summary, [tabindex='0']";

export class Places {
  // host: {open(channel), person(id)}
  constructor(host) {
    this.host = host;
    this.waiting = new Set();
    // What is drawn: each button's own name, and the channels it stands for.
    this.drawn = new Map();
    this.drawer("menu", "places");
    this.drawer("tools", "side");
    byId("person").addEventListener("change", (event) => host.person(event.target.value));
  }

  draw(state, open) {
    this.waiting.delete(open);
    const focused = document.activeElement?.dataset.place;
    this.drawn.clear();
    const isDm = open === state.dm.id;
    const here = state.guilds.find((guild) => [...guild.channels, ...guild.threads].some((one) => one.id === open)) || (isDm ? null : state.guilds[0]);
    byId("servers").replaceChildren(
      this.server("@", "Direct messages", isDm, [state.dm], () => this.host.open(state.dm.id)),
      ...state.guilds.map((guild) => this.server(initials(guild.name), guild.name, guild === here, guild.channels, () => this.host.open(guild.channels.find((one) => one.type !== CATEGORY)?.id))),
    );
    byId("channels").replaceChildren(...(here ? this.channels(here, open) : [
      el("h2", {}, "Direct messages"),
      this.entry(state.dm.id, "@", shownName(state.bot), open),
    ]));
    const name = (user) => `${shownName(user)}${ROLES[user.global_name] ? ` (${ROLES[user.global_name]})` : ""}`;
    byId("person").replaceChildren(...state.people.map((user) => el("option", { value: user.id, selected: user.id === state.me.id }, name(user))));
    byId("face").replaceChildren(avatar(state.me));
    this.mark();
    if (focused) document.querySelector(`[data-place="${focused}"]`)?.focus();
  }

  server(sign, name, isOpen, channels, go) {
    const node = el("button", { class: "server", type: "button", "data-place": `server ${channels[0]?.id}`, title: name, "aria-current": isOpen ? "true" : null, onclick: go }, el("span", { "aria-hidden": "true" }, sign));
    this.drawn.set(node, { name, ids: channels.map((one) => one.id) });
    return node;
  }

  channels(guild, open) {
    const sorted = [...guild.channels].sort((a, b) => a.position - b.position);
    const groups = [null, ...sorted.filter((one) => one.type === CATEGORY)];
    const nodes = [el("h2", {}, guild.name)];
    for (const group of groups) {
      if (group) nodes.push(el("h3", {}, group.name));
      for (const one of sorted) {
        if (one.type === CATEGORY || (one.parent_id || null) !== (group?.id || null)) continue;
        nodes.push(this.entry(one.id, SIGNS[one.type] || "#", one.name, open));
        for (const thread of guild.threads) if (thread.parent_id === one.id) nodes.push(this.entry(thread.id, SIGNS[11], thread.name, open, true));
      }
    }
    return nodes;
  }

  entry(id, sign, name, open, isThread = false) {
    const node = el(
      "button",
      { class: `channel${isThread ? " thread" : ""}`, type: "button", "data-place": id, "aria-current": id === open ? "page" : null, onclick: () => this.host.open(id) },
      el("span", { class: "sign", "aria-hidden": "true" }, sign),
      ` ${name}`,
    );
    this.drawn.set(node, { name: sign === "#" ? `# ${name}` : name, ids: [id] });
    return node;
  }

  unread(id) {
    this.waiting.add(id);
    this.mark();
  }

  mark() {
    for (const [node, { name, ids }] of this.drawn) {
      const isUnread = ids.some((id) => this.waiting.has(id));
      node.classList.toggle("unread", isUnread);
      node.setAttribute("aria-label", isUnread ? `${name}, unread` : name);
    }
  }

  drawer(button, box) {
    byId(button).addEventListener("click", () => {
      const isOpen = !byId(box).classList.contains("open");
      this.slide(box, isOpen);
      if (isOpen) byId(box).querySelector(CONTROLS)?.focus();
    });
    byId(box).addEventListener("keydown", (event) => this.stay(event, byId(box)));
  }

  slide(box, isOpen) {
    byId(box).classList.toggle("open", isOpen);
    document.querySelector(`[aria-controls="${box}"]`).setAttribute("aria-expanded", String(isOpen));
  }

  // What an open drawer covers cannot be seen: Tab goes round inside of it, Escape leaves it.
  stay(event, box) {
    if (event.key !== "Tab" || getComputedStyle(box).position !== "absolute") return;
    const inside = [...box.querySelectorAll(CONTROLS)].filter((one) => one.checkVisibility({ visibilityProperty: true }));
    const [from, to] = event.shiftKey ? [inside[0], inside.at(-1)] : [inside.at(-1), inside[0]];
    if (document.activeElement !== from) return;
    event.preventDefault();
    to.focus();
  }

  close() {
    for (const [button, box] of [["menu", "places"], ["tools", "side"]]) {
      if (!byId(box).classList.contains("open")) continue;
      const hadFocus = byId(box).contains(document.activeElement);
      this.slide(box, false);
      if (hadFocus) byId(button).focus();
    }
  }
}

function initials(name) {
  return name.split(/\s+/).map((word) => [...word][0]).join("").slice(0, 3).toUpperCase();
}
