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

export const byId = (id) => document.getElementById(id);

// Only the web's own addresses become links.
export function safeUrl(url) {
  try {
    const parsed = new URL(url, location.href);
    return ["http:", "https:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

const HUES = [212, 262, 150, 25, 330, 190];

export function avatar(user) {
  const name = user.global_name || user.username;
  const hue = HUES[Number(BigInt(user.id) % BigInt(HUES.length))];
  const face = el("span", { class: "avatar", "aria-hidden": "true" }, name.slice(0, 1));
  face.style.setProperty("--hue", hue);
  return face;
}
