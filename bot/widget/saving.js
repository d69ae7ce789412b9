/** What can be done with the conversation: copy, print, save, start again, forget. */

import { layReply } from "./answer.js";
import { failureText } from "./conversation.js";
import { button, icon, iconButton, make } from "./elements.js";

/** A reply as text, in the words it is laid out with; without addresses to be heard. */
export function replyText(reply, say, hasAddresses) {
  const laid = layReply(reply, say);
  const all = (parts) => [...laid.querySelectorAll(parts)];
  for (const part of all(".unseen, .suggestions, .calls, [aria-hidden]:not(b)")) part.remove();
  for (const name of all("dt")) name.append(": ");
  for (const publisher of all(".sources span")) publisher.prepend(", ");
  for (const link of hasAddresses ? all("a") : []) link.append(` (${link.href})`);
  const lines = all("p, li:not(:has(p)), dl div, td b, summary");
  return lines.map((line) => (line.localName === "li" ? "- " : "") + line.textContent).join("\n");
}

function conversationText({ greeting, entries }, say) {
  const written = (replies) => replies.map((reply) => replyText(reply, say, true));
  const told = entries.map(({ text, replies }) => [`${say("asked")} ${text}`, ...written(replies)]);
  const heading = `${say("title")}, ${new Date().toLocaleDateString(say.locale)}`;
  return [heading, ...written(greeting ? [greeting] : []), ...told.flat()].join("\n\n");
}

/** Copy text, and tell aloud and on the button whether that worked. */
export async function copyText(text, button, name, { say, announce }) {
  const isCopied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  announce(say(isCopied ? "copied" : "not_copied"));
  if (isCopied) button.replaceChildren(icon("check"));
  setTimeout(() => button.replaceChildren(icon(name)), 2000);
}

function saveFile(text, name) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** Print the sheet alone, with every source open. */
function printSheet(sheet, styles) {
  const copy = sheet.cloneNode(true);
  for (const details of copy.querySelectorAll("details")) details.open = true;
  const paper = make("radiology-paper");
  const link = styles.cloneNode();
  paper.attachShadow({ mode: "open" }).append(link, copy);
  const alone = new CSSStyleSheet();
  alone.replaceSync("@media print { body > :not(radiology-paper) { display: none !important } }");
  const others = document.adoptedStyleSheets;
  const tidy = () => {
    document.adoptedStyleSheets = others;
    paper.remove();
  };
  link.onload = () => {
    document.adoptedStyleSheets = [...others, alone];
    addEventListener("afterprint", tidy, { once: true });
    print();
  };
  document.body.append(paper);
}

/** The menu's button, its list, and the question before forgetting. */
export class Menu {
  #parts;

  constructor(parts, printed) {
    this.#parts = parts;
    const { say, conversation } = parts;
    this.button = iconButton("tool", "more", say("menu"), () => this.#show(this.list.hidden));
    this.button.ariaExpanded = false;
    const leave = (act) => () => {
      this.dismiss();
      act();
    };
    const item = (name, act) => make("li", {}, button("", say(name), leave(act)));
    const text = () => conversationText(conversation, say);
    this.list = make(
      "ul",
      { class: "menu", hidden: "" },
      item("copy_all", () => copyText(text(), this.button, "more", parts)),
      item("print", () => printSheet(...printed())),
      item("save", () => saveFile(text(), say("file"))),
      item("again", () => this.#try(() => conversation.startAgain())),
      item("forget", () => this.#ask()),
      make("li", {}, make("a", { href: parts.plainPage, target: "_blank" }, say("plain"))),
    );
    this.question = make("div", { class: "confirm", role: "group", hidden: "" });
    this.question.ariaLabel = say("forget");
    addEventListener("pointerdown", (event) => {
      const path = event.composedPath();
      if (!path.includes(this.list) && !path.includes(this.button)) this.#show(false);
    });
  }

  /** Close what is open; tells whether anything was. */
  dismiss() {
    const isOpen = !this.list.hidden || !this.question.hidden;
    if (isOpen) this.button.focus();
    this.question.hidden = true;
    this.#show(false);
    return isOpen;
  }

  #show(isOpen) {
    this.list.hidden = !isOpen;
    this.button.ariaExpanded = isOpen;
  }

  #ask() {
    const { say, conversation } = this.#parts;
    const forget = () => {
      this.dismiss();
      this.#try(() => conversation.forget());
    };
    const keep = button("second", say("forget_no"), () => this.dismiss());
    const sure = make("p", {}, say("forget_ask"));
    this.question.replaceChildren(sure, button("danger", say("forget_yes"), forget), keep);
    this.question.hidden = false;
    keep.focus();
  }

  /** Do what may fail, then offer it again. */
  #try(act) {
    const { say, transcript } = this.#parts;
    act().catch((failure) => transcript.tell(failureText(failure, say), () => this.#try(act)));
  }
}
