// Everything people or bots write becomes a text node here: markup in it is never run.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

// Draw what is inside of a box anew; whoever was in it stays, at the same thing if it is still there.
export function redraw(box, ...children) {
  const was = box.contains(document.activeElement) ? document.activeElement.dataset.name || "" : null;
  box.replaceChildren(...children);
  if (was === null) return;
  const same = was && box.querySelector(`[data-name="${CSS.escape(was)}"]`);
  (same || box.querySelector("button"))?.focus();
}

export const byId = (id) => document.getElementById(id);

// Words for screen readers only.
export const spoken = (text) => el("span", { class: "hidden" }, text);

export function iconButton(sign, label, onclick, attributes = {}) {
  return el("button", { class: "icon", type: "button", title: label, onclick, ...attributes }, el("span", { "aria-hidden": "true" }, sign), spoken(label));
}

// Only the web's own addresses become links.
export function safeUrl(url) {
  try {
    const parsed = new URL(url, location.href);
    return ["http:", "https:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\ufb1d-\ufdff\ufe70-\ufefc]/;

// A name written from right to left turns nothing round but itself (Unicode, UAX 9: FSI and PDI).
const isolated = (name) => (RIGHT_TO_LEFT.test(name) ? `\u2068${name.replace(/[\u2066-\u2069]/g, "")}\u2069` : name);

export const shownName = (user) => isolated(user?.global_name || user?.username || "unknown");

const HUES = [212, 262, 150, 25, 330, 190];

export function avatar(user) {
  const hue = HUES[Number(BigInt(user.id) % BigInt(HUES.length))];
  const face = el("span", { class: "avatar", "aria-hidden": "true" }, [...(user.global_name || user.username)][0] || "?");
  face.style.setProperty("--hue", hue);
  return face;
}

export function accent(node, color) {
  if (Number.isInteger(color)) node.style.setProperty("--accent", `#${color.toString(16).padStart(6, "0")}`);
  return node;
}

// A file as the playground takes it: its name and its bytes in base64.
export function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, data: reader.result.split(",")[1] || "" });
    reader.onerror = () => reject(new Error(`${file.name} cannot be read`));
    reader.readAsDataURL(file);
  });
}
