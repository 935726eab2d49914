// A form that takes long says so, and is sent once.
"use strict";

document.addEventListener("submit", (event) => {
  const waits = event.target.dataset.waits;
  if (!waits) return;
  const told = event.target.querySelector(".waiting");
  if (told) told.textContent = waits;
  for (const button of event.target.querySelectorAll("button")) button.disabled = true;
});
// A page that comes back from the browser's memory may be sent once more.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-waits]")) {
    for (const button of form.querySelectorAll("button")) button.disabled = false;
    const told = form.querySelector(".waiting");
    if (told) told.textContent = "";
  }
});
