// The message box: plain messages, the command palette and the options of a command.
import { el, iconButton, readFile } from "/page/dom.js";

const SUBCOMMAND = 1;
const GROUP = 2;
const TEXT = 3;
const ATTACHMENT = 11;
const AUTOCOMPLETE_DELAY = 120;
const SLOW = 600;

// All commands a person can run here, flat and in the order of the tree: {path, description, options}.
export function flatten(commands) {
  const found = [];
  const walk = (node, path, description) => {
    const inner = (node.options || []).filter((o) => o.type === SUBCOMMAND || o.type === GROUP);
    if (inner.length) for (const child of inner) walk(child, `${path} ${child.name}`, child.description);
    else found.push({ path, description, options: node.options || [] });
  };
  for (const command of commands) if (command.type === 1) walk(command, command.name, command.description);
  return found;
}

const allows = (option, channel) => !option.channel_types?.length || option.channel_types.includes(channel.type);

// host: {commands(), withheld(), recent(), channels(), people(), roles(), typed(), newest(), send(text), run(path, options, files), suggest(path, options, focused)}
export class Composer {
  constructor(form, host) {
    this.form = form;
    this.host = host;
    this.list = el("ul", { class: "palette", role: "listbox", id: "palette", "aria-label": "Suggestions", hidden: true });
    this.asked = 0;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.reset();
  }

  reset(text = "") {
    this.command = null;
    this.input = this.box("composer-input", "Message, or / for commands", "Message box");
    this.input.value = text;
    this.form.replaceChildren(this.list, this.input);
    this.input.addEventListener("input", () => this.typed());
    this.hide();
    this.typed();
  }

  box(id, placeholder, label) {
    const input = el("input", { id, class: "box", placeholder, "aria-label": label, role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "palette", maxlength: 6000 });
    input.addEventListener("keydown", (event) => this.key(event));
    return input;
  }

  // Put a command into the box, ready for its options; ``values`` fills some of them.
  type(text, values = {}) {
    const wanted = text.replace(/^\//, "").trim();
    const command = this.commands().find((one) => one.path === wanted);
    if (!command) {
      this.reset(text);
      return this.input.focus();
    }
    this.choose(command);
    for (const field of this.fields) field.input.value = values[field.option.name] ?? "";
    const open = this.fields.find((field) => field.option.required && !field.input.value);
    return (open?.input || this.send).focus();
  }

  commands() {
    return flatten(this.host.commands());
  }

  typed() {
    const text = this.input.value;
    if (text) this.host.typed();
    if (!text.startsWith("/")) return this.hide();
    const words = text.slice(1).toLowerCase().trim();
    const used = this.host.recent();
    const lately = (one) => (used.includes(one.path) ? used.indexOf(one.path) : used.length);
    const matching = this.commands().filter((one) => one.path.includes(words));
    // What begins with the words comes before what only holds them, then what was used lately.
    matching.sort((a, b) => Number(b.path.startsWith(words)) - Number(a.path.startsWith(words)) || lately(a) - lately(b));
    this.show(matching.map((one) => ({ label: `/${one.path}`, note: one.description, pick: () => this.choose(one) })), this.whyNone(words));
  }

  whyNone(words) {
    const [root] = words.split(" ");
    const withheld = root ? this.host.withheld().find((one) => (words.includes(" ") ? one.name === root : one.name.startsWith(root))) : null;
    return withheld?.why || "No command of that name here";
  }

  // Everything that the chosen command needs is there.
  get isComplete() {
    return Boolean(this.command) && !this.problem();
  }

  choose(command) {
    this.command = command;
    const sorted = [...command.options].sort((a, b) => Number(b.required || 0) - Number(a.required || 0));
    this.fields = sorted.map((option) => this.field(option));
    const cancel = iconButton("✕", "Cancel the command", () => { this.reset(); this.input.focus(); });
    this.send = el("button", { class: "button primary", type: "submit" }, "Send");
    this.form.replaceChildren(
      this.list,
      el("div", { class: "command" }, el("span", { class: "path" }, `/${command.path}`), ...this.fields.map((field) => field.chip), this.send, cancel),
      el("p", { class: "hint", id: "option-hint", role: "status" }, command.description),
    );
    this.hide();
    (this.fields[0]?.input || this.send).focus();
  }

  field(option) {
    const name = `${option.name}${option.required ? " *" : ""}`;
    const id = `option-${option.name}`;
    const isFile = option.type === ATTACHMENT;
    const input = isFile ? el("input", { id, class: "box", type: "file" }) : this.box(id, option.required ? "needed" : "optional", option.name);
    input.removeAttribute("maxlength");
    if (option.max_length) input.maxLength = option.max_length;
    input.setAttribute("aria-description", option.description);
    const isFree = option.type === TEXT && !option.choices?.length;
    const field = { option, input, value: null, chip: el("label", { class: `chip${isFree ? " free" : ""}` }, el("span", {}, name), input) };
    input.addEventListener("focus", () => {
      this.hint(`${option.name}: ${option.description}`);
      if (!isFile) this.offer(field);
    });
    if (isFile) return field;
    input.addEventListener("input", () => {
      field.value = null;
      input.removeAttribute("aria-invalid");
      this.offer(field);
    });
    return field;
  }

  hint(text) {
    const hint = document.getElementById("option-hint");
    if (hint) hint.textContent = text;
  }

  offer(field) {
    const { option } = field;
    const text = field.input.value.toLowerCase();
    const pick = (label, value) => () => {
      field.input.value = label;
      field.value = value;
      this.hide();
      this.next(field);
    };
    const fixed = this.fixed(option);
    if (fixed) {
      const begins = ([label]) => Number(label.toLowerCase().replace(/^#/, "").startsWith(text.replace(/^#/, "")));
      const fitting = field.value === null ? fixed.filter(([label]) => label.toLowerCase().includes(text)).sort((a, b) => begins(b) - begins(a)) : [];
      this.show(fitting.map(([label, value]) => ({ label, pick: pick(label, value) })), null);
    } else if (option.autocomplete) {
      clearTimeout(this.timer);
      // What is still shown answers something shorter.
      this.mark(-1);
      const asked = ++this.asked;
      this.timer = setTimeout(async () => {
        if (!this.fields?.includes(field) || !this.command) return;
        const isWanted = () => asked === this.asked && document.activeElement === field.input;
        const slow = setTimeout(() => { if (isWanted()) this.show([], "Looking for suggestions…"); }, SLOW);
        const choices = await this.host.suggest(this.command.path, this.values(field), option.name);
        clearTimeout(slow);
        if (!isWanted()) return;
        this.show(choices.map((one) => ({ label: one.name, pick: pick(one.name, one.value) })), "No suggestion; you can send what you typed");
      }, AUTOCOMPLETE_DELAY);
    } else this.hide();
  }

  fixed(option) {
    if (option.choices?.length) return option.choices.map((one) => [one.name, one.value]);
    if (option.type === 5) return [["True", true], ["False", false]];
    if (option.type === 6) return this.host.people().map((user) => [user.global_name || user.username, user.id]);
    if (option.type === 7) return this.host.channels().filter((channel) => allows(option, channel)).map((channel) => [`#${channel.name}`, channel.id]);
    if (option.type === 8) return this.host.roles().map((role) => [role.name, role.id]);
    return null;
  }

  async files() {
    const given = {};
    for (const field of this.fields) {
      const [file] = field.input.files || [];
      if (file) given[field.option.name] = await readFile(file);
    }
    return given;
  }

  values(focused = null) {
    const given = {};
    for (const field of this.fields) {
      if (field.option.type === ATTACHMENT) continue;
      const text = field.input.value;
      if (field === focused) given[field.option.name] = text;
      else if (text !== "") given[field.option.name] = field.value ?? this.exact(field, text);
    }
    return given;
  }

  exact(field, text) {
    return this.chosen(field, text)?.[1] ?? text;
  }

  chosen(field, text) {
    const wanted = text.trim().toLowerCase();
    return this.fixed(field.option)?.find(([label]) => [wanted, `#${wanted}`].includes(label.toLowerCase()));
  }

  // The first field that cannot be sent as it is, and why.
  problem() {
    for (const field of this.fields) {
      const { option, input } = field;
      const text = input.value.trim();
      if (!text && option.required) return { field, words: `${option.name} is needed: ${option.description}` };
      if (text && field.value === null && option.type !== ATTACHMENT && this.fixed(option) && !this.chosen(field, text)) return { field, words: `${option.name}: choose one of the list, “${text}” is none of them` };
    }
    return null;
  }

  next(field) {
    const following = this.fields[this.fields.indexOf(field) + 1];
    (following?.option.required ? following.input : this.send).focus();
  }

  // What was refused stays in the box, to be corrected.
  async submit() {
    if (!this.command) {
      const text = this.input.value;
      if (text.startsWith("/")) return this.pick();
      if (!text.trim() || (await this.host.send(text))) this.reset();
      return this.input.focus();
    }
    const problem = this.problem();
    if (problem) {
      problem.field.input.setAttribute("aria-invalid", "true");
      problem.field.input.focus();
      return this.hint(problem.words);
    }
    const { command } = this;
    const sent = await this.host.run(command.path, this.values(), await this.files());
    if (!sent || this.command !== command) return;
    this.reset();
    this.input.focus();
  }

  key(event) {
    const open = !this.list.hidden && this.items.length;
    if (event.key === "Escape") {
      event.preventDefault();
      if (open) this.hide();
      else if (this.command) { this.reset(); this.input.focus(); }
    } else if (event.key === "ArrowUp" && event.target.value === "" && !this.command) {
      event.preventDefault();
      this.host.newest();
    } else if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark((this.marked + step + this.items.length) % this.items.length);
    } else if (open && (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && this.marked >= 0))) {
      if (this.marked < 0 && this.command) return;
      event.preventDefault();
      this.pick();
    }
  }

  pick() {
    this.items[Math.max(this.marked, 0)]?.pick();
  }

  show(items, nothing) {
    this.items = items;
    this.list.replaceChildren(
      ...items.map((item, position) => el(
        "li",
        { role: "option", id: `palette-${position}`, "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); item.pick(); } },
        el("span", { class: "label" }, item.label),
        item.note ? el("span", { class: "note" }, item.note) : null,
      )),
      ...(items.length || !nothing ? [] : [el("div", { class: "nothing" }, nothing)]),
    );
    // Words in place of choices are said, not chosen.
    this.list.setAttribute("role", items.length || !nothing ? "listbox" : "status");
    this.list.hidden = !items.length && !nothing;
    this.holder()?.setAttribute("aria-expanded", String(items.length > 0));
    // An empty option may stay empty; what is typed by halves becomes what it most likely means.
    const isHalf = !this.command || Boolean(this.holder()?.value.trim());
    this.mark(items.length && isHalf ? 0 : -1);
  }

  mark(position) {
    this.marked = position;
    [...this.list.querySelectorAll("li")].forEach((node, at) => node.setAttribute("aria-selected", String(at === position)));
    const node = this.list.children[position];
    if (node && this.items.length) {
      node.scrollIntoView({ block: "nearest" });
      this.holder()?.setAttribute("aria-activedescendant", node.id);
    } else this.holder()?.removeAttribute("aria-activedescendant");
  }

  hide() {
    this.items = [];
    this.marked = -1;
    this.list.hidden = true;
    this.holder()?.setAttribute("aria-expanded", "false");
  }

  // The box whose suggestions are shown: the focus may be somewhere else by now.
  holder() {
    const focused = document.activeElement;
    return this.form.contains(focused) && focused.getAttribute("role") === "combobox" ? focused : null;
  }
}
