// Keys that work everywhere, and the theme.
import { byId, el, iconButton } from "/page/dom.js";

const KEYS = [
  ["/", "Open the command palette"],
  ["Ctrl + K", "Choose a channel"],
  ["↑", "From the empty message box to the newest message; Tab goes through its buttons"],
  ["↑ ↓", "Walk through suggestions, messages, choices and menus"],
  ["Enter", "Take a suggestion, send, press"],
  ["Shift + F10", "Open the menu of a message"],
  ["Esc", "Close what is open, cancel a command, back to the message box"],
  ["?", "Show these keys"],
];

// host: {focus(), places, conversation}
export function bindShortcuts(host) {
  byId("keys").addEventListener("click", showKeys);
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || document.querySelector("dialog[open]");
    if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      host.places.slide("places", true);
      byId("channels").querySelector("[aria-current], button")?.focus();
    } else if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) {
      host.places.close();
      host.focus();
    } else if (isTyping) {
      return;
    } else if (event.key === "/") {
      host.focus();
    } else if (event.key === "?") {
      event.preventDefault();
      showKeys();
    }
  });
  byId("channels").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...byId("channels").querySelectorAll("button")];
    rows[(rows.indexOf(document.activeElement) + step + rows.length) % rows.length]?.focus();
  });
}

function showKeys() {
  const dialog = byId("help");
  const rows = KEYS.map(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)]);
  dialog.replaceChildren(
    el("div", { class: "row apart" }, el("h2", { id: "help-title" }, "Keyboard"), iconButton("✕", "Close", () => dialog.close())),
    el("dl", { class: "keys" }, ...rows.flat()),
  );
  dialog.showModal();
}

export function bindTheme() {
  const set = (name) => {
    document.documentElement.dataset.theme = name;
    try { localStorage.setItem("theme", name); } catch { /* private windows keep nothing */ }
  };
  let kept = null;
  try { kept = localStorage.getItem("theme"); } catch { /* private windows keep nothing */ }
  set(kept || (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"));
  byId("theme").addEventListener("click", () => set(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
}
