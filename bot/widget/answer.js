/** Lays an answer out. */

import { button, icon, make, spokenDate, unseen } from "./elements.js";

const ALARMS = {
  signposted_emergency: "alarm emergency",
  signposted_distress: "alarm distress",
  declined_medical: "alarm",
};
const ADDRESS = /https:\/\/[^\s<>"]+/g;
const NUMBER = /\b(?:999|112|111|116 \d{3}|0\d{2,4}(?: ?\d{3,4}){2}|\d{5})\b/g;
const FIGURE = /^([^:]{1,40}): (\D{0,2}\d.{0,24})$/;

/** A reply as an element; `ask` takes a suggestion. */
export function layReply({ text, suggestions = [], answer }, say, ask) {
  if (!answer) return make("div", { class: "answer" }, sentences(text.split("\n"), say));
  const alarm = ALARMS[answer.outcome];
  const settings = { class: `answer ${alarm ?? ""}`, "data-outcome": answer.outcome };
  const offered = alarm ? [] : suggestions;
  return make("div", settings, parts(answer, say, alarm), offered[0] && choices(offered, say, ask));
}

function parts(answer, say, alarm) {
  const { opening = [], facts = [], steps = [], closing = [], compared, columns = [] } = answer;
  const beside = new Set(compared && columns.flat());
  const cited = citedBy(answer);
  const [before, yesOrNo] = facts[0] ? splitLeadIn(opening) : [opening, ""];
  const tell = (fact, place) => tellFact(fact, place, say, cited, alarm, yesOrNo);
  return [
    sentences(before, say, "opening"),
    facts.filter(({ id }) => !beside.has(id)).map(tell),
    beside.size > 0 && sideBySide(answer, say, (fact) => tell(fact, 1)),
    steps[0] && timeline(steps, say, closing[0]),
    sentences(steps[0] ? closing.slice(1) : closing, say, "closing"),
    cited[0] && sourceList(cited, say),
  ];
}

/** A last "Yes." or "No." leads into the first fact. */
function splitLeadIn(opening) {
  const last = opening.at(-1) ?? "";
  return /^\S+\.$/.test(last) ? [opening.slice(0, -1), `${last} `] : [opening, ""];
}

/** Paragraphs; what begins with a dash becomes a list. */
function sentences(texts, say, kind) {
  const made = [];
  for (const text of texts) {
    if (!text.startsWith("- ")) made.push(make("p", { class: kind }, linked(text, say)));
    else if (made.at(-1)?.localName === "ul") made.at(-1).append(item(text.slice(2), say));
    else made.push(make("ul", { class: "items" }, item(text.slice(2), say)));
  }
  return made;
}

function item(text, say) {
  return make("li", {}, linked(text, say));
}

function tellFact(fact, place, say, cited, alarm, leadIn) {
  const { says, items = [], as_of, is_overdue, source } = fact;
  const number = cited.findIndex(({ ids }) => ids.includes(source)) + 1;
  const date = as_of && say("as_of", { date: spokenDate(as_of, say) });
  const numbers = alarm ? [...new Set(says.match(NUMBER))] : [];
  return [
    make(
      "p",
      { class: place ? "fact" : "fact lead" },
      place ? "" : leadIn,
      linked(says, say),
      as_of && [" ", make("time", { datetime: as_of }, `(${date})`)],
      is_overdue && [" ", make("strong", { class: "overdue" }, say("overdue"))],
      cited[1] && number > 0 && reference(number, say),
    ),
    numbers[0] && make("p", { class: "calls" }, numbers.map((each) => call(each, say))),
    items[0] && itemList(items, say),
  ];
}

function reference(n, say) {
  const shown = make("span", { "aria-hidden": "true" }, n);
  return make("span", { class: "reference" }, unseen(` (${say("source", { n })})`), shown);
}

/** A number to call; those of five digits take texts. */
function call(number, say) {
  const isShort = /^\d{5}$/.test(number);
  const href = `${isShort ? "sms" : "tel"}:${number.replaceAll(" ", "")}`;
  return make("a", { class: "call", href }, say(isShort ? "text" : "call", { number }));
}

/** A list; in two columns where all are names with figures. */
function itemList(items, say) {
  const pairs = items.map((text) => FIGURE.exec(text));
  if (pairs.includes(null)) return sentences(items.map((each) => `- ${each}`), say);
  return make("dl", { class: "figures" }, pairs.map(([, name, figure]) => term(name, figure)));
}

function term(name, text) {
  return text && make("div", {}, make("dt", {}, name), make("dd", {}, text));
}

function linked(text, say) {
  const nodes = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutEnd(found);
    const label = address.replace(/^https:\/\/(www\.)?/, "").replace(/\/$/, "");
    nodes.push(text.slice(end, index), outerLink(address, label, say));
    end = index + address.length;
  }
  return [...nodes, text.slice(end)];
}

function withoutEnd(address) {
  const isOpen = address.split("(").length < address.split(")").length;
  const shorter = address.replace(isOpen ? /[).,;:!?]$/ : /[.,;:!?]$/, "");
  return shorter === address ? address : withoutEnd(shorter);
}

/** A link, or the label alone where the address is not https. */
function outerLink(address, label, say) {
  if (!URL.canParse(address) || new URL(address).protocol !== "https:") return make("b", {}, label);
  const settings = { href: address, target: "_blank", rel: "noopener noreferrer" };
  return make("a", settings, label, unseen(` ${say("new_tab")}`));
}

/** Sources, each page once, with all its ids. */
function citedBy({ sources = [] }) {
  const pages = new Map();
  for (const source of sources) {
    const page = pages.get(source.address + source.title) ?? { ...source, ids: [] };
    page.ids.push(source.id);
    pages.set(source.address + source.title, page);
  }
  return [...pages.values()];
}

function sourceList(cited, say) {
  const entries = cited.map(({ title, publisher, address, nation }) => {
    const from = [publisher, nation].filter(Boolean).join(" · ");
    return make("li", {}, outerLink(address, title, say), make("span", {}, from));
  });
  const summary = make("summary", {}, say("sources", { n: cited.length }), icon("down"));
  return make("details", { class: "sources" }, summary, make("ol", {}, entries));
}

/** A table; the narrow layout would undo its roles. */
function sideBySide({ compared, columns, facts }, say, tell) {
  const names = compared.map((name) => name[0].toLocaleUpperCase(say.locale) + name.slice(1));
  const heads = names.map((name) => make("th", { scope: "col", role: "columnheader" }, name));
  const cells = names.map((name, place) => {
    const told = facts.filter(({ id }) => columns[place].includes(id));
    return make("td", { role: "cell" }, make("b", { "aria-hidden": "true" }, name), told.map(tell));
  });
  const row = (content) => make("tr", { role: "row" }, content);
  const head = make("thead", { role: "rowgroup" }, row(heads));
  return make("table", { role: "table" }, head, make("tbody", { role: "rowgroup" }, row(cells)));
}

/** Steps, their years on one scale, and their sum. */
function timeline(steps, say, total) {
  const all = steps.reduce((sum, { years }) => sum + (years ?? 0), 0);
  let begun = 0;
  const rows = steps.map((step) => {
    const bar = step.years && scale(begun, step.years, all);
    begun += step.years ?? 0;
    return stepRow(step, say, bar);
  });
  const list = make("ol", { class: "timeline", "aria-label": say("pathway") }, rows);
  return make("div", { class: "pathway" }, list, total && make("p", { class: "total" }, total));
}

function stepRow({ name, years, enter, leave_with, is_alternative }, say, bar) {
  const length = years && make("span", {}, say("years", { n: years }));
  return make(
    "li",
    { class: is_alternative && "alternative" },
    make("p", { class: "step" }, make("strong", {}, name), " ", length),
    is_alternative && make("p", { class: "kind" }, say("alternative")),
    bar,
    make("dl", {}, term(say("enter"), enter), term(say("leave_with"), leave_with)),
  );
}

function scale(begun, years, all) {
  const cells = Array.from({ length: all }, (_, year) =>
    make("i", { class: year >= begun && year < begun + years && "filled" }),
  );
  return make("div", { class: "scale", "aria-hidden": "true" }, cells);
}

function choices(texts, say, ask) {
  const settings = { class: "suggestions", "aria-label": say("next") };
  const choose = (text) => (event) => event.detail < 2 && ask(text);
  const row = (text) => make("li", {}, button("suggestion", text, choose(text), icon("go")));
  return make("ul", settings, texts.map(row));
}

/** Mark the chosen suggestion. */
export function markChosen(sheet, text, say) {
  const offered = [...sheet.querySelectorAll(".suggestion:not(.chosen)")];
  const chosen = offered.findLast(({ textContent }) => textContent === text);
  if (!chosen) return;
  chosen.classList.add("chosen");
  chosen.lastChild.replaceWith(icon("check"), unseen(` ${say("chosen")}`));
}
