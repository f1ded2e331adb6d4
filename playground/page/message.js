// One message as the client draws it: Components V2, embeds, attachments, private answers.
import { avatar, el, safeUrl } from "/page/dom.js";
import { markdown } from "/page/markdown.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const BUTTONS = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary" };

// context: {me, user, role, channel, goTo, type, now, press, choose, dismiss, people, channels, roles}
export function drawMessage(message, context) {
  const at = new Date(message.timestamp);
  const author = message.author;
  const isPrivate = message.flags & EPHEMERAL;
  const name = author.global_name || author.username;
  const body = message.flags & LOADING
    ? [el("p", { class: "thinking" }, `${name} is thinking…`)]
    : content(message, context);
  return el(
    "li",
    { class: `message${isPrivate ? " private" : ""}`, "data-id": message.id },
    avatar(author),
    el(
      "div",
      { class: "body" },
      context.asked?.(message),
      el(
        "div",
        { class: "head" },
        el("span", { class: "name" }, name),
        author.bot ? el("span", { class: "tag" }, "APP") : null,
        el("time", { datetime: at.toISOString() }, at.toLocaleTimeString([], { timeStyle: "short" })),
        message.edited_timestamp ? el("span", { class: "edited" }, "(edited)") : null,
      ),
      ...body,
      isPrivate ? dismissal(message, context) : null,
    ),
  );
}

function dismissal(message, context) {
  const dismiss = () => context.dismiss(message);
  return el(
    "p",
    { class: "dismissal" },
    "Only you can see this · ",
    el("button", { class: "link", type: "button", onclick: dismiss }, "Dismiss message"),
  );
}

function content(message, context) {
  const shown = new Set();
  const parts = message.content ? [markdown(message.content, context)] : [];
  for (const embed of message.embeds) parts.push(drawEmbed(embed, context));
  for (const part of message.components) parts.push(component(part, message, context, shown));
  for (const file of message.attachments) if (!shown.has(file.filename)) parts.push(drawFile(file));
  return parts;
}

function component(part, message, context, shown) {
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
      return picture(part.media, part.description, "thumbnail", message, shown);
    case 12:
      return el("div", { class: "gallery" }, ...part.items.map((item) => picture(item.media, item.description, "picture", message, shown)));
    case 13:
      return fileOf(part, message, shown);
    case 14:
      return el("hr", { class: part.divider === false ? "space" : "" });
    case 17: {
      const box = el("div", { class: "container" }, ...inside(part.components));
      if (Number.isInteger(part.accent_color)) box.style.setProperty("--accent", `#${part.accent_color.toString(16).padStart(6, "0")}`);
      return box;
    }
    default:
      return el("p", { class: "small" }, `(a component of type ${part.type})`);
  }
}

function attached(media, message) {
  return message?.attachments.find(
    (file) => file.url === media.url || `attachment://${file.filename}` === media.url,
  );
}

function picture(media, description, kind, message, shown) {
  const file = attached(media, message);
  if (file && shown) shown.add(file.filename);
  const src = safeUrl(file ? file.url : media.url);
  return src ? el("img", { class: kind, src, alt: description || "" }) : el("span", {}, description || "");
}

function fileOf(part, message, shown) {
  const found = attached(part.file, message);
  if (!found) return el("p", { class: "small" }, part.file.url);
  shown.add(found.filename);
  return drawFile(found);
}

function drawFile(file) {
  const size = file.size < 1024 ? `${file.size} B` : `${(file.size / 1024).toFixed(1)} KB`;
  const href = safeUrl(file.url);
  if (href && (file.content_type || "").startsWith("image/")) {
    return el("img", { class: "picture", src: href, alt: file.description || file.filename });
  }
  return el(
    "p",
    { class: "file" },
    "📄 ",
    href ? el("a", { href, download: file.filename }, file.filename) : file.filename,
    el("span", { class: "small" }, ` ${size}${file.description ? ` · ${file.description}` : ""}`),
  );
}

function button(part, message, context) {
  const label = [part.emoji?.name && !part.emoji.id ? `${part.emoji.name} ` : "", part.label || ""].join("");
  if (part.style === 5) {
    const href = safeUrl(part.url);
    return el("a", { class: "button secondary", href: href || "#", target: "_blank", rel: "noopener noreferrer" }, `${label} ↗`);
  }
  return el(
    "button",
    { class: `button ${BUTTONS[part.style] || "secondary"}`, type: "button", disabled: part.disabled, "data-custom": part.custom_id, onclick: () => context.press(message, part) },
    label,
  );
}

export function optionsOf(part, context) {
  if (part.type === 5) return context.people().map((user) => [user.id, user.global_name || user.username]);
  if (part.type === 6) return context.roles().map((role) => [role.id, role.name]);
  if (part.type === 8) return context.channels().map((channel) => [channel.id, `#${channel.name}`]);
  if (part.type === 7) return [...optionsOf({ type: 5 }, context), ...optionsOf({ type: 6 }, context)];
  return part.options.map((option) => [option.value, option.label, option.default]);
}

function select(part, message, context) {
  const many = (part.max_values ?? 1) > 1;
  const list = el(
    "select",
    { class: "select", "aria-label": part.placeholder || "Choose", multiple: many, disabled: part.disabled },
    many ? null : el("option", { value: "", disabled: true, selected: true }, part.placeholder || "Make a selection"),
    ...optionsOf(part, context).map(([value, label, selected]) => el("option", { value, selected }, label)),
  );
  list.addEventListener("change", () => {
    if (!many) context.choose(message, part, [list.value]);
  });
  if (!many) return list;
  const send = () => context.choose(message, part, [...list.selectedOptions].map((option) => option.value));
  return el("div", { class: "row" }, list, el("button", { class: "button secondary", type: "button", onclick: send }, "Choose"));
}

function drawEmbed(embed, context) {
  const box = el(
    "div",
    { class: "container" },
    embed.title ? el("h3", {}, embed.title) : null,
    embed.description ? markdown(embed.description, context) : null,
    ...(embed.fields || []).map((field) => el("div", {}, el("strong", {}, field.name), markdown(field.value, context))),
    embed.footer ? el("p", { class: "small" }, embed.footer.text) : null,
  );
  if (Number.isInteger(embed.color)) box.style.setProperty("--accent", `#${embed.color.toString(16).padStart(6, "0")}`);
  return box;
}
