/** What is seen of a conversation, and what of it is said aloud, once. */

import { layReply, markChosen } from "./answer.js";
import { failureText } from "./conversation.js";
import { button, iconButton, make, unseen } from "./elements.js";
import { copyText, replyText } from "./saving.js";

const SLOW = 1000; // milliseconds until waiting is announced
const ROOM = 16; // pixels above a question
const LONGEST_REMARK = 500;

/** Draws a conversation and follows it. */
export class Transcript {
  #parts;
  #turns = new Map();
  #list = make("ol");
  #notice = make("div", { class: "notice" });
  #greeting = make("div");

  constructor(parts) {
    const { say, conversation } = parts;
    const ask = (text, entry) => conversation.ask(text, !entry?.isEnded);
    this.#parts = { ...parts, ask };
    this.sheet = make("div", { class: "sheet" }, this.#greeting, this.#list, this.#notice);
    const settings = { class: "transcript", role: "region", tabindex: 0 };
    this.element = make("div", { ...settings, "aria-label": say("transcript") }, this.sheet);
    const on = (name, act) => conversation.addEventListener(name, ({ detail }) => act(detail));
    on("greet", () => this.#greet(true));
    on("reset", (reason) => this.#reset(reason));
    on("change", (entry) => this.#change(entry));
    on("remove", (entry) => this.#remove(entry));
  }

  /** Show a notice, with a way to try again. */
  tell(text, wayOn) {
    const { say, announce } = this.#parts;
    const act = () => {
      this.#notice.replaceChildren();
      this.element.focus();
      wayOn();
    };
    const way = wayOn && button("second", say("retry"), act);
    const settings = { class: wayOn && "problem" };
    this.#notice.replaceChildren(make("div", settings, make("p", {}, text), way));
    announce(text);
  }

  #greet(isNew) {
    const { say, conversation, tell, ask } = this.#parts;
    const { greeting } = conversation;
    this.#notice.querySelector(".problem")?.remove();
    this.#greeting.replaceChildren();
    if (!greeting) return;
    this.#greeting.append(layReply(greeting, say, (text) => ask(text)));
    if (isNew) tell(replyText(greeting, say));
  }

  #reset(reason) {
    const { say, conversation } = this.#parts;
    const hadFocus = this.#holdsFocus(this.sheet);
    this.#turns.clear();
    this.#list.replaceChildren();
    this.#greet(reason === "lost" || reason === "started_again");
    for (const entry of conversation.entries) this.#draw(entry);
    if (reason) this.tell(say(reason));
    if (hadFocus) this.element.focus();
    this.#scroller.scrollTop = conversation.entries.length ? this.#scroller.scrollHeight : 0;
  }

  #draw(entry) {
    markChosen(this.sheet, entry.text, this.#parts.say);
    const turn = new Turn(entry, this.#parts);
    this.#turns.set(entry, turn);
    this.#list.append(turn.element);
    return turn;
  }

  #change(entry) {
    const turn = this.#turns.get(entry) ?? this.#draw(entry);
    const isNew = turn.update();
    if (!isNew || !entry.isOwn) return;
    this.#notice.replaceChildren();
    this.#bringUp(turn.element);
    const { say, tell, announce } = this.#parts;
    const { state, replies, failure } = entry;
    if (state === "answered") tell(replies.map((reply) => replyText(reply, say)).join("\n"));
    if (state === "failed") announce(failureText(failure, say));
    if (state !== "sending") return;
    setTimeout(() => entry.state === "sending" && announce(say("writing")), SLOW);
  }

  #remove(entry) {
    const turn = this.#turns.get(entry)?.element;
    if (turn && this.#holdsFocus(turn)) this.element.focus();
    turn?.remove();
    this.#turns.delete(entry);
  }

  #holdsFocus(element) {
    return element.contains(this.element.getRootNode().activeElement);
  }

  /** Scroll a question to the top, as far as its answer allows. */
  #bringUp(turn) {
    const [here, there] = [this.#scroller, turn].map((each) => each.getBoundingClientRect().top);
    this.#scroller.scrollTop += there - here - ROOM;
  }

  /** The transcript, or all of the panel where there is little height. */
  get #scroller() {
    const isOwn = getComputedStyle(this.element).overflowY !== "visible";
    return isOwn ? this.element : this.element.parentElement;
  }
}

/** One question and what came of it. */
class Turn {
  #entry;
  #parts;
  #drawn;
  #countdown;
  #body = make("div");
  #ratings = [];

  constructor(entry, parts) {
    this.#entry = entry;
    this.#parts = parts;
    const { say } = parts;
    const divider = entry.isFirst && make("p", { class: "divider" }, say("new_conversation"));
    const question = make("h3", {}, unseen(`${say("asked")} `), make("span", {}, entry.text));
    this.element = make("li", { class: "turn", tabindex: -1 }, divider, question, this.#body);
    if (entry.state === "answered") this.update();
  }

  /** Show the entry as it is; tells whether its state is new. */
  update() {
    const { state, helpful } = this.#entry;
    for (const act of this.#ratings) act.ariaPressed = act.value === String(helpful);
    if (this.#drawn === state) return false;
    this.#drawn = this.element.dataset.state = state;
    clearInterval(this.#countdown);
    const hadFocus = this.#body.contains(this.#body.getRootNode().activeElement);
    const draw = { sending: () => this.#sending(), failed: () => this.#failed() };
    this.#body.replaceChildren(...(draw[state] ?? (() => this.#answered()))());
    if (hadFocus) this.element.focus();
    return true;
  }

  #sending() {
    const dots = ["i", "i", "i"].map((name) => make(name));
    return [make("p", { class: "sending" }, dots, this.#parts.say("sending"))];
  }

  #failed() {
    const { say, conversation, edit } = this.#parts;
    const entry = this.#entry;
    const { kind } = entry.failure;
    const [label, act] = {
      refused: ["edit", () => edit(entry)],
      gone: ["send_anew", () => conversation.sendAnew(entry)],
    }[kind] ?? ["retry", () => conversation.retry(entry)];
    const text = make("p", {}, failureText(entry.failure, say));
    const way = button("second", say(label), act);
    if (kind === "slow_down") this.#countDown(text, way);
    return [make("div", { class: "problem", "data-kind": kind }, text, way)];
  }

  /** Count down in sight, not aloud. */
  #countDown(text, way) {
    const { say, conversation, announce } = this.#parts;
    const show = () => {
      const n = conversation.wait;
      way.ariaDisabled = n > 0;
      text.textContent = say(n ? "slow_down" : "slow_down_over", { n });
      if (n) return;
      clearInterval(this.#countdown);
      announce(text.textContent);
    };
    this.#countdown = setInterval(show, 1000);
    show();
  }

  #answered() {
    const { say, ask } = this.#parts;
    const entry = this.#entry;
    const laid = entry.replies.map((reply) => layReply(reply, say, (text) => ask(text, entry)));
    const outcomes = entry.replies.map(({ answer }) => answer?.outcome ?? "");
    const isUrgent = outcomes.some((outcome) => outcome.startsWith("signposted"));
    return isUrgent ? laid : [...laid, ...this.#actions()];
  }

  #actions() {
    const { say } = this.#parts;
    const note = make("div");
    const rating = (name, helpful) => {
      const act = iconButton(`act ${name}`, "helpful", say(name), () => this.#rate(helpful, note));
      act.value = helpful;
      act.ariaPressed = this.#entry.helpful === helpful;
      return act;
    };
    this.#ratings = [rating("helpful", true), rating("not_helpful", false)];
    const copy = iconButton("act", "copy", say("copy"), () => {
      const texts = this.#entry.replies.map((reply) => replyText(reply, say, true));
      copyText(texts.join("\n"), copy, "copy", this.#parts);
    });
    const settings = { class: "acts", role: "group", "aria-label": say("acts") };
    return [make("div", settings, this.#ratings, copy), note];
  }

  async #rate(helpful, note) {
    if (this.#entry.helpful !== helpful && !(await this.#keep(note, helpful))) return;
    this.update();
    this.#askRemark(note, helpful);
  }

  async #keep(note, ...feedback) {
    const { say, conversation, announce } = this.#parts;
    const problem = await conversation.rate(this.#entry, ...feedback).catch((failure) => failure);
    const text = problem ? (problem.sentence ?? say("not_rated")) : say("rated");
    announce(text);
    if (problem) note.append(make("p", { class: "problem" }, text));
    return !problem;
  }

  #askRemark(note, helpful) {
    const { say } = this.#parts;
    const field = make("textarea", { rows: 2, maxlength: LONGEST_REMARK, class: "field" });
    const label = make("label", {}, say("remark"), field);
    const submit = async (event) => {
      event.preventDefault();
      const remark = field.value.trim();
      if (!remark) return field.focus();
      if (!(await this.#keep(note, helpful, remark))) return;
      this.#ratings[helpful ? 0 : 1].focus();
      note.replaceChildren(make("p", { class: "thanks" }, say("rated")));
    };
    const send = make("button", { class: "second" }, say("send_remark"));
    note.replaceChildren(make("form", { class: "remark", onsubmit: submit }, label, send));
    note.scrollIntoView({ block: "nearest" });
  }
}
