/** Makes elements, icons and the widget's own words. */

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  chat: "M4 5h16v12h-8l-5 4v-4H4ZM8 11h8",
  close: "m6 6 12 12M18 6 6 18",
  down: "m6 9 6 6 6-6",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M12 19V5m-6 6 6-6 6 6",
  go: "M5 12h13m-5-5 5 5-5 5",
  check: "m5 12 5 5 9-10",
  copy: "M9 9h10v11H9ZM15 9V4H5v11h4",
  helpful: "M4 11h3v9H4Zm3 0 4-7q3 0 2 3l-1 3h8l-2 10H7",
};

/** An element; text becomes text nodes, never markup. */
export function make(name, settings = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(settings)) {
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else if (value != null && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.flat(3).filter(Boolean));
  return made;
}

/** A button. */
export function button(kind, label, onclick, ...children) {
  return make("button", { type: "button", class: kind, onclick }, label, ...children);
}

/** A button with an icon and an unseen name. */
export function iconButton(kind, name, label, onclick) {
  const made = button(kind, icon(name), onclick);
  made.title = made.ariaLabel = label;
  return made;
}

/** An icon, hidden from screen readers. */
export function icon(name) {
  const [drawn, path] = ["svg", "path"].map((part) => document.createElementNS(SVG, part));
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  drawn.append(path);
  return drawn;
}

/** Text for screen readers alone. */
export function unseen(text) {
  return make("span", { class: "unseen" }, text);
}

/** The function that says the widget's words, in English where a language has no file. */
export async function loadWords(language) {
  const texts = (await read(language?.toLowerCase().split("-")[0])) ?? (await read("en"));
  const plurals = new Intl.PluralRules(texts.locale);
  const say = (name, values = {}) => {
    const text = texts[name][plurals.select(values.n)] ?? texts[name].other ?? texts[name];
    return text.replace(/{(\w+)}/g, (_, place) => values[place]);
  };
  return Object.assign(say, { locale: texts.locale });
}

async function read(language) {
  if (!/^[a-z]{2,3}$/.test(language)) return null;
  const reply = await fetch(new URL(`strings/${language}.json`, import.meta.url));
  return reply.ok ? reply.json() : null;
}

/** `2025`, `2025-04` or `2025-04-01` as people write it. */
export function spokenDate(moment, say) {
  const [, month, day] = moment.split("-");
  const form = { year: "numeric", month: month && "long", day: day && "numeric" };
  const date = new Date(moment);
  return isNaN(date) ? moment : date.toLocaleDateString(say.locale, { ...form, timeZone: "UTC" });
}
