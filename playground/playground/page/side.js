// The side panel: the clock and guided tours; for developers, what can go wrong and what goes over the wire.
import { get, moveClock, post } from "/page/api.js";
import { byId, el, redraw, shownName } from "/page/dom.js";
import { relative, written } from "/page/times.js";

const WIRE_SHOWN = 200;
const RUN_MILLISECONDS = 250;

export class Side {
  // host: {failed(error), me(), be(id), channel(), show(person, channel, message), closeForm(), touring(), said(words)}
  constructor(host) {
    this.host = host;
    this.offset = 0;
    this.isTouring = false;
    this.clock = el("p", { class: "clock", "aria-label": "The playground's time" });
    this.zone = el("p", { class: "small" }, `In your time zone, ${Intl.DateTimeFormat().resolvedOptions().timeZone}`);
    this.until = el("input", { id: "until", class: "box", type: "datetime-local", "aria-label": "Move the clock to" });
    this.wire = el("ol", { class: "wire", "aria-label": "Wire log", tabindex: "0" });
    this.filter = el("input", { class: "box", placeholder: "Filter, such as messages", "aria-label": "Filter the wire log", oninput: () => this.sift() });
    this.tours = el("div", { class: "tours" });
    // A tour is told beside what it speaks of, not in this panel, which covers a phone's messages.
    this.tour = byId("tour");
    this.faults = el("div", { class: "faults" });
    this.faulty = el("p", { class: "small", id: "faulty" });
    this.recorder = el("div", {});
    this.runner = this.button("Run", () => this.run());
    this.due = el("p", { class: "small" });
    this.next = this.button("To the next post", () => this.jumpToNext());
    byId("side").replaceChildren(
      el("h2", {}, "Clock"),
      this.clock,
      this.zone,
      el("div", { class: "row" }, this.next, this.runner),
      this.due,
      el("div", { class: "row" }, this.button("+1 hour", () => moveClock({ advance_seconds: 3600 })), this.button("+1 day", () => post("days", { days: 1 })), this.button("+1 week", () => post("days", { days: 7 }))),
      el("div", { class: "row" }, this.until, this.button("Go there", () => this.jump())),
      this.tours,
      el("h2", {}, "Start over"),
      el("p", { class: "small" }, "Removes all messages here and brings the clock back. What the bot stored stays with the bot."),
      this.button("Reset the playground", () => (confirm("Remove all messages and bring the clock back?") ? post("reset", {}) : null)),
      el(
        "details",
        { class: "developers" },
        el("summary", {}, "For developers"),
        el("h2", {}, "Let something go wrong"),
        this.faults,
        this.faulty,
        el("h2", {}, "On the wire"),
        el("div", { class: "row" }, this.filter, this.button("Clear", () => this.wire.replaceChildren())),
        this.wire,
        el("h2", {}, "Record a dialogue"),
        this.recorder,
      ),
    );
    setInterval(() => this.tick(), 1000);
  }

  button(label, act) {
    const node = el("button", { class: "button secondary", type: "button" }, label);
    node.addEventListener("click", async () => {
      // Not disabled, which would lose the focus.
      if (node.ariaBusy || node.ariaDisabled) return;
      node.ariaBusy = "true";
      try {
        await act();
      } catch (error) {
        this.host.failed(error);
      } finally {
        node.ariaBusy = null;
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
    const now = new Date(this.now());
    const text = `${written(now, "F").replace(/ at .*/, "")}, ${written(now, "T")}`;
    if (this.clock.textContent !== text) this.clock.textContent = text;
  }

  async jump() {
    if (!this.until.value) return;
    const to = new Date(this.until.value).getTime();
    const days = Math.floor((to - this.now()) / 86400000);
    if (days > 0 && days <= 31) await post("days", { days });
    await moveClock({ now: new Date(to).toISOString() });
  }

  // An hour every quarter second, until pressed again.
  run() {
    if (this.running) {
      clearInterval(this.running);
      this.running = null;
    } else {
      this.running = setInterval(() => moveClock({ advance_seconds: 3600 }).catch((error) => { this.run(); this.host.failed(error); }), RUN_MILLISECONDS);
    }
    this.runner.textContent = this.running ? "Stop" : "Run";
    this.runner.setAttribute("aria-pressed", String(Boolean(this.running)));
  }

  // What was done may have planned something: one look after a burst of it.
  lookSoon() {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => this.look().catch(() => {}), 300);
  }

  async look() {
    const { at, known } = await get("due", { person: this.host.me().id });
    this.next.ariaDisabled = at ? null : "true";
    this.due.textContent = at
      ? `Next post: ${written(new Date(at), "f")}, ${relative((new Date(at) - this.now()) / 1000)}`
      : known ? "No post is planned: /config setup plans some." : "";
    return at;
  }

  async jumpToNext() {
    const at = await this.look();
    if (!at) throw new Error("No post is planned. As the moderator, run /config setup first.");
    await moveClock({ now: new Date(new Date(at).getTime() + 1000).toISOString() });
  }

  // told: [{name, label, what, on}]; one without ``on`` happens at once.
  drawFaults(told) {
    redraw(this.faults, ...told.map(({ name, label, what, on }) => {
      const where = { person: this.host.me().id, channel: this.host.channel() };
      const node = this.button(label, async () => {
        this.drawFaults(await post("fault", { name, ...where }));
        this.sayFault(on ? "" : what);
      });
      node.dataset.name = name;
      node.setAttribute("aria-describedby", "faulty");
      if (on !== undefined) node.setAttribute("aria-pressed", String(on));
      return node;
    }));
  }

  // Beside the switches, and below the messages: the panel may be folded or closed.
  sayFault(words) {
    this.faulty.textContent = words;
    this.host.said(words);
  }

  // A request met a fault; ids and tokens of its address say nothing to people.
  async hit({ request, status }) {
    this.sayFault(`The bot's ${request.replace(/\/[\w.-]{15,}/g, "/…")} was answered with ${status}.`);
    this.drawFaults(await get("faults", { person: this.host.me().id, channel: this.host.channel() }));
  }

  drawTours(tours) {
    if (!tours.length) return this.tours.replaceChildren();
    const list = tours.map((tour) => el("li", {}, this.button(tour.title, () => this.step(tour, 0)), el("p", { class: "small" }, tour.summary)));
    return this.tours.replaceChildren(el("h2", {}, "Guided tours"), el("ul", { class: "plain" }, ...list));
  }

  async step(tour, at) {
    // Who one is outside of the tour, which acts as others.
    if (!this.isTouring) this.self = this.host.me();
    this.isTouring = true;
    this.host.touring();
    this.host.closeForm();
    this.drawTour(tour, el("p", { role: "status" }, `${tour.steps[at].person}: ${tour.steps[at].text}`));
    const told = await post("tour", { id: tour.id, step: at });
    await this.host.show(told.person, told.channel, told.message);
    const isOver = told.done || told.error;
    this.drawTour(
      tour,
      el("p", { class: "small" }, `Step ${at + 1} of ${tour.steps.length}`),
      el("p", { role: "status" }, told.error ? `It did not go as told: ${told.error}` : told.text),
      isOver ? this.ending(told.error ? "The tour ends here" : "That was the tour") : el("p", { class: "small" }, `Next, ${tour.steps[at + 1].person}: ${tour.steps[at + 1].text}`),
      el("div", { class: "row" }, isOver ? null : this.button("Next", () => this.step(tour, at + 1)), this.button(isOver ? "All tours" : "Stop", () => this.endTour())),
    );
    this.tour.querySelector("button")?.focus();
  }

  drawTour(tour, ...parts) {
    this.tour.replaceChildren(el("h2", {}, tour.title), ...parts);
  }

  ending(began) {
    const [me, self] = [shownName(this.host.me()), shownName(this.self)];
    const words = me === self ? `${began}. You are ${me}: try it yourself, type / below.` : `${began}, and you see what ${me} sees. With “All tours” you are ${self} again.`;
    return el("p", { class: "small" }, words);
  }

  async endTour() {
    this.isTouring = false;
    if (this.self.id !== this.host.me().id) await this.host.be(this.self.id);
    else this.host.touring();
    this.tour.replaceChildren();
    this.host.said(`You are ${shownName(this.self)}. Try it yourself: type / below.`);
    await this.loadTours();
  }

  // What everybody does is written down until it is kept as a file, a test or a tour of tomorrow.
  async drawRecorder() {
    const { on } = await get("recording", {});
    const turn = (wanted) => async () => { await post("record", { on: wanted }); await this.drawRecorder(); };
    redraw(
      this.recorder,
      el("p", { class: "small", role: "status" }, on ? "Writing down what you do." : "Writes down what you do as a file that replays it, as a test or a tour."),
      el("div", { class: "row" }, ...(on ? [this.button("Save the recording", () => this.saveRecording()), this.button("Discard it", turn(false))] : [this.button("Record", turn(true))])),
    );
  }

  async saveRecording() {
    const { yaml } = await get("recording", {});
    const url = URL.createObjectURL(new Blob([yaml], { type: "application/yaml" }));
    el("a", { href: url, download: "dialogue.yaml" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
    await post("record", { on: false });
    await this.drawRecorder();
  }

  async loadTours() {
    this.host.closeForm();
    const told = await get("tours", {}).catch(() => ({ tours: [] }));
    this.drawTours(told.tours);
  }

  add(frame) {
    const arrow = frame.sender === "bot" ? "bot →" : "← Discord";
    const status = frame.status ? ` ${frame.status}` : "";
    const text = el("pre", { tabindex: "0" });
    const details = el("details", {}, el("summary", { class: frame.status >= 400 ? "refused" : "" }, `${arrow} ${frame.name}${status}`), text);
    // Hundreds of frames: each is written out only when somebody looks.
    details.addEventListener("toggle", () => {
      text.textContent = JSON.stringify({ sent: frame.body, answer: frame.answer ?? undefined }, null, 1).slice(0, 20000);
    }, { once: true });
    const line = el("li", { "data-name": `${frame.source} ${frame.name} ${frame.status || ""}`.toLowerCase() }, details);
    line.hidden = !line.dataset.name.includes(this.filter.value.toLowerCase());
    this.wire.prepend(line);
    while (this.wire.children.length > WIRE_SHOWN) this.wire.lastChild.remove();
  }

  sift() {
    const wanted = this.filter.value.toLowerCase();
    for (const line of this.wire.children) line.hidden = !line.dataset.name.includes(wanted);
  }
}
