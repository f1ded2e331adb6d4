// The messages of the open channel: drawn once, changed in place, walked by keyboard.
import { byId, shownName } from "/page/dom.js";
import { openMenu } from "/page/menu.js";
import { dateOf, daySign, drawMessage, follows, isLoading } from "/page/message.js";
import { View } from "/page/view.js";

const ANSWERED_WITHIN = 10_000;

export class Conversation {
  constructor(host) {
    this.host = { ...host, menu: (message, anchor, event) => this.menu(message, anchor, event), failed: (id) => this.failures.get(id) || [] };
    this.messages = new Map();
    this.failures = new Map();
    this.used = { id: null, at: 0 };
    this.log = byId("log");
    this.view = new View(this.log, byId("newer"));
    this.log.addEventListener("keydown", (event) => this.key(event));
  }

  get isEmpty() {
    return this.messages.size === 0;
  }

  // What I said last is the last that was said.
  get isUnanswered() {
    return [...this.messages.values()].pop()?.author.id === this.host.me();
  }

  find(id) {
    return id ? this.log.querySelector(`[data-id="${CSS.escape(id)}"]`) : null;
  }

  draw(messages) {
    this.messages = new Map(messages.map((message) => [message.id, message]));
    this.log.replaceChildren();
    this.view.seen();
    let before = null;
    for (const message of messages) {
      this.append(message, before);
      before = message;
    }
    this.view.showEnd();
  }

  // The same channel once more: whoever reads further up stays there.
  redraw(messages) {
    const place = this.view.place();
    const focus = this.focusOf(this.log);
    this.draw(messages);
    this.view.comeBack(place, this.find(place.id));
    if (focus) this.giveFocus(this.find(focus.id) || this.log, focus);
  }

  append(message, before) {
    const isNewDay = !before || dateOf(before).toDateString() !== dateOf(message).toDateString();
    if (isNewDay) this.log.append(daySign(message, this.host.now()));
    const node = drawMessage(message, this.host, !isNewDay && follows(message, before));
    this.log.append(node);
    return node;
  }

  put(message) {
    const old = this.find(message.id);
    if (!old) return this.add(message);
    const was = this.messages.get(message.id);
    this.messages.set(message.id, message);
    const focus = this.focusOf(old);
    const fresh = drawMessage(message, this.host, old.classList.contains("following"));
    const held = this.view.held;
    old.replaceWith(fresh);
    if (held?.node === old) held.node = fresh;
    if (held?.first === old) held.first = fresh;
    if (this.view.unseen === old) this.view.unseen = fresh;
    if (focus) this.giveFocus(fresh, focus);
    if (isLoading(was) && this.isMine(message)) this.view.show(fresh);
    else if (this.used.id === message.id && Date.now() - this.used.at < ANSWERED_WITHIN) this.view.showAll(fresh);
    else this.view.settle();
  }

  add(message) {
    const before = [...this.messages.values()].filter((one) => BigInt(one.id) < BigInt(message.id)).pop();
    const { isAtEnd } = this.view;
    this.messages.set(message.id, message);
    const node = this.append(message, before);
    if (this.isMine(message)) this.view.show(node, this.beginning(message) || node);
    else if (isAtEnd) this.view.show(node);
    else this.view.tell(node);
  }

  // What I wrote, and what the app answered to what I did.
  isMine(message) {
    const me = this.host.me();
    return message.author.id === me || message.interaction_metadata?.user?.id === me;
  }

  // An answer in several messages begins with the first of them that is being read.
  beginning(message) {
    const id = message.interaction_metadata?.id;
    const earlier = [...this.messages.values()].find((one) => id && one.interaction_metadata?.id === id && one.id !== message.id);
    const node = this.find(earlier?.id);
    return node && this.view.startsInView(node) ? node : null;
  }

  // A message whose button or select was used: its change is an answer.
  use(id) {
    this.used = { id, at: Date.now() };
  }

  show(id) {
    const node = this.find(id);
    if (node) this.view.show(node);
  }

  focusOf(box) {
    const focused = document.activeElement;
    if (focused === box && box === this.log) return null;
    return box.contains(focused) ? { id: focused.closest(".message")?.dataset.id, custom: focused.dataset.custom } : null;
  }

  giveFocus(node, { custom }) {
    const same = custom && node.querySelector(`[data-custom="${CSS.escape(custom)}"]`);
    (same || node.querySelector(".body button") || node).focus({ preventScroll: true });
  }

  remove(id) {
    const node = this.find(id);
    const held = node?.contains(document.activeElement);
    this.messages.delete(id);
    if (node) this.take(node);
    if (this.isEmpty) this.log.replaceChildren();
    if (held) this.log.focus();
  }

  // Whoever followed the removed message in its group, or stood with it below a day, is drawn as what they are now.
  take(node) {
    const [before, after] = [node.previousElementSibling, node.nextElementSibling];
    const next = after?.matches(".message.following") ? this.messages.get(after.dataset.id) : null;
    node.remove();
    if (next && !node.matches(".following")) after.replaceWith(drawMessage(next, this.host, false));
    if (before?.matches(".day") && !after?.matches(".message")) before.remove();
    this.view.settle();
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
    if (!message.author.bot) entries.push(...named(2, { user: message.author.id }).map(([name, run]) => [`${name} (${shownName(message.author)})`, run]));
    openMenu(anchor, entries, "What to do with this message", event);
  }

  focusNewest() {
    const node = [...this.log.querySelectorAll(".message")].pop();
    if (node) this.goTo(node);
  }

  // Seen from its beginning, however tall it is.
  goTo(node) {
    node.focus({ preventScroll: true });
    this.view.showAll(node);
  }

  key(event) {
    const rows = [...this.log.querySelectorAll(".message")];
    const at = rows.indexOf(document.activeElement);
    const to = { ArrowUp: at < 0 ? rows.length - 1 : at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    const isFree = event.target === this.log || at >= 0;
    if (to !== undefined && isFree && rows[to]) {
      event.preventDefault();
      this.goTo(rows[to]);
    } else if (at >= 0 && event.key === "ArrowDown") {
      event.preventDefault();
      this.host.leave();
    } else if (at >= 0 && (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10"))) {
      event.preventDefault();
      this.menu(this.messages.get(rows[at].dataset.id), rows[at]);
    }
  }
}
