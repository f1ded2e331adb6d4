// The side panel: the clock, what goes over the wire, what can be made to go wrong.
import { moveClock, post } from "/page/api.js";
import { byId, el } from "/page/dom.js";

const FAULTS = [["429", "Rate limit the next request"], ["500", "Fail the next request"], ["reconnect", "Ask the bot to reconnect"], ["drop", "Drop the bot's connection"]];
const WIRE_SHOWN = 200;

export class Side {
  // host: {failed(error), moved(clock), reload()}
  constructor(host) {
    this.host = host;
    this.offset = 0;
    this.clock = el("p", { class: "clock", role: "timer", "aria-label": "The playground's time" });
    this.zone = el("p", { class: "small" }, `In your time zone, ${Intl.DateTimeFormat().resolvedOptions().timeZone}`);
    this.until = el("input", { id: "until", class: "box", type: "datetime-local", "aria-label": "Move the clock to" });
    this.wire = el("ol", { class: "wire", "aria-label": "Wire log", tabindex: "0" });
    this.filter = el("input", { class: "box", placeholder: "Filter, such as messages", "aria-label": "Filter the wire log", oninput: () => this.sift() });
    byId("side").replaceChildren(
      el("h2", {}, "Clock"),
      this.clock,
      this.zone,
      el("div", { class: "row" }, this.button("+1 hour", () => moveClock({ advance_seconds: 3600 })), this.button("+1 day", () => post("days", { days: 1 })), this.button("+1 week", () => post("days", { days: 7 }))),
      el("div", { class: "row" }, this.until, this.button("Go there", () => this.jump())),
      el("h2", {}, "Let something go wrong"),
      el("div", { class: "row" }, ...FAULTS.map(([name, label]) => this.button(label, () => post("fault", { name })))),
      el("h2", {}, "On the wire"),
      this.filter,
      this.wire,
      el("h2", {}, "Start over"),
      el("p", { class: "small" }, "Removes all messages here and brings the clock back. What the bot stored stays with the bot."),
      this.button("Reset the playground", () => (confirm("Remove all messages and bring the clock back?") ? post("reset", {}) : null)),
    );
    setInterval(() => this.tick(), 1000);
  }

  button(label, act) {
    const node = el("button", { class: "button secondary", type: "button" }, label);
    node.addEventListener("click", async () => {
      node.disabled = true;
      try {
        await act();
      } catch (error) {
        this.host.failed(error);
      } finally {
        node.disabled = false;
      }
    });
    return node;
  }

  now() {
    return Date.now() + this.offset * 1000;
  }

  told(clock) {
    this.offset = clock.offset_seconds;
    this.tick();
  }

  tick() {
    this.clock.textContent = new Date(this.now()).toLocaleString("en-GB", { dateStyle: "full", timeStyle: "medium" });
  }

  async jump() {
    if (!this.until.value) return;
    const to = new Date(this.until.value).getTime();
    const days = Math.floor((to - this.now()) / 86400000);
    if (days > 0 && days <= 31) await post("days", { days });
    await moveClock({ now: new Date(to).toISOString() });
  }

  add(frame) {
    const arrow = frame.sender === "bot" ? "bot →" : "← Discord";
    const status = frame.status ? ` ${frame.status}` : "";
    const body = JSON.stringify({ sent: frame.body, answer: frame.answer ?? undefined }, null, 1);
    const line = el("li", { "data-name": `${frame.source} ${frame.name}`.toLowerCase() }, el("details", {}, el("summary", {}, `${arrow} ${frame.name}${status}`), el("pre", {}, body.slice(0, 6000))));
    line.hidden = !line.dataset.name.includes(this.filter.value.toLowerCase());
    this.wire.prepend(line);
    while (this.wire.children.length > WIRE_SHOWN) this.wire.lastChild.remove();
  }

  sift() {
    const wanted = this.filter.value.toLowerCase();
    for (const line of this.wire.children) line.hidden = !line.dataset.name.includes(wanted);
  }
}
