// Discord's markdown as DOM nodes.
import { el, safeUrl } from "/page/dom.js";

const INLINE = [
  [/^\\([^\w\s])/, (m) => m[1]],
  [/^`([^`]+)`/, (m) => el("code", {}, m[1])],
  [/^\*\*([\s\S]+?)\*\*(?!\*)/, (m, c) => el("strong", {}, ...inline(m[1], c))],
  [/^__([\s\S]+?)__(?!_)/, (m, c) => el("u", {}, ...inline(m[1], c))],
  [/^~~([\s\S]+?)~~/, (m, c) => el("s", {}, ...inline(m[1], c))],
  [/^\*(?![\s*])([\s\S]+?)(?<![\s\\])\*(?!\*)/, (m, c) => el("em", {}, ...inline(m[1], c))],
  [/^_(?![\s_])([\s\S]+?)(?<![\s\\])_(?![\w])/, (m, c) => el("em", {}, ...inline(m[1], c))],
  [/^\|\|([\s\S]+?)\|\|/, (m, c) => el("span", { class: "spoiler", tabindex: "0" }, ...inline(m[1], c))],
  [/^<t:(-?\d+)(?::([tTdDfFRsS]))?>/, (m, c) => moment(Number(m[1]), m[2] || "f", c)],
  [/^<@!?(\d+)>/, (m, c) => el("span", { class: "mention" }, `@${c.user(m[1])}`)],
  [/^<@&(\d+)>/, (m, c) => el("span", { class: "mention" }, `@${c.role(m[1])}`)],
  [/^<#(\d+)>/, (m, c) => el("button", { class: "mention", type: "button", onclick: () => c.goTo(m[1]) }, `#${c.channel(m[1])}`)],
  [/^<\/([^:>]{1,100}):(\d+)>/, (m, c) => el("button", { class: "mention", type: "button", onclick: () => c.type(`/${m[1]}`) }, `/${m[1]}`)],
  [/^\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/[^)\s>]+)>?\)/, (m, c) => link(m[2], inline(m[1], c))],
  [/^<?(https?:\/\/[^\s<>]+[^\s<>.,;:!?)\]'"])>?/, (m) => link(m[1], [m[1]])],
];

function link(url, children) {
  const href = safeUrl(url);
  if (!href) return el("span", {}, ...children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, ...children);
}

export function inline(text, context) {
  const nodes = [];
  let plain = "";
  let rest = text;
  const flush = () => {
    if (plain) nodes.push(document.createTextNode(plain));
    plain = "";
  };
  while (rest) {
    const before = plain.slice(-1);
    const found = INLINE.map(([rule, draw]) => [rule.exec(rest), draw]).find(
      ([match]) => match && !(/^[_h<]/.test(match[0]) && /\w/.test(before)),
    );
    if (found) {
      const node = found[1](found[0], context);
      if (typeof node === "string") plain += node;
      else {
        flush();
        nodes.push(node);
      }
      rest = rest.slice(found[0][0].length);
    } else {
      plain += rest[0];
      rest = rest.slice(1);
    }
  }
  flush();
  return nodes;
}

// Lines: headings, small text, quotes and lists; everything else is a paragraph.
export function markdown(text, context) {
  const box = el("div", { class: "markdown" });
  const parts = text.split(/```(?:\w+\n)?([\s\S]*?)```/);
  parts.forEach((part, position) => {
    if (position % 2) box.append(el("pre", {}, el("code", {}, part.replace(/\n$/, ""))));
    else lines(part.replace(/^\n|\n$/g, position ? "" : "$&"), context, box);
  });
  return box;
}

function lines(text, context, box) {
  let list = null;
  for (const line of text.split("\n")) {
    const rule = /^(#{1,3}|-#|>|[-*]|\d+\.)\s+(.*)$/.exec(line);
    const isItem = rule && /^([-*]|\d+\.)$/.test(rule[1]);
    if (!isItem) list = null;
    if (!rule) box.append(line ? el("p", {}, ...inline(line, context)) : el("p", { class: "gap" }));
    else if (isItem) {
      if (!list) box.append((list = el(/\d/.test(rule[1]) ? "ol" : "ul")));
      list.append(el("li", {}, ...inline(rule[2], context)));
    } else if (rule[1] === "-#") box.append(el("p", { class: "small" }, ...inline(rule[2], context)));
    else if (rule[1] === ">") box.append(el("blockquote", {}, ...inline(rule[2], context)));
    else box.append(el(`h${rule[1].length + 1}`, {}, ...inline(rule[2], context)));
  }
}

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

// Bring the relative times of a page up to date with its clock.
export function refreshTimes(now) {
  for (const node of document.querySelectorAll("time[data-relative]")) {
    node.textContent = relative(Number(node.dataset.relative) - now / 1000);
  }
}

function relative(seconds) {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) || UNITS[5];
  return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(Math.round(seconds / size), unit);
}

function moment(unix, style, context) {
  const date = new Date(unix * 1000);
  const full = new Intl.DateTimeFormat("en-GB", STYLES.F).format(date);
  const shown = style === "R"
    ? relative(unix - context.now() / 1000)
    : new Intl.DateTimeFormat("en-GB", STYLES[style]).format(date);
  const kept = style === "R" ? unix : null;
  return el("time", { datetime: date.toISOString(), title: full, "data-relative": kept }, shown);
}
