// Discord's markdown as DOM nodes (support article "Markdown Text 101").
import { el, safeUrl } from "/page/dom.js";
import { moment } from "/page/times.js";

const INLINE = [
  [/^\\([^a-zA-Z0-9\s])/, (m) => m[1]],
  [/^(`+)([\s\S]*?[^`])\1(?!`)/, (m) => el("code", {}, m[2])],
  [/^\*\*([\s\S]+?)\*\*(?!\*)/, (m, c) => el("strong", {}, ...inline(m[1], c))],
  [/^__([\s\S]+?)__(?!_)/, (m, c) => el("u", {}, ...inline(m[1], c))],
  [/^~~([\s\S]+?)~~/, (m, c) => el("s", {}, ...inline(m[1], c))],
  [/^\*(?![\s*])([\s\S]+?)(?<![\s\\])\*(?!\*)/, (m, c) => el("em", {}, ...inline(m[1], c))],
  [/^_(?![\s_])([\s\S]+?)(?<![\s\\])_(?![\w])/, (m, c) => el("em", {}, ...inline(m[1], c))],
  [/^\|\|([\s\S]+?)\|\|/, (m, c) => spoiler(inline(m[1], c))],
  [/^<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/, (m, c) => moment(Number(m[1]), m[2] || "f", c.now())],
  [/^<@!?(\d+)>/, (m, c) => el("span", { class: "mention" }, `@${c.user(m[1])}`)],
  [/^<@&(\d+)>/, (m, c) => el("span", { class: "mention" }, `@${c.role(m[1])}`)],
  [/^@(everyone|here)\b/, (m) => el("span", { class: "mention" }, m[0])],
  [/^<#(\d+)>/, (m, c) => el("button", { class: "mention", type: "button", onclick: () => c.goTo(m[1]) }, `#${c.channel(m[1])}`)],
  [/^<\/([^:>]{1,100}):(\d+)>/, (m, c) => el("button", { class: "mention", type: "button", onclick: () => c.type(`/${m[1]}`) }, `/${m[1]}`)],
  [/^<a?:(\w{2,32}):\d+>/, (m) => el("span", { class: "emoji" }, `:${m[1]}:`)],
  [/^\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/[^)\s>]+)>?\)/, (m, c) => link(m[2], inline(m[1], c))],
  [/^<?(https?:\/\/[^\s<>]+[^\s<>.,;:!?)\]'"])>?/, (m) => link(m[1], [m[1]])],
];

function spoiler(children) {
  const node = el("button", { class: "spoiler", type: "button", "aria-expanded": "false", "aria-label": "Spoiler, press to show" }, ...children);
  node.addEventListener("click", () => {
    node.setAttribute("aria-expanded", "true");
    node.removeAttribute("aria-label");
  });
  return node;
}

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
    // Most text is plain: only at these signs can a rule begin.
    const skip = rest.search(/[\\`*_~|<@[h]/);
    if (skip !== 0) {
      plain += skip < 0 ? rest : rest.slice(0, skip);
      rest = skip < 0 ? "" : rest.slice(skip);
      continue;
    }
    const before = plain.slice(-1);
    const found = INLINE.map(([rule, draw]) => [rule.exec(rest), draw]).find(
      ([match]) => match && !(/^[_h]/.test(match[0]) && /\w/.test(before)),
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

export function markdown(text, context) {
  const box = el("div", { class: "markdown" });
  let rest = text;
  while (rest) {
    const fence = /```(?:([\w+-]*)\n)?([\s\S]*?)```/.exec(rest);
    if (!fence) {
      lines(rest, context, box);
      break;
    }
    lines(rest.slice(0, fence.index).replace(/\n$/, ""), context, box);
    box.append(el("pre", { tabindex: "0", "data-language": fence[1] || null }, el("code", {}, fence[2].replace(/\n$/, ""))));
    rest = rest.slice(fence.index + fence[0].length).replace(/^\n/, "");
  }
  return box;
}

const LINE = /^(\s*)(#{1,3}|-#|>>>|>|[-*]|\d{1,9}\.)\s+(.*)$/;

function lines(text, context, box) {
  if (!text) return;
  const all = text.split("\n");
  let lists = [];
  for (let at = 0; at < all.length; at += 1) {
    const rule = LINE.exec(all[at]);
    const sign = rule?.[2];
    if (sign === ">>>" && !rule[1]) {
      const quote = el("blockquote", {});
      lines([rule[3], ...all.slice(at + 1)].join("\n"), context, quote);
      box.append(quote);
      return;
    }
    if (sign && /^([-*]|\d+\.)$/.test(sign)) {
      lists = item(rule, lists, context, box);
      continue;
    }
    lists = [];
    if (!rule || rule[1]) box.append(all[at] ? el("p", {}, ...inline(all[at], context)) : el("p", { class: "gap" }));
    else if (sign === "-#") box.append(el("p", { class: "small" }, ...inline(rule[3], context)));
    else if (sign === ">") quoted(box, rule[3], context);
    else box.append(el(`h${sign.length + 1}`, {}, ...inline(rule[3], context)));
  }
}

function quoted(box, text, context) {
  const last = box.lastElementChild;
  const quote = last?.tagName === "BLOCKQUOTE" ? last : box.appendChild(el("blockquote", {}));
  quote.append(el("p", {}, ...inline(text, context)));
}

// lists: the open lists from the outermost in, each with the indent of its items.
function item([, indent, sign, text], lists, context, box) {
  const open = lists.filter((one) => one.indent <= indent.length);
  let last = open[open.length - 1];
  if (!last || last.indent < indent.length) {
    const isOrdered = /\d/.test(sign);
    const node = el(isOrdered ? "ol" : "ul", { start: isOrdered && sign !== "1." ? parseInt(sign, 10) : null });
    (last ? last.node.lastElementChild : box).append(node);
    last = { indent: indent.length, node };
    open.push(last);
  }
  last.node.append(el("li", {}, ...inline(text, context)));
  return open;
}
