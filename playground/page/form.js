// A modal as a dialog: every field under its label.
import { byId, el } from "/page/dom.js";
import { markdown } from "/page/markdown.js";
import { optionsOf } from "/page/message.js";

// modal: Discord's modal; send(values) gets {custom_id: value}.
export function openForm(modal, context, send) {
  const dialog = byId("form");
  const readers = {};
  const rows = modal.components.map((part) => {
    if (part.type === 10) return markdown(part.content, context);
    const holders = part.type === 18 ? [part] : part.components.map((one) => ({ label: one.label, component: one }));
    return holders.map((holder) => field(holder, context, readers));
  });
  const close = () => dialog.close();
  const problem = el("p", { class: "problem", role: "alert" });
  const body = el(
    "form",
    { method: "dialog" },
    el("h2", { id: "form-title" }, modal.title),
    ...rows.flat(),
    problem,
    el("div", { class: "row end" }, el("button", { class: "button secondary", type: "button", onclick: close }, "Cancel"), el("button", { class: "button primary", type: "submit" }, "Submit")),
  );
  body.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = {};
    for (const [id, read] of Object.entries(readers)) {
      const value = read();
      if (value !== undefined) values[id] = value;
    }
    // What was refused stays in the form, to be corrected.
    if (await send(values)) dialog.close();
    else problem.textContent = byId("notice").firstChild?.textContent || "";
  });
  dialog.replaceChildren(body);
  dialog.showModal();
}

function field(holder, context, readers) {
  const part = holder.component;
  const id = `field-${part.custom_id}`;
  const needed = part.required !== false;
  const [node, read] = control(part, id, needed, context);
  readers[part.custom_id] = read;
  const isGroup = part.type === 21 || part.type === 22;
  return el(
    "div",
    { class: "field", role: isGroup ? "group" : null, "aria-label": isGroup ? holder.label : null },
    el("label", { for: isGroup ? null : id }, holder.label, needed ? el("span", { class: "needed" }, " *") : null),
    holder.description ? el("p", { class: "small" }, holder.description) : null,
    node,
  );
}

function control(part, id, needed, context) {
  switch (part.type) {
    case 4: {
      const tag = part.style === 2 ? "textarea" : "input";
      const node = el(tag, { id, class: "box", required: needed, placeholder: part.placeholder, minlength: part.min_length, maxlength: part.max_length || 4000 });
      node.value = part.value || "";
      return [node, () => node.value];
    }
    case 19: {
      const node = el("input", { id, type: "file", multiple: (part.max_values ?? 1) > 1 });
      return [node, () => undefined];
    }
    case 23: {
      const node = el("input", { id, type: "checkbox", checked: part.default });
      return [node, () => node.checked];
    }
    case 21: case 22: {
      const kind = part.type === 21 ? "radio" : "checkbox";
      const boxes = part.options.map((option) => [el("input", { type: kind, name: id, checked: option.default, value: option.value }), option]);
      const node = el("div", {}, ...boxes.map(([box, option]) => el("label", { class: "check" }, box, ` ${option.label}`)));
      const chosen = () => boxes.filter(([box]) => box.checked).map(([box]) => box.value);
      return [node, part.type === 21 ? () => chosen()[0] : chosen];
    }
    default: {
      const many = (part.max_values ?? 1) > 1;
      const preset = new Set((part.default_values || []).map((one) => one.id));
      const node = el(
        "select",
        { id, class: "select", multiple: many, required: needed },
        many ? null : el("option", { value: "" }, part.placeholder || "Choose"),
        ...optionsOf(part, context).map(([value, label, selected]) => el("option", { value, selected: selected || preset.has(value) }, label)),
      );
      return [node, () => [...node.selectedOptions].map((option) => option.value).filter(Boolean)];
    }
  }
}
