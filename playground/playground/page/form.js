// A modal as a dialog: every field under its label (docs, components/reference, "Label").
import { byId, el, iconButton, readFile } from "/page/dom.js";
import { optionsOf } from "/page/components.js";
import { markdown } from "/page/markdown.js";

const FILE_UPLOAD = 19;
const GROUPS = [21, 22];

// modal: Discord's modal; send(values) gets {custom_id: value} and answers an error, or nothing.
// A tour only shows the form: it fills it in by itself, and its own buttons must stay in reach.
export function openForm(modal, context, send, isTour) {
  const dialog = byId("form");
  const readers = {};
  const rows = modal.components.map((part) => {
    if (part.type === 10) return markdown(part.content, context);
    const holders = part.type === 18 ? [part] : part.components.map((one) => ({ label: one.label, component: one }));
    return holders.map((holder) => field(holder, context, readers));
  });
  const close = () => dialog.close();
  const problem = el("p", { class: "problem", role: "alert" });
  const submit = el("button", { class: "button primary", type: "submit" }, "Submit");
  const body = el(
    "form",
    { method: "dialog" },
    el("div", { class: "row apart" }, el("h2", { id: "form-title" }, modal.title), iconButton("✕", "Close the form", close)),
    ...rows.flat(),
    problem,
    el("div", { class: "row end" }, el("button", { class: "button secondary", type: "button", onclick: close }, "Cancel"), submit),
  );
  body.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      const values = {};
      for (const [id, read] of Object.entries(readers)) {
        const value = await read();
        if (value !== undefined) values[id] = value;
      }
      // What was refused stays in the form, to be corrected.
      const refused = await send(values);
      if (refused) problem.textContent = refused;
      else close();
    } catch (error) {
      problem.textContent = error.message;
    } finally {
      submit.disabled = false;
    }
  });
  dialog.replaceChildren(body);
  if (isTour) dialog.show();
  else dialog.showModal();
  dialog.querySelector(".field input, .field textarea, .field select")?.focus();
}

export function closeForm() {
  byId("form").close();
}

function field(holder, context, readers) {
  const part = holder.component;
  const id = `field-${part.custom_id}`;
  const needed = part.required !== false && part.type !== 23;
  const [node, read] = control(part, id, needed, context);
  readers[part.custom_id] = read;
  const isGroup = GROUPS.includes(part.type);
  const words = [holder.label, needed ? el("span", { class: "needed", "aria-hidden": "true" }, " *") : null];
  const hint = holder.description ? el("p", { class: "small", id: `${id}-hint` }, holder.description) : null;
  if (hint) (isGroup ? null : node.matches?.("input, textarea, select") ? node : node.querySelector?.("input, textarea"))?.setAttribute("aria-describedby", hint.id);
  if (isGroup) return el("fieldset", { class: "field" }, el("legend", {}, ...words), hint, node);
  return el("div", { class: "field" }, el("label", { for: id }, ...words), hint, node);
}

function control(part, id, needed, context) {
  if (part.type === 4) return typed(part, id, needed);
  if (part.type === FILE_UPLOAD) {
    const node = el("input", { id, type: "file", class: "box", required: needed, multiple: (part.max_values ?? 1) > 1 });
    return [node, () => Promise.all([...node.files].map(readFile))];
  }
  if (part.type === 23) {
    const node = el("input", { id, type: "checkbox", checked: part.default });
    return [node, () => node.checked];
  }
  if (GROUPS.includes(part.type)) return group(part, id, needed);
  return chosen(part, id, needed, context);
}

function typed(part, id, needed) {
  const most = part.max_length || 4000;
  const node = el(part.style === 2 ? "textarea" : "input", { id, class: "box", required: needed, placeholder: part.placeholder, minlength: part.min_length, maxlength: most, autocomplete: "off" });
  node.value = part.value || "";
  const left = el("span", { class: "count", "aria-hidden": "true" });
  const count = () => { left.textContent = `${node.value.length}/${most}`; };
  node.addEventListener("input", count);
  count();
  return [el("div", { class: "counted" }, node, left), () => node.value];
}

function group(part, id, needed) {
  const kind = part.type === 21 ? "radio" : "checkbox";
  const boxes = part.options.map((option) => el("input", { type: kind, name: id, checked: option.default, value: option.value, required: needed && kind === "radio" }));
  const rows = part.options.map((option, at) => el("label", { class: "check" }, boxes[at], ` ${option.label}`, option.description ? el("span", { class: "small" }, ` ${option.description}`) : null));
  const values = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return [el("div", {}, ...rows), part.type === 21 ? () => values()[0] : values];
}

function chosen(part, id, needed, context) {
  const many = (part.max_values ?? 1) > 1;
  const node = el(
    "select",
    { id, class: "box", multiple: many, required: needed },
    many ? null : el("option", { value: "" }, part.placeholder || "Choose"),
    ...optionsOf(part, context).map(([value, label, selected, description]) => el("option", { value, selected }, description ? `${label} – ${description}` : label)),
  );
  return [node, () => [...node.selectedOptions].map((option) => option.value).filter(Boolean)];
}
