// Whoever opens a development has read it; why an item is in it is had when it is opened.
"use strict";

(() => {
  async function weigh(details) {
    const answer = await fetch(details.dataset.weighed, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return; // the link that stands there leads to the same, or says what is wrong
    const place = details.querySelector(".weighed");
    place.innerHTML = await answer.text();
    document.dispatchEvent(new CustomEvent("monitor:added", { detail: place }));
  }
  for (const details of document.querySelectorAll("details[data-weighed]")) {
    details.addEventListener("toggle", () => weigh(details).catch(() => {}), { once: true });
  }

  const reading = document.getElementById("reading");
  if (!reading) return;
  const said = new FormData(reading);
  fetch(reading.dataset.read, {
    method: "POST",
    body: new URLSearchParams(said),
    headers: { "HX-Request": "true" },
  }).then((answer) => {
    if (!answer.ok) return;
    reading.action = reading.action.replace(/read$/, "unread");
    reading.querySelector("button").textContent = "Mark unread";
  }).catch(() => {});
})();
