// One message as the client draws it: who, when, what, and what can be done with it.
import { accent, avatar, el, iconButton, safeUrl, shownName } from "/page/dom.js";
import { component, drawFile } from "/page/components.js";
import { markdown } from "/page/markdown.js";
import { dayOf, written } from "/page/times.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const NOTICES = { 6: "pinned a message to this channel.", 7: "is here.", 18: "started a thread.", 21: "started a thread from a message." };
const GROUP_SECONDS = 7 * 60;

// When a message came by the playground's clock, which people move; Discord's own date stays real.
export const dateOf = (message) => new Date(message.shown_at || message.timestamp);

export const isLoading = (message) => Boolean(message && message.flags & LOADING);

// Consecutive messages of one author are one group, as in Discord.
export function follows(message, before) {
  if (!before || before.author.id !== message.author.id || message.type !== 0 || before.type !== 0) return false;
  if (message.interaction_metadata || message.message_reference) return false;
  if ((message.flags & EPHEMERAL) !== (before.flags & EPHEMERAL)) return false;
  return Math.abs(dateOf(message) - dateOf(before)) < GROUP_SECONDS * 1000;
}

export function daySign(message, now) {
  const at = dateOf(message);
  const text = dayOf(at, now);
  return el("div", { class: "day", role: "separator", "aria-label": text, "data-day": String(+at) }, el("span", {}, text));
}

export function drawMessage(message, context, isFollowing = false) {
  const at = dateOf(message);
  const { author } = message;
  const isPrivate = message.flags & EPHEMERAL;
  const name = shownName(author);
  const node = el(
    "article",
    { class: `message${isPrivate ? " private" : ""}${isFollowing ? " following" : ""}`, "data-id": message.id, tabindex: "-1", "aria-label": `${name}, ${written(at, "t")}` },
    isFollowing ? el("span", { class: "avatar none", "aria-hidden": "true" }) : avatar(author),
    el(
      "div",
      { class: "body" },
      asked(message),
      isFollowing ? null : head(message, name, at),
      ...content(message, context, name),
      reactions(message),
      isPrivate ? dismissal(message, context) : null,
    ),
    message.flags & LOADING ? null : el("div", { class: "tools" }, iconButton("⋯", "More", (event) => context.menu(message, event.currentTarget), { "aria-haspopup": "menu" })),
  );
  node.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    context.menu(message, node, event);
  });
  return node;
}

function head(message, name, at) {
  return el(
    "div",
    { class: "head" },
    el("span", { class: "name" }, name),
    message.author.bot ? el("span", { class: "tag" }, "APP") : null,
    el("time", { datetime: at.toISOString(), title: written(at, "F") }, written(at, "t")),
    message.edited_timestamp ? el("span", { class: "edited" }, "(edited)") : null,
    message.pinned ? el("span", { class: "edited" }, "(pinned)") : null,
  );
}

function asked(message) {
  const by = message.interaction_metadata?.user || message.interaction?.user;
  const name = message.interaction?.name;
  if (by && name) return el("p", { class: "asked" }, `${shownName(by)} used `, el("span", { class: "mention" }, `/${name}`));
  const replied = message.referenced_message;
  if (!replied) return null;
  return el("p", { class: "asked" }, `↪ ${shownName(replied.author)}: `, replied.content.slice(0, 80) || "a message");
}

function dismissal(message, context) {
  return el(
    "p",
    { class: "dismissal" },
    "Only you can see this · ",
    el("button", { class: "link", type: "button", onclick: () => context.dismiss(message) }, "Dismiss message"),
  );
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  const sign = (one) => el("span", { class: "reaction" }, `${one.emoji.name} ${one.count}`);
  return el("div", { class: "row", "aria-label": "Reactions", role: "group" }, ...message.reactions.map(sign));
}

function content(message, context, name) {
  if (message.flags & LOADING) return [el("p", { class: "thinking" }, `${name} is thinking…`)];
  if (NOTICES[message.type]) return [el("p", { class: "notice-line" }, `${name} ${NOTICES[message.type]}`)];
  const shown = new Set();
  const parts = message.content ? [markdown(message.content, context)] : [];
  for (const embed of message.embeds) parts.push(drawEmbed(embed, context));
  for (const part of message.components) parts.push(component(part, message, context, shown));
  for (const file of message.attachments) if (!shown.has(file.id)) parts.push(drawFile(file));
  for (const failed of context.failed(message.id)) parts.push(el("p", { class: "failure", role: "alert" }, failed));
  return parts;
}

function linked(text, url, tag) {
  const href = url ? safeUrl(url) : null;
  return el(tag, { class: tag }, href ? el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, text) : text);
}

function drawEmbed(embed, context) {
  const image = (media, kind) => {
    const src = media?.url ? safeUrl(media.url) : null;
    return src ? el("img", { class: kind, src, alt: media.description || "" }) : null;
  };
  const at = embed.timestamp ? written(new Date(embed.timestamp), "s") : "";
  const foot = [embed.footer?.text, at].filter(Boolean).join(" • ");
  const fields = (embed.fields || []).map((field) => el(
    "div",
    { class: field.inline ? "inline" : "" },
    el("strong", {}, field.name),
    markdown(field.value, context),
  ));
  return accent(
    el(
      "article",
      { class: "container embed" },
      image(embed.thumbnail, "thumbnail"),
      embed.author ? linked(embed.author.name, embed.author.url, "p") : null,
      embed.title ? linked(embed.title, embed.url, "h3") : null,
      embed.description ? markdown(embed.description, context) : null,
      fields.length ? el("div", { class: "fields" }, ...fields) : null,
      image(embed.image, "picture"),
      foot ? el("p", { class: "small" }, foot) : null,
    ),
    embed.color,
  );
}
