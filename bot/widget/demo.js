/** The questions on the demo page open the assistant and ask themselves. */

const assistant = document.querySelector("radiology-careers");
for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", ({ detail }) => detail < 2 && assistant.ask(button.dataset.ask));
}
