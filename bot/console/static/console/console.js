// Keyboard shortcuts. Everything they reach is a link, a button or a field, so nothing needs them.

const PLACES = { q: "/queue/", c: "/conversations/", g: "/gaps/", f: "/facts/", d: "/dashboard/" };
const WAIT = 1200; // milliseconds between "g" and the letter of a page

let goingSince = -Infinity;

/** Whether a key belongs to what is being typed or chosen. */
function isTyping(target) {
  return target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select") !== null;
}

/** The element that a key is for: it carries the key in `data-key`. */
function reachedBy(key) {
  return [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
}

/** Choose a verdict by its number. */
function chooseVerdict(number) {
  const radio = document.querySelectorAll(".verdicts input[type=radio]")[number - 1];
  if (!radio) return false;
  radio.checked = true;
  radio.focus({ preventScroll: true });
  return true;
}

/** Use an element as a click would; a field gets the focus, a summary opens. */
function use(element) {
  if (element.matches("input")) {
    element.focus();
    element.select();
  } else if (element.matches("summary")) {
    element.parentElement.open = true;
    element.parentElement.querySelector("select, input")?.focus();
  } else {
    element.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && isTyping(event.target)) {
    event.target.blur();
    return;
  }
  if (isTyping(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // Enter on a link or button is that link or button's own.
  if (key === "Enter" && event.target !== document.body && event.target.id !== "main") return;
  if (performance.now() - goingSince < WAIT && PLACES[key]) {
    event.preventDefault();
    location.assign(PLACES[key]);
    return;
  }
  goingSince = key === "g" ? performance.now() : -Infinity;
  if (key === "?") {
    location.assign("/help/");
  } else if (/^[1-5]$/.test(key)) {
    if (chooseVerdict(Number(key))) event.preventDefault();
  } else {
    const element = reachedBy(key);
    if (element) {
      event.preventDefault();
      use(element);
    }
  }
});
