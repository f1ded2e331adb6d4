// Talking to the playground.

const BASE = "/playground/api";

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || `The playground answered ${response.status}.`);
  return body;
}

export async function get(name, query) {
  return read(await fetch(`${BASE}/${name}?${new URLSearchParams(query)}`));
}

export async function post(name, body) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" } };
  return read(await fetch(`${BASE}/${name}`, { ...options, body: JSON.stringify(body) }));
}

export async function moveClock(body) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" } };
  return read(await fetch("/playground/clock", { ...options, body: JSON.stringify(body) }));
}

// Listen for one person; reconnects by itself. Returns a function that stops.
export function listen(person, hear, changed) {
  let socket = null;
  let stopped = false;
  const open = () => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(`${scheme}//${location.host}${BASE}/events?person=${person}`);
    socket.onopen = () => changed(true);
    socket.onmessage = (message) => hear(JSON.parse(message.data));
    socket.onclose = () => {
      changed(false);
      if (!stopped) setTimeout(open, 1000);
    };
  };
  open();
  return () => {
    stopped = true;
    socket.close();
  };
}
