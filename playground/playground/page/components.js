// Components V2, selects, buttons and files, as the client draws them (docs, components/reference).
import { accent, el, safeUrl } from "/page/dom.js";
import { markdown } from "/page/markdown.js";

const BUTTONS = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary", 6: "primary" };

// shown collects the attachments that a component has drawn already.
export function component(part, message, context, shown) {
  const inside = (list) => list.map((child) => component(child, message, context, shown));
  switch (part.type) {
    case 1:
      return el("div", { class: "row" }, ...inside(part.components));
    case 2:
      return button(part, message, context);
    case 3: case 5: case 6: case 7: case 8:
      return select(part, message, context);
    case 9:
      return el("div", { class: "section" }, el("div", { class: "texts" }, ...inside(part.components)), component(part.accessory, message, context, shown));
    case 10:
      return markdown(part.content, context);
    case 11:
      return picture(part, "thumbnail", message, shown);
    case 12:
      return el("div", { class: "gallery" }, ...part.items.map((item) => picture(item, "picture", message, shown)));
    case 13:
      return fileOf(part, message, shown);
    case 14:
      return el("hr", { class: `${part.divider === false ? "space" : ""}${part.spacing === 2 ? " large" : ""}` });
    case 17: {
      const box = accent(el("div", { class: "container" }, ...inside(part.components)), part.accent_color);
      return part.spoiler ? veil(box) : box;
    }
    default:
      return el("p", { class: "small" }, `(a component of type ${part.type})`);
  }
}

function veil(node) {
  const cover = el("button", { class: "veil", type: "button", onclick: () => cover.replaceWith(node) }, "Spoiler");
  return cover;
}

function attached(media, message) {
  return message.attachments.find(
    (file) => file.url === media.url || `attachment://${file.filename}` === media.url,
  );
}

function picture(part, kind, message, shown) {
  const file = attached(part.media, message);
  if (file) shown.add(file.id);
  const src = safeUrl(file ? file.url : part.media.url);
  const image = image_(src, part.description, kind);
  return part.spoiler ? veil(image) : image;
}

function image_(src, description, kind) {
  const words = description || "";
  const node = src ? el("img", { class: kind, src, alt: words, title: words || null, loading: "lazy" }) : el("span", {}, words);
  // An address that leads nowhere offline is said in words.
  node.addEventListener("error", () => node.replaceWith(el("span", { class: `${kind} missing` }, words || "picture")));
  return node;
}

function fileOf(part, message, shown) {
  const found = attached(part.file, message);
  if (!found) return el("p", { class: "small" }, part.file.url);
  shown.add(found.id);
  return part.spoiler ? veil(drawFile(found)) : drawFile(found);
}

export function drawFile(file) {
  const size = file.size < 1024 ? `${file.size} B` : `${(file.size / 1024).toFixed(1)} KB`;
  const href = safeUrl(file.url);
  const isImage = href && (file.content_type || "").startsWith("image/");
  const node = isImage
    ? image_(href, file.description || file.filename, "picture")
    : el(
      "p",
      { class: "file" },
      el("span", { "aria-hidden": "true" }, "📄 "),
      href ? el("a", { href, download: file.filename }, file.filename) : file.filename,
      el("span", { class: "small" }, ` ${size}${file.description ? ` · ${file.description}` : ""}`),
    );
  return file.filename.startsWith("SPOILER_") ? veil(node) : node;
}

function emojiOf(part) {
  if (!part.emoji?.name) return "";
  return part.emoji.id ? `:${part.emoji.name}: ` : `${part.emoji.name} `;
}

function button(part, message, context) {
  const label = `${emojiOf(part)}${part.label || ""}`.trim();
  if (part.style === 5) {
    const href = safeUrl(part.url);
    return el("a", { class: "button secondary", href: href || "#", target: "_blank", rel: "noopener noreferrer" }, `${label} ↗`);
  }
  return el(
    "button",
    { class: `button ${BUTTONS[part.style] || "secondary"}`, type: "button", disabled: part.disabled, "data-custom": part.custom_id, onclick: () => context.press(message, part) },
    label || "\u200b",
  );
}

// Every entry a select offers: [value, label, is chosen already, description].
export function optionsOf(part, context) {
  const preset = new Set((part.default_values || []).map((one) => one.id));
  const entry = (id, label) => [id, label, preset.has(id), ""];
  const people = () => context.people().map((user) => entry(user.id, user.global_name || user.username));
  const roles = () => context.roles().map((role) => entry(role.id, role.name));
  if (part.type === 5) return people();
  if (part.type === 6) return roles();
  if (part.type === 7) return [...people(), ...roles()];
  if (part.type === 8) {
    const fits = (channel) => !part.channel_types?.length || part.channel_types.includes(channel.type);
    return context.channels().filter(fits).map((channel) => entry(channel.id, `#${channel.name}`));
  }
  return part.options.map((option) => [option.value, `${emojiOf(option)}${option.label}`, Boolean(option.default), option.description || ""]);
}

let isPressing = false;
addEventListener("pointerdown", () => { isPressing = true; }, true);
for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => { isPressing = false; }, true);

// A list that closes under a press would move what is pressed away from it.
function afterPress(act) {
  if (!isPressing) return act();
  return addEventListener("pointerup", () => setTimeout(act), { once: true });
}

// A box that opens a list, as Discord's does: choosing the same entry again works.
function select(part, message, context) {
  const many = (part.max_values ?? 1) > 1;
  const options = optionsOf(part, context);
  const placeholder = part.placeholder || "Make a selection";
  const chosen = new Set(options.filter((one) => one[2]).map((one) => one[0]));
  const label = () => options.filter((one) => chosen.has(one[0])).map((one) => one[1]).join(", ") || placeholder;
  const list = el("ul", { class: "choices", role: "listbox", "aria-label": placeholder, "aria-multiselectable": many ? "true" : null, hidden: true });
  const opener = el("button", { class: "select", type: "button", disabled: part.disabled, "aria-haspopup": "listbox", "aria-expanded": "false", "data-custom": part.custom_id }, label());
  const close = (send) => {
    if (list.hidden) return;
    list.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    const isEnough = chosen.size >= (part.min_values ?? 1);
    if (send && isEnough) context.choose(message, part, [...chosen]);
  };
  const pick = (row, value) => {
    if (!many) chosen.clear();
    if (many && chosen.has(value)) chosen.delete(value);
    else if (chosen.size < (part.max_values ?? 1)) chosen.add(value);
    for (const one of list.children) one.setAttribute("aria-selected", String(chosen.has(one.dataset.value)));
    opener.textContent = label();
    if (!many) {
      opener.focus();
      close(true);
    } else row.focus();
  };
  for (const [value, text, , description] of options) {
    const row = el("li", { role: "option", tabindex: "-1", "data-value": value, "aria-selected": String(chosen.has(value)) }, el("span", { class: "label" }, text), description ? el("span", { class: "note" }, description) : null);
    row.addEventListener("click", () => pick(row, value));
    row.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        pick(row, value);
      }
    });
    list.append(row);
  }
  opener.addEventListener("click", () => {
    if (!list.hidden) return close(many);
    list.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    (list.querySelector('[aria-selected="true"]') || list.firstElementChild)?.focus();
    list.scrollIntoView({ block: "nearest" });
  });
  const box = el("div", { class: "picker" }, opener, list);
  box.addEventListener("keydown", (event) => walk(event, list, opener, () => close(many)));
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) afterPress(() => close(many));
  });
  return box;
}

function walk(event, list, opener, close) {
  if (list.hidden) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const rows = [...list.children];
    const at = rows.indexOf(document.activeElement);
    rows[(at + step + rows.length) % rows.length]?.focus();
  } else if (event.key === "Escape") {
    event.stopPropagation();
    opener.focus();
    close();
  }
}
