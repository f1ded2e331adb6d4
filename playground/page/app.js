// The page: one person's client on the playground.
import { get, listen, post } from "/page/api.js";
import { Composer } from "/page/composer.js";
import { avatar, byId, el } from "/page/dom.js";
import { openForm } from "/page/form.js";
import { refreshTimes } from "/page/markdown.js";
import { drawMessage } from "/page/message.js";
import { Side } from "/page/side.js";

const ROLES = { Ana: "member", Ben: "mentor", Mia: "moderator", Noor: "newcomer" };
const TRIES = [
  ["/cert info", "Look up a certification", null],
  ["/goal add", "Keep a goal only you can see", null],
  ["/config setup", "Be the moderator Mia: set up the weekly posts, then move the clock", "Mia"],
];
let state = null;
let channel = null;
let messages = new Map();
let stop = () => {};
const doing = new Map();
const suggestions = new Map();

const side = new Side({ failed: notify });
const composer = new Composer(byId("composer"), {
  commands: () => (isDm() ? state?.dm_commands : state?.commands) || [],
  channels,
  people,
  roles,
  send: (content) => act("message", { content }),
  run: (path, options) => act("slash", { path, options }, `/${path}`),
  suggest,
});

const context = {
  now: () => side.now(),
  user: (id) => person(id)?.global_name || "unknown",
  role: (id) => roles().find((role) => role.id === id)?.name || "unknown",
  channel: (id) => channels().find((one) => one.id === id)?.name || "unknown",
  goTo: (id) => openChannel(id),
  type: (text) => composer.type(text),
  press: (message, part) => act("component", { message: message.id, id: part.custom_id }, part.label),
  choose: (message, part, values) => act("component", { message: message.id, id: part.custom_id, values }, "your choice"),
  dismiss: (message) => act("dismiss", { message: message.id }),
  asked: (message) => {
    const by = message.interaction_metadata?.user || message.interaction?.user;
    const name = message.interaction?.name;
    if (!by || !name) return null;
    return el("p", { class: "asked" }, `${by.global_name || by.username} used `, el("span", { class: "mention" }, `/${name}`));
  },
  people,
  roles,
  channels,
};

function people() {
  return state ? [...state.people, state.bot] : [];
}

function roles() {
  return state?.guilds.flatMap((guild) => guild.roles) || [];
}

function channels() {
  return state?.guilds.flatMap((guild) => guild.channels) || [];
}

function person(id) {
  return people().find((user) => user.id === id);
}

function isDm() {
  return state && channel === state.dm.id;
}

function notify(error) {
  const box = byId("notice");
  const text = error instanceof Error ? error.message : String(error);
  box.replaceChildren(el("span", {}, text), el("button", { class: "link", type: "button", onclick: () => box.replaceChildren() }, "Close"));
}

async function act(name, body, label) {
  byId("notice").replaceChildren();
  try {
    const started = await post(name, { person: state.me.id, channel, ...body });
    if (started.id && label) doing.set(started.id, label);
    return started;
  } catch (error) {
    notify(error);
    return null;
  }
}

async function suggest(path, options, focused) {
  const started = await act("autocomplete", { path, options, focused });
  if (!started) return [];
  return new Promise((resolve) => {
    const timer = setTimeout(() => { suggestions.delete(started.id); resolve([]); }, 3000);
    suggestions.set(started.id, (choices) => { clearTimeout(timer); resolve(choices); });
    if (early.has(started.id)) settleSuggestion(started.id, early.get(started.id));
  });
}

// The answer may overtake the reply to our own request.
const early = new Map();

function settleSuggestion(id, choices) {
  early.delete(id);
  suggestions.get(id)?.(choices);
  suggestions.delete(id);
}

function interaction(told) {
  if (told.type === 4) {
    if (told.state !== "answered") return;
    if (suggestions.has(told.id)) settleSuggestion(told.id, told.choices);
    else {
      early.set(told.id, told.choices);
      if (early.size > 20) early.delete(early.keys().next().value);
    }
    return;
  }
  if (told.state === "failed" && told.channel_id === channel) {
    notify(`${doing.get(told.id) || "This"}: the application did not respond. This interaction failed.`);
  }
  if (told.state === "answered" && told.modal) {
    openForm(told.modal, context, (values) => act("modal", { modal: told.modal, values, source: told.source_id }, "the form"));
  }
}

async function hear({ t, d }) {
  if (t === "WIRE") side.add(d);
  else if (t === "INTERACTION") interaction(d);
  else if (t === "CLOCK") { side.told(d); refreshTimes(side.now()); }
  else if (t === "MESSAGE_CREATE" || t === "MESSAGE_UPDATE") {
    if (d.channel_id !== channel) return unread(d.channel_id);
    messages.set(d.id, d);
    draw(d);
  } else if (t === "MESSAGE_DELETE") {
    messages.delete(d.id);
    byId("log").querySelector(`[data-id="${CSS.escape(d.id)}"]`)?.remove();
  } else if (t === "RESET") await load(state.me.id);
  else if (/^(COMMANDS|CHANNEL_|GUILD_)/.test(t)) await refresh();
}

function draw(message) {
  const log = byId("log");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 160;
  const focused = document.activeElement?.dataset?.custom;
  const old = log.querySelector(`[data-id="${CSS.escape(message.id)}"]`);
  const held = old?.contains(document.activeElement) ? focused || true : null;
  const fresh = drawMessage(message, context);
  if (old) old.replaceWith(fresh);
  else log.append(fresh);
  if (held) (fresh.querySelector(`[data-custom="${CSS.escape(String(held))}"]`) || fresh.querySelector("button") || log).focus();
  // A long answer is read from its beginning.
  const isLong = fresh.offsetHeight > log.clientHeight;
  if (atEnd || !old) fresh.scrollIntoView({ block: isLong ? "start" : old ? "nearest" : "end" });
  byId("welcome").hidden = messages.size > 0;
}

function unread(id) {
  byId("channels").querySelector(`[data-channel="${CSS.escape(id)}"]`)?.classList.add("unread");
}

async function openChannel(id) {
  channel = id;
  history.replaceState(null, "", `#${state.me.id}/${id}`);
  const found = channels().find((one) => one.id === id);
  byId("place").textContent = found ? `# ${found.name}` : `@ ${state.bot.global_name}`;
  const told = await get("messages", { person: state.me.id, channel: id });
  messages = new Map(told.messages.map((message) => [message.id, message]));
  byId("log").replaceChildren();
  byId("welcome").hidden = messages.size > 0;
  for (const message of messages.values()) draw(message);
  drawChannels();
  composer.reset();
  byId("channels").classList.remove("open");
  byId("menu").setAttribute("aria-expanded", "false");
}

function drawChannels() {
  const entry = (id, name) => el(
    "button",
    { class: "channel", type: "button", "data-channel": id, "aria-current": id === channel ? "page" : null, onclick: () => openChannel(id) },
    name,
  );
  byId("channels").replaceChildren(
    ...state.guilds.flatMap((guild) => [el("h2", {}, guild.name), ...guild.channels.map((one) => entry(one.id, `# ${one.name}`))]),
    el("h2", {}, "Direct messages"),
    entry(state.dm.id, `@ ${state.bot.global_name}`),
  );
}

function drawWelcome() {
  const tries = TRIES.map(([command, what, who]) => el(
    "li",
    {},
    el("button", { class: "button primary", type: "button", onclick: async () => {
      const wanted = state.people.find((user) => user.global_name === who);
      if (wanted && wanted.id !== state.me.id) await load(wanted.id);
      composer.type(command);
    } }, command),
    el("span", {}, what),
  ));
  byId("welcome").replaceChildren(
    el("h1", {}, "A Discord on your own computer"),
    el("p", {}, "Everything here is local: you can be each of four people, type commands, press buttons and move the clock, and nobody else sees it."),
    el("ol", {}, ...tries),
  );
}

async function refresh() {
  state = await get("state", { person: state?.me.id || "" });
  byId("status").textContent = state.online ? "" : "The bot is not connected yet…";
  drawChannels();
}

async function load(id) {
  delete document.body.dataset.me;
  state = await get("state", { person: id }).catch(() => get("state", { person: "" }));
  const list = byId("person");
  list.replaceChildren(...state.people.map((user) => el("option", { value: user.id, selected: user.id === state.me.id }, `${user.global_name}${ROLES[user.global_name] ? ` (${ROLES[user.global_name]})` : ""}`)));
  byId("status").textContent = state.online ? "" : "The bot is not connected yet…";
  side.told(state.clock);
  side.wire.replaceChildren();
  for (const frame of state.wire) side.add(frame);
  drawWelcome();
  const all = [...channels().map((one) => one.id), state.dm.id];
  const wanted = [channel, location.hash.split("/")[1]].find((one) => all.includes(one));
  stop();
  stop = listen(state.me.id, hear, (up) => { if (up) refresh(); else byId("status").textContent = "The playground is away; trying again…"; });
  await openChannel(wanted || all[0]);
  document.body.dataset.me = state.me.global_name;
}

function toggle(button, box) {
  byId(button).addEventListener("click", () => {
    const isOpen = byId(box).classList.toggle("open");
    byId(button).setAttribute("aria-expanded", String(isOpen));
  });
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  try { localStorage.setItem("theme", name); } catch { /* private windows keep nothing */ }
}

setInterval(() => refreshTimes(side.now()), 30000);
toggle("menu", "channels");
toggle("tools", "side");
byId("person").addEventListener("change", (event) => load(event.target.value));
byId("theme").addEventListener("click", () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
let kept = null;
try { kept = localStorage.getItem("theme"); } catch { /* private windows keep nothing */ }
theme(kept || (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"));
load(location.hash.slice(1).split("/")[0]).catch(notify);
