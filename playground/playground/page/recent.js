// Which commands a person used lately, the newest first; the browser keeps them.
const KEPT = 8;
const place = (person) => `recent commands of ${person}`;

export function recent(person) {
  try {
    const kept = JSON.parse(localStorage.getItem(place(person)));
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

export function noteUse(person, path) {
  const used = [path, ...recent(person).filter((one) => one !== path)].slice(0, KEPT);
  try { localStorage.setItem(place(person), JSON.stringify(used)); } catch { /* private windows keep nothing */ }
}

// Whoever starts over has used nothing yet.
export function forgetUse(person) {
  try { localStorage.removeItem(place(person)); } catch { /* private windows keep nothing */ }
}
