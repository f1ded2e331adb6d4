// Moments in the viewer's zone, in the styles of Discord's timestamps.
import { el } from "/page/dom.js";

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
const LATEST = 8640000000000;

export const written = (date, style) => new Intl.DateTimeFormat("en-GB", STYLES[style]).format(date);

// A day as a divider says it; its year only where it is not the clock's.
export function dayOf(date, now) {
  const [weekday, day, month] = [["weekday", "long"], ["day", "numeric"], ["month", "long"]].map(([part, style]) => new Intl.DateTimeFormat("en-GB", { [part]: style }).format(date));
  const year = date.getFullYear() === new Date(now).getFullYear() ? "" : ` ${date.getFullYear()}`;
  return `${weekday}, ${day} ${month}${year}`;
}

// Bring the relative times and the days of the page up to date with its clock; nothing is drawn anew.
export function refreshTimes(now) {
  for (const node of document.querySelectorAll("time[data-relative]")) {
    const text = relative(Number(node.dataset.relative) - now / 1000);
    if (node.textContent !== text) node.textContent = text;
  }
  for (const node of document.querySelectorAll(".day")) {
    const text = dayOf(new Date(Number(node.dataset.day)), now);
    if (node.textContent === text) continue;
    node.firstElementChild.textContent = text;
    node.setAttribute("aria-label", text);
  }
}

export function relative(seconds) {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) || UNITS[5];
  return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(Math.round(seconds / size), unit);
}

export function moment(unix, style, now) {
  if (Math.abs(unix) > LATEST) return el("span", {}, "Invalid date");
  const date = new Date(unix * 1000);
  const isRelative = style === "R";
  const shown = isRelative ? relative(unix - now / 1000) : written(date, style);
  return el("time", { datetime: date.toISOString(), title: written(date, "F"), "data-relative": isRelative ? unix : null }, shown);
}
