/** The element <radiology-careers>: a button that opens a panel, or a page of its own. */

import { Conversation, failureText } from "./conversation.js";
import { button, icon, iconButton, loadWords, make } from "./elements.js";
import { Menu } from "./saving.js";
import { Transcript } from "./transcript.js";

const HERE = new URL("./", import.meta.url).href;
const NEAR = 200; // characters before the limit
const HEARD = 20_000; // milliseconds that what was said stays
const FULL = "(max-width: 30rem), (max-height: 26rem)"; // as in widget.css

/** Attributes: `mode="page"`, `theme="light"` or `"dark"`, `lang`. */
class RadiologyCareers extends HTMLElement {
  #ready;
  #opener;
  #panel;
  #launcher;
  #composer;
  #conversation;
  #parts;
  #menu;

  connectedCallback() {
    this.#ready ??= this.#build();
  }

  /** Open the panel. */
  async open() {
    await this.#ready;
    if (!this.#panel.hidden) return;
    this.#opener = document.activeElement;
    this.#show(true);
    const isTouch = matchMedia("(pointer: coarse)").matches;
    const first = isTouch ? this.shadowRoot.getElementById("title") : this.#composer.field;
    first.focus({ preventScroll: true });
    this.#start();
  }

  /** Close the panel and give the focus back. */
  close() {
    this.#show(false);
    const isOutside = this.#opener !== this && this.#opener !== document.body;
    (isOutside && this.#opener?.isConnected ? this.#opener : this.#launcher).focus();
  }

  /** Open the panel and ask a question. */
  async ask(text) {
    await this.open();
    await this.#conversation.start().catch(() => {});
    if (!this.#conversation.ask(text)) this.#composer.write(text);
  }

  get #isPage() {
    return this.getAttribute("mode") === "page";
  }

  #show(isOpen) {
    this.#panel.hidden = !isOpen;
    this.#launcher.ariaExpanded = isOpen;
  }

  #start() {
    const { say, transcript } = this.#parts;
    this.#conversation.start().catch((failure) => {
      transcript.tell(failureText(failure, say), () => this.#start());
    });
  }

  async #build() {
    const say = await loadWords(this.getAttribute("lang"));
    const href = `${HERE}widget.css`;
    const styles = make("link", { rel: "stylesheet", href, crossorigin: "anonymous" });
    const loaded = new Promise((done) => (styles.onload = styles.onerror = done));
    const log = make("div", { class: "unseen", role: "log" });
    const status = make("div", { class: "unseen", role: "status" });
    this.#conversation = new Conversation(HERE);
    this.#gather(say, log, status, styles);
    this.#launcher = this.#makeLauncher(say);
    this.#panel = this.#makePanel(say);
    const shell = make("div", { lang: say.locale }, log, status, this.#launcher, this.#panel);
    this.attachShadow({ mode: "open" }).append(styles);
    await loaded;
    this.shadowRoot.append(shell);
    this.#listen();
    if (this.#isPage) this.#start();
  }

  #gather(say, log, status, styles) {
    const conversation = this.#conversation;
    const edit = (entry) => {
      conversation.withdraw(entry);
      this.#composer.write(entry.text);
    };
    const [tell, announce] = [log, status].map((region) => (text) => sayOnce(region, text));
    const parts = { say, conversation, tell, announce, edit, plainPage: `${HERE}plain` };
    const transcript = new Transcript(parts);
    this.#parts = { ...parts, transcript };
    this.#composer = new Composer(this.#parts);
    this.#menu = new Menu(this.#parts, () => [transcript.sheet, styles]);
  }

  #makeLauncher(say) {
    const toggle = () => (this.#panel.hidden ? this.open() : this.close());
    const made = button("launcher", icon("chat"), toggle, make("span", {}, say("launch")));
    made.ariaExpanded = false;
    made.hidden = this.#isPage;
    return made;
  }

  #makePanel(say) {
    const title = make(this.#isPage ? "h1" : "h2", { id: "title", tabindex: -1 }, say("title"));
    const header = make(
      "div",
      { class: "header" },
      make("span", { class: "sign" }, icon("chat")),
      make("div", {}, title, make("p", {}, say("subtitle"))),
      this.#menu.button,
      !this.#isPage && iconButton("tool", "close", say("close"), () => this.close()),
    );
    const role = this.#isPage ? "region" : "dialog";
    const settings = { class: "panel", role, "aria-labelledby": "title", hidden: !this.#isPage };
    const { list, question } = this.#menu;
    const talk = [this.#parts.transcript.element, this.#composer.element];
    return make("section", settings, header, list, question, talk);
  }

  #listen() {
    this.shadowRoot.addEventListener("keydown", (event) => {
      if (event.key === "Tab") this.#keepInside(event);
      if (event.key !== "Escape" || event.isComposing || this.#panel.hidden) return;
      event.stopPropagation();
      if (!this.#menu.dismiss() && !this.#isPage) this.close();
    });
    visualViewport.addEventListener("resize", () => {
      this.#panel.style.setProperty("--height", `${visualViewport.height}px`);
    });
  }

  /** Tab must not wander to what a panel over the whole page hides. */
  #keepInside(event) {
    if (this.#isPage || !matchMedia(FULL).matches) return;
    const all = this.#panel.querySelectorAll("a, button, textarea, summary, [tabindex='0']");
    const seen = [...all].filter((each) => each.checkVisibility());
    const [from, to] = event.shiftKey ? [seen[0], seen.at(-1)] : [seen.at(-1), seen[0]];
    if (this.shadowRoot.activeElement !== from) return;
    event.preventDefault();
    to.focus();
  }
}

/** Where a question is written. */
class Composer {
  #parts;
  #count = make("span", { id: "count" });
  #offline = make("p", { class: "offline" });

  constructor(parts) {
    this.#parts = parts;
    const { say, conversation } = parts;
    this.field = make("textarea", {
      id: "question",
      rows: 1,
      class: "field",
      placeholder: say("question_hint"),
      "aria-describedby": "privacy count",
      enterkeyhint: "send",
      oninput: () => this.refresh(),
      onkeydown: (event) => this.#press(event),
    });
    this.send = iconButton("send", "send", say("send"), () => this.#submit());
    const label = make("label", { for: "question", class: "unseen" }, say("question_label"));
    const privacy = make("span", { id: "privacy" }, say("privacy"));
    const writing = make("div", { class: "writing" }, label, this.field, this.send);
    const foot = make("p", { class: "foot" }, privacy, this.#count);
    this.element = make("div", { class: "composer" }, this.#offline, writing, foot);
    for (const name of ["change", "reset"]) {
      conversation.addEventListener(name, () => this.refresh());
    }
    for (const name of ["online", "offline"]) addEventListener(name, () => this.#showLine());
    this.refresh();
    this.#showLine();
  }

  /** Put a text into the field. */
  write(text) {
    this.field.value = text;
    this.refresh();
    this.field.focus();
  }

  /** Show what can be done, and what room is left. */
  refresh() {
    const { say, conversation, announce } = this.#parts;
    const { length, left } = this.#size;
    const kind = left < 0 ? "over" : left > NEAR ? "" : "left";
    this.send.ariaDisabled = !length || left < 0 || conversation.isBusy;
    this.field.ariaInvalid = left < 0;
    this.#count.textContent = kind && say(kind, { n: Math.abs(left) });
    if (kind !== this.#count.className) announce(this.#count.textContent);
    this.#count.className = kind;
  }

  get #size() {
    const { length } = [...this.field.value.trim()];
    return { length, left: this.#parts.conversation.longest - length };
  }

  #press(event) {
    const isComposing = event.isComposing || event.keyCode === 229; // so Safari tells it
    if (event.key !== "Enter" || event.shiftKey || isComposing) return;
    event.preventDefault();
    if (!event.repeat) this.#submit();
  }

  #submit() {
    const { say, conversation, announce } = this.#parts;
    const { length, left } = this.#size;
    if (!length || left < 0) return this.field.focus();
    const n = conversation.wait;
    if (n) return announce(say("slow_down", { n }));
    if (!conversation.ask(this.field.value.trim())) return;
    this.field.value = "";
    this.refresh();
  }

  #showLine() {
    const text = navigator.onLine ? "" : this.#parts.say("you_are_offline");
    this.#offline.textContent = text;
    if (text) this.#parts.announce(text);
  }
}

/** Put a text into a live region whole. */
function sayOnce(region, text) {
  const said = make("p", {}, text);
  region.replaceChildren(said);
  setTimeout(() => said.remove(), HEARD);
}

if (!customElements.get("radiology-careers")) {
  customElements.define("radiology-careers", RadiologyCareers);
}
