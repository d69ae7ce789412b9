/** One conversation, each message answered once, the same after a reload and in every tab. */

const PATIENCE = 30_000; // milliseconds
const WAIT = 10; // seconds, where the server names none

/** Its entries are `sending`, `failed` or `answered`; events tell how it and they change. */
export class Conversation extends EventTarget {
  #address;
  #key;
  #tabs;
  #held;
  #started = null;
  #isGone = false;
  entries = [];
  greeting = null;
  longest = 1000;
  pausedUntil = 0;

  constructor(address) {
    super();
    this.#address = address;
    this.#key = `radiology-careers:${address}`;
    this.#held = stored("localStorage", this.#key);
    this.#tabs = new BroadcastChannel(this.#key);
    this.#tabs.onmessage = ({ data }) => this.#hear(data);
    addEventListener("storage", () => this.#follow());
    addEventListener("online", () => {
      const waiting = this.entries.find(({ failure }) => failure?.kind === "offline");
      if (waiting) this.retry(waiting);
    });
  }

  /** A message is on its way. */
  get isBusy() {
    return this.entries.some(({ isOwn, state }) => isOwn && state === "sending");
  }

  /** Seconds until messages are taken again. */
  get wait() {
    return Math.max(0, Math.ceil((this.pausedUntil - Date.now()) / 1000));
  }

  /** Resume or open the conversation, once. */
  start() {
    return this.#starting(() => this.#resumeOrOpen());
  }

  /** Send a text or a suggestion; tells whether it was taken. */
  ask(text, isSuggestion) {
    if (this.isBusy || this.wait) return false;
    const entry = { id: newId(), text, isSuggestion };
    if (this.#isGone) this.sendAnew(entry);
    else this.#add(entry);
    return true;
  }

  /** Send a failed message again under the same id. */
  retry(entry) {
    if (!this.isBusy && !this.wait && entry.failure) this.#send(entry);
  }

  /** Take a failed message back. */
  withdraw(entry) {
    this.#unsent = null;
    this.#remove(entry);
  }

  /** Send a message in a new conversation, where this one is gone. */
  sendAnew(entry) {
    if (this.isBusy) return;
    this.#remove(entry);
    const isFirst = this.#isGone;
    if (isFirst) {
      for (const each of this.entries) each.isEnded = true;
      this.#started = null;
      this.#starting(() => this.#open()).catch(() => {});
    }
    this.#add({ id: newId(), text: entry.text, isFirst });
  }

  /** Send feedback. */
  async rate(entry, helpful, remark) {
    await this.#request("POST", "feedback", { turn: entry.id, helpful, remark });
    entry.helpful = helpful;
    this.#share({ id: entry.id, helpful });
  }

  /** Begin a new conversation. */
  async startAgain() {
    await this.#open();
    this.#clear("started_again");
    this.#started = Promise.resolve();
  }

  /** Delete the conversation. */
  async forget() {
    await this.#request("DELETE", "conversation").catch((failure) => {
      if (failure.kind !== "gone") throw failure;
    });
    this.#token = this.greeting = null;
    this.#clear("forgotten");
  }

  get #token() {
    return stored("localStorage", this.#key) ?? this.#held;
  }

  set #token(token) {
    this.#held = token;
    stored("localStorage", this.#key, token);
  }

  get #unsent() {
    const kept = JSON.parse(stored("sessionStorage", this.#key));
    return kept?.token === this.#token ? kept : null;
  }

  set #unsent(message) {
    const kept = message && JSON.stringify({ ...message, token: this.#token });
    stored("sessionStorage", this.#key, kept);
  }

  #request(method, path, content) {
    return request(method, this.#address + path, this.#token, content);
  }

  #starting(task) {
    this.#started ??= task().catch((failure) => {
      this.#started = null;
      throw failure;
    });
    return this.#started;
  }

  async #resumeOrOpen() {
    if (!this.#token) return this.#open("greet");
    try {
      await this.#resume();
    } catch (failure) {
      if (failure.kind !== "gone") throw failure;
      for (const entry of this.entries) entry.isEnded = true;
      await this.#open("reset", "lost");
    }
  }

  async #open(...event) {
    const { token, greeting, longest } = await this.#request("POST", "conversations", {});
    this.#token = token;
    this.#isGone = false;
    Object.assign(this, { greeting, longest });
    if (event[0]) this.#say(...event);
  }

  async #resume() {
    const { greeting, turns, longest } = await this.#request("GET", "conversation");
    const unsent = this.#unsent;
    const isNew = ({ id }) => !turns.some((turn) => turn.id === id);
    const own = this.entries.filter((entry) => entry.isOwn && entry.state !== "answered");
    const past = turns.map((turn) => ({ ...turn, state: "answered" }));
    Object.assign(this, { greeting, longest, entries: [...past, ...own.filter(isNew)] });
    this.#say("reset");
    if (!unsent || own[0] || !isNew(unsent)) return;
    this.#started = Promise.resolve();
    this.#add(unsent);
  }

  #add({ id, text, isSuggestion, isFirst }) {
    const entry = { id, text, isSuggestion, isFirst, isOwn: true, replies: [] };
    this.entries.push(entry);
    this.#send(entry);
  }

  async #send(entry) {
    const { id, text, isSuggestion } = entry;
    this.#change(entry, { state: "sending", failure: null });
    try {
      await this.start();
      this.#unsent = entry;
      this.#share({ id, text });
      const said = { id, [isSuggestion ? "suggestion" : "text"]: text };
      const { turn } = await this.#request("POST", "messages", said);
      if (!this.entries.includes(entry)) return;
      this.#unsent = null;
      this.#share({ id, turn });
      this.#change(entry, { ...turn, state: "answered" });
    } catch (failure) {
      if (!failure.kind) throw failure;
      if (this.entries.includes(entry)) this.#fail(entry, failure);
    }
  }

  #fail(entry, failure) {
    if (failure.kind === "slow_down") this.pausedUntil = Date.now() + failure.wait * 1000;
    if (failure.kind === "gone") this.#isGone = true;
    if (failure.kind === "refused") this.#unsent = null;
    this.#share({ id: entry.id });
    this.#change(entry, { state: "failed", failure });
  }

  #share(news) {
    this.#tabs.postMessage({ ...news, token: this.#token });
  }

  /** Another tab asked, was answered, gave feedback, or failed. */
  #hear({ token, id, text, turn, helpful }) {
    if (!this.#started || token !== this.#token) return;
    let entry = this.entries.find((each) => each.id === id);
    if (!entry && (text || turn)) this.entries.push((entry = { id, text, replies: [] }));
    if (turn) this.#change(entry, { ...turn, state: "answered", failure: null });
    else if (helpful !== undefined && entry) this.#change(entry, { helpful });
    else if (entry?.isOwn || entry?.state === "answered") return;
    else if (text) this.#change(entry, { state: "sending" });
    else if (entry) this.#remove(entry);
  }

  /** Another tab forgot the conversation or began a new one. */
  #follow() {
    const token = stored("localStorage", this.#key);
    if (token === this.#held) return;
    this.#held = token;
    if (!this.#started) return;
    this.greeting = null;
    this.#clear("ended_elsewhere");
    if (token) this.start().catch(() => {});
  }

  #clear(reason) {
    this.#unsent = this.#started = null;
    this.#isGone = false;
    this.entries = [];
    this.#say("reset", reason);
  }

  #change(entry, changes) {
    this.#say("change", Object.assign(entry, changes));
  }

  #remove(entry) {
    this.entries = this.entries.filter((each) => each !== entry);
    this.#say("remove", entry);
  }

  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** What a visitor is told: the server's sentence where it says more than ours. */
export function failureText({ kind, sentence, wait: n }, say) {
  const isOurs = ["slow_down", "gone", "offline", "unreachable"].includes(kind);
  return (!isOurs && sentence) || say(isOurs ? kind : "failed", { n });
}

async function request(method, address, token, content) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  const body = content && JSON.stringify(content);
  const signal = AbortSignal.timeout(PATIENCE);
  let reply;
  let data;
  try {
    reply = await fetch(address, { method, headers, body, signal, credentials: "omit" });
    data = reply.status === 204 ? null : await reply.json();
  } catch {
    if (!reply || reply.ok) throw failure(navigator.onLine ? "unreachable" : "offline");
  }
  if (reply.ok) return data;
  const other = reply.status < 500 ? "refused" : "failed";
  const kind = { 401: "gone", 429: "slow_down" }[reply.status] ?? other;
  throw failure(kind, data?.error?.message, reply.headers.get("Retry-After"));
}

function failure(kind, sentence, wait) {
  return Object.assign(new Error(kind), { kind, sentence, wait: Math.ceil(wait) || WAIT });
}

function stored(kind, key, value) {
  try {
    if (value === undefined) return globalThis[kind].getItem(key);
    if (value) globalThis[kind].setItem(key, value);
    else globalThis[kind].removeItem(key);
  } catch {
    return null;
  }
}

/** 128 random bits, in hexadecimal digits. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
