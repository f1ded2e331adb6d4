// The messages of the open channel: drawn once, changed in place, walked by keyboard.
import { byId } from "/page/dom.js";
import { openMenu } from "/page/menu.js";
import { daySign, drawMessage, follows } from "/page/message.js";

export class Conversation {
  constructor(host) {
    this.host = { ...host, menu: (message, anchor, event) => this.menu(message, anchor, event), failed: (id) => this.failures.get(id) || [] };
    this.messages = new Map();
    this.failures = new Map();
    this.log = byId("log");
    this.log.addEventListener("keydown", (event) => this.key(event));
  }

  get isEmpty() {
    return this.messages.size === 0;
  }

  find(id) {
    return id ? this.log.querySelector(`[data-id="${CSS.escape(id)}"]`) : null;
  }

  draw(messages) {
    this.messages = new Map(messages.map((message) => [message.id, message]));
    this.log.replaceChildren();
    let before = null;
    for (const message of messages) {
      this.append(message, before);
      before = message;
    }
    this.toEnd();
  }

  append(message, before) {
    const isNewDay = !before || new Date(before.timestamp).toDateString() !== new Date(message.timestamp).toDateString();
    if (isNewDay) this.log.append(daySign(message));
    const node = drawMessage(message, this.host, !isNewDay && follows(message, before));
    this.log.append(node);
    return node;
  }

  put(message) {
    const old = this.find(message.id);
    const before = [...this.messages.values()].filter((one) => BigInt(one.id) < BigInt(message.id)).pop();
    this.messages.set(message.id, message);
    if (!old) {
      const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 160;
      const node = this.append(message, before);
      // A long answer is read from its beginning.
      if (atEnd || message.author.id === this.host.me()) node.scrollIntoView({ block: node.offsetHeight > this.log.clientHeight ? "start" : "end" });
      return;
    }
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset?.custom || true : null;
    const fresh = drawMessage(message, this.host, old.classList.contains("following"));
    old.replaceWith(fresh);
    if (focused) (fresh.querySelector(`[data-custom="${CSS.escape(String(focused))}"]`) || fresh.querySelector(".body button") || fresh).focus();
    fresh.scrollIntoView({ block: fresh.offsetHeight > this.log.clientHeight ? "start" : "nearest" });
  }

  remove(id) {
    const held = this.find(id)?.contains(document.activeElement);
    this.messages.delete(id);
    this.find(id)?.remove();
    if (this.isEmpty) this.log.replaceChildren();
    if (held) this.log.focus();
  }

  toEnd() {
    const last = this.log.lastElementChild;
    last?.scrollIntoView({ block: last.offsetHeight > this.log.clientHeight ? "start" : "end" });
  }

  // Said under the message where it happened; tells whether that message is here.
  fail(id, words) {
    if (!this.messages.has(id)) return false;
    this.failures.set(id, [words]);
    this.put(this.messages.get(id));
    return true;
  }

  clearFailure(id) {
    if (this.failures.delete(id) && this.messages.has(id)) this.put(this.messages.get(id));
  }

  menu(message, anchor, event) {
    const { host } = this;
    const named = (type, target) => host.menus().filter((command) => command.type === type).map((command) => [command.name, () => host.use(command, target)]);
    const entries = [["Copy text", () => navigator.clipboard?.writeText(this.find(message.id)?.querySelector(".body").innerText || "")]];
    if (message.author.id === host.me()) entries.push(["Delete message", () => host.remove(message)]);
    entries.push(...named(3, { message: message.id }));
    if (!message.author.bot) entries.push(...named(2, { user: message.author.id }).map(([name, run]) => [`${name} (${message.author.global_name})`, run]));
    openMenu(anchor, entries, "What to do with this message", event);
  }

  key(event) {
    const rows = [...this.log.querySelectorAll(".message")];
    const at = rows.indexOf(document.activeElement);
    const to = { ArrowUp: at < 0 ? rows.length - 1 : at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    const isFree = event.target === this.log || at >= 0;
    if (to !== undefined && isFree && rows[to]) {
      event.preventDefault();
      rows[to].focus();
    } else if (at >= 0 && (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10"))) {
      event.preventDefault();
      this.menu(this.messages.get(rows[at].dataset.id), rows[at]);
    }
  }
}
