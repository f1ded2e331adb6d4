// What a person started and the app has not answered yet, and what the page says meanwhile.
import { byId } from "/page/dom.js";

const SLOW = 600;
const SILENT = 2000;

export class Waiting {
  // name(): what the app is called.
  constructor(name) {
    this.name = name;
    // By interaction: its words, and the message it began on.
    this.started = new Map();
    // An answer may overtake the reply to our own request.
    this.over = new Set();
    this.kept = "";
    this.line = byId("waiting");
  }

  start(id, { words, message }) {
    if (this.over.delete(id)) return;
    const timer = setTimeout(() => this.draw(), SLOW);
    this.started.set(id, { words, message, since: Date.now(), timer });
  }

  of(id) {
    return this.started.get(id);
  }

  end(id) {
    const one = this.started.get(id);
    if (!one) {
      this.over.add(id);
      if (this.over.size > 50) this.over.delete(this.over.values().next().value);
      return;
    }
    clearTimeout(one.timer);
    this.started.delete(id);
    this.draw();
  }

  // Somebody else, who started nothing of this.
  clear() {
    for (const { timer } of this.started.values()) clearTimeout(timer);
    this.started.clear();
    this.hush();
  }

  draw() {
    const isSlow = [...this.started.values()].some((one) => Date.now() - one.since >= SLOW - 50);
    this.say(isSlow ? `${this.name()} is thinking…` : this.kept);
  }

  // Plain words were sent; unless somebody answers them, say what this app answers.
  expectWords(isUnanswered) {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      if (isUnanswered()) this.keep("This app answers commands. Type /");
    }, SILENT);
  }

  hush() {
    clearTimeout(this.silence);
    this.keep("");
  }

  // Words that stay until one goes on, behind what is thought about meanwhile.
  keep(words) {
    this.kept = words;
    this.draw();
  }

  say(words) {
    if (this.line.textContent !== words) this.line.textContent = words;
  }
}
