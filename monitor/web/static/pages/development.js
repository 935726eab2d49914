// Whoever opens a development has read it.
"use strict";

(() => {
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
