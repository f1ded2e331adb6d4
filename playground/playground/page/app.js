// The page: one person's client on the playground.
import { get, listen, post } from "/page/api.js";
import { Composer } from "/page/composer.js";
import { byId, el, shownName } from "/page/dom.js";
import { closeForm, openForm } from "/page/form.js";
import { closeMenu } from "/page/menu.js";
import { Conversation } from "/page/conversation.js";
import { Places } from "/page/places.js";
import { Side } from "/page/side.js";
import { refreshTimes } from "/page/times.js";
import { bindShortcuts, bindTheme } from "/page/shortcuts.js";
import { forgetUse, noteUse, recent } from "/page/recent.js";
import { Waiting } from "/page/waiting.js";
import { drawWelcome } from "/page/welcome.js";

let state = null;
let channel = null;
let stop = () => {};
const suggestions = new Map();
// The answer may overtake the reply to our own request.
const early = new Map();

const side = new Side({ failed: notify, me: () => state.me, be: load, channel: () => channel, show: showTo, closeForm, touring: greet, said: (words) => waiting.keep(words) });
const composer = new Composer(byId("composer"), {
  commands: () => (isDm() ? state?.dm_commands : state?.commands) || [],
  withheld: () => (isDm() ? [] : state?.withheld || []),
  recent: () => (state ? recent(state.me.id) : []),
  channels,
  people,
  roles,
  typed: () => waiting.hush(),
  newest: () => conversation.focusNewest(),
  send,
  run,
  suggest,
});
const waiting = new Waiting(() => shownName(state?.bot));
const places = new Places({ open: openChannel, person: load });
const conversation = new Conversation({
  now: () => side.now(),
  user: (id) => shownName(people().find((user) => user.id === id)),
  role: (id) => roles().find((role) => role.id === id)?.name || "unknown",
  channel: (id) => channels().find((one) => one.id === id)?.name || "unknown",
  goTo: (id) => openChannel(id),
  leave: () => composer.input.focus(),
  type: (text) => composer.type(text),
  press: (message, part) => act("component", { message: message.id, id: part.custom_id }, { words: part.label, message }),
  choose: (message, part, values) => act("component", { message: message.id, id: part.custom_id, values }, { words: "your choice", message }),
  dismiss: (message) => act("dismiss", { message: message.id }),
  menus: () => state.commands.filter((command) => command.type !== 1),
  use: (command, target) => act("menu", { name: command.name, ...target }, { words: command.name }),
  remove: (message) => act("delete", { message: message.id }),
  me: () => state.me.id,
  people,
  roles,
  channels,
});

function people() {
  return state ? [...state.people, state.bot] : [];
}

function roles() {
  return state?.guilds.flatMap((guild) => guild.roles) || [];
}

function channels() {
  return state?.guilds.flatMap((guild) => [...guild.channels, ...guild.threads]) || [];
}

function isDm() {
  return state && channel === state.dm.id;
}

function notify(error) {
  const box = byId("notice");
  const text = error instanceof Error ? error.message : String(error);
  box.replaceChildren(el("span", {}, text), el("button", { class: "link", type: "button", onclick: () => box.replaceChildren() }, "Close"));
}

async function act(name, body, started = null) {
  byId("notice").replaceChildren();
  if (started) waiting.hush();
  // The answer may come before the reply to our own request.
  if (started?.message) conversation.use(started.message.id);
  try {
    const told = await post(name, { person: state.me.id, channel, ...body });
    if (told.id && started) {
      waiting.start(told.id, started);
      if (started.message) conversation.clearFailure(started.message.id);
    }
    return told;
  } catch (error) {
    notify(error);
    return null;
  }
}

async function suggest(path, options, focused) {
  const started = await act("autocomplete", { path, options, focused });
  if (!started) return [];
  return new Promise((resolve) => {
    const timer = setTimeout(() => { suggestions.delete(started.id); resolve([]); }, 3000);
    suggestions.set(started.id, (choices) => { clearTimeout(timer); resolve(choices); });
    if (early.has(started.id)) settleSuggestion(started.id, early.get(started.id));
  });
}

function settleSuggestion(id, choices) {
  early.delete(id);
  suggestions.get(id)?.(choices);
  suggestions.delete(id);
}

function interaction(told) {
  if (told.type === 4) {
    if (told.state !== "answered") return;
    if (suggestions.has(told.id)) return settleSuggestion(told.id, told.choices);
    early.set(told.id, told.choices);
    if (early.size > 20) early.delete(early.keys().next().value);
    return;
  }
  const started = waiting.of(told.id);
  if (told.state === "failed" && told.channel_id === channel) failed(started);
  if (told.state === "answered" && told.modal) openForm(told.modal, conversation.host, (values) => submit(told, values), side.isTouring);
  if (told.state === "waiting") return;
  waiting.end(told.id);
  side.lookSoon();
}

function failed(started) {
  const words = `${started?.words || "This"}: the application did not respond.`;
  if (!started?.message || !conversation.fail(started.message.id, "This interaction failed")) notify(words);
}

async function submit(told, values) {
  const sent = await act("modal", { modal: told.modal, values, source: told.source_id }, { words: "the form" });
  return sent ? null : byId("notice").firstChild?.textContent || "Something went wrong. Try again.";
}

const ONE_MESSAGE = new Set(["MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE"]);
// What is heard of a channel while its messages are on their way, which do not hold it.
let missed = null;

async function hear({ t, d }) {
  if (t === "WIRE") side.add(d);
  else if (t === "INTERACTION") interaction(d);
  else if (t === "FAULT") await side.hit(d);
  else if (t === "CLOCK") {
    side.told(d);
    refreshTimes(side.now());
    side.lookSoon();
  } else if (t.startsWith("MESSAGE_")) {
    if (d.channel_id !== channel) return t === "MESSAGE_CREATE" ? places.unread(d.channel_id) : null;
    if (!ONE_MESSAGE.has(t)) return reload();
    missed?.push({ t, d });
    show({ t, d });
    greet();
  } else if (t === "RESET") await load(state.me.id);
  else if (/^(COMMANDS|CHANNEL_|GUILD_|THREAD_|BOT_|APPLICATION_)/.test(t)) refreshSoon();
}

async function openChannel(id) {
  closeMenu();
  waiting.hush();
  channel = id;
  history.replaceState(null, "", `#${state.me.id}/${id}`);
  const found = channels().find((one) => one.id === id);
  byId("place").textContent = found ? `# ${found.name}` : `@ ${shownName(state.bot)}`;
  byId("topic").textContent = found?.topic || "";
  await reload(false);
  if (channel !== id) return;
  places.draw(state, channel);
  places.close();
  composer.reset();
  const faults = await get("faults", { person: state.me.id, channel });
  if (channel === id) side.drawFaults(faults);
}

async function reload(isOpen = true) {
  const heard = (missed = []);
  const told = await get("messages", { person: state.me.id, channel });
  // Another was asked for meanwhile, and is drawn when it comes.
  if (heard !== missed) return;
  missed = null;
  if (isOpen) conversation.redraw(told.messages);
  else conversation.draw(told.messages);
  heard.forEach(show);
  greet();
}

function show({ t, d }) {
  if (t === "MESSAGE_DELETE") conversation.remove(d.id);
  else conversation.put(d);
}

function greet() {
  byId("welcome").hidden = !state.is_new || side.isTouring;
}

async function run(path, options, files) {
  const sent = await act("slash", { path, options, files }, { words: `/${path}` });
  if (!sent) return null;
  noteUse(state.me.id, path);
  state.is_new = false;
  greet();
  return sent;
}

// Plain words reach an app only in direct messages or where it is named; most answer commands only.
async function send(content) {
  const where = channel;
  const sent = await act("message", { content });
  const isForBot = isDm() || content.includes(`<@${state.bot.id}>`) || content.toLowerCase().includes(`@${shownName(state.bot).toLowerCase()}`) || state.is_new;
  // Asked when the time is up: a place's commands may come after what was said in it.
  const isUnanswered = () => channel === where && composer.commands().length > 0 && conversation.isUnanswered;
  if (sent && isForBot) waiting.expectWords(isUnanswered);
  return sent;
}

async function begin({ command, options, person }) {
  const wanted = state.people.find((user) => user.global_name === person);
  const isOther = wanted && wanted.id !== state.me.id;
  if (isOther) await load(wanted.id);
  composer.type(`/${command}`, options);
  if (!isOther && composer.isComplete) await composer.submit();
}

// A tour goes on somewhere else: be that person, there, and look at what came.
async function showTo(person, where, message) {
  if (!person) return;
  channel = where;
  if (person !== state.me.id) await load(person);
  else await openChannel(where);
  conversation.show(message);
}

let pending = null;

// One look at the state after a burst of changes, not one for each.
function refreshSoon() {
  clearTimeout(pending);
  pending = setTimeout(refresh, 50);
}

async function refresh() {
  state = await get("state", { person: state?.me.id || "" });
  byId("status").textContent = state.online ? "" : "The bot is not connected yet…";
  places.draw(state, channel);
  drawWelcome(state, begin);
  greet();
  side.lookSoon();
}

async function load(id) {
  delete document.body.dataset.me;
  waiting.clear();
  state = await get("state", { person: id }).catch(() => get("state", { person: "" }));
  byId("status").textContent = state.online ? "" : "The bot is not connected yet…";
  side.told(state.clock);
  side.wire.replaceChildren();
  for (const frame of state.wire) side.add(frame);
  side.lookSoon();
  if (state.is_new) forgetUse(state.me.id);
  drawWelcome(state, begin);
  const all = [...channels().map((one) => one.id), state.dm.id];
  const wanted = [channel, location.hash.split("/")[1]].find((one) => all.includes(one));
  stop();
  stop = listen(state.me.id, hear, (up) => { if (up) refresh(); else byId("status").textContent = "The playground is away; trying again…"; });
  await openChannel(wanted || all[0]);
  document.body.dataset.me = state.me.global_name;
}

setInterval(() => refreshTimes(side.now()), 30000);
bindTheme();
bindShortcuts({ focus: () => composer.input.focus(), places, conversation });
side.loadTours();
side.drawRecorder().catch(notify);
load(location.hash.slice(1).split("/")[0]).catch(notify);
