// What a person sees until their first command: the welcome of the playground's host, or its own.
import { byId, el } from "/page/dom.js";
import { flatten } from "/page/composer.js";

const OWN = {
  title: "A Discord on your own computer",
  text: "Everything here is local: you can be each of four people, type commands, press buttons and move the clock, and nobody else sees it.",
};
const OWN_STARTERS = 3;

// begin(starter): be its person, and type its command or send it.
export function drawWelcome(state, begin) {
  const welcome = state.welcome || own(state.commands);
  const rows = welcome.starters.map((starter) => el(
    "li",
    {},
    el("button", { class: `button ${starter.person ? "secondary" : "primary"}`, type: "button", onclick: () => begin(starter) }, labelOf(starter, state)),
    starter.what ? el("span", {}, starter.what) : null,
  ));
  byId("welcome").replaceChildren(
    el("h2", {}, welcome.title),
    el("p", {}, welcome.text),
    el("ul", { class: state.welcome ? "starters" : "" }, ...rows),
  );
}

// Whoever is that person already is only told the command.
function labelOf(starter, state) {
  return starter.person && starter.person === state.me.global_name ? `/${starter.command}` : starter.label;
}

function own(commands) {
  const starters = flatten(commands).slice(0, OWN_STARTERS).map((one) => ({ label: `/${one.path}`, command: one.path, what: one.description }));
  return { ...OWN, starters };
}
