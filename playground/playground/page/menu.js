// A context menu: right click, the ⋯ button, or the menu key on a message or a person.
import { el } from "/page/dom.js";

let open = null;

export function closeMenu() {
  open?.();
  open = null;
}

// entries: [label, action]; anchor takes the focus back.
export function openMenu(anchor, entries, label, event = null) {
  closeMenu();
  const close = () => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
  };
  const done = () => {
    closeMenu();
    (anchor.isConnected ? anchor : document.body).focus?.();
  };
  const outside = (pressed) => {
    if (!menu.contains(pressed.target)) closeMenu();
  };
  const rows = entries.map(([text, action]) => el("button", { class: "entry", type: "button", role: "menuitem", onclick: () => { done(); action(); } }, text));
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label }, ...rows);
  menu.addEventListener("keydown", (pressed) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[pressed.key];
    if (step) {
      pressed.preventDefault();
      rows[(rows.indexOf(document.activeElement) + step + rows.length) % rows.length].focus();
    } else if (pressed.key === "Escape" || pressed.key === "Tab") {
      pressed.preventDefault();
      pressed.stopPropagation();
      done();
    }
  });
  document.body.append(menu);
  const box = anchor.getBoundingClientRect();
  const left = event?.clientX || box.right - menu.offsetWidth;
  const top = event?.clientY || box.bottom;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(top, innerHeight - menu.offsetHeight - 8))}px`;
  document.addEventListener("pointerdown", outside, true);
  open = close;
  rows[0]?.focus();
}
