// What every page does once it is there: times in the reader's zone, and proof with every write.
"use strict";

(() => {
  const day = { weekday: "short", day: "2-digit", month: "short", year: "numeric" };
  const clock = { hour: "2-digit", minute: "2-digit" };
  const styles = {
    moment: new Intl.DateTimeFormat(undefined, { ...day, ...clock }),
    day: new Intl.DateTimeFormat(undefined, day),
    short: new Intl.DateTimeFormat(undefined, { day: "2-digit", month: "short", ...clock }),
    clock: new Intl.DateTimeFormat(undefined, clock),
  };
  // Of another year a moment without one would be taken for a moment of this year.
  const old = new Intl.DateTimeFormat(undefined, { day: "2-digit", month: "short", year: "numeric", ...clock });
  const thisYear = new Date().getFullYear();

  // <time datetime="…" data-style="short">: the text is UTC until it is told in the reader's zone.
  // A day without a clock time has no zone: those have no data-style and stay as they are.
  function localise(root) {
    for (const time of root.querySelectorAll("time[data-style]")) {
      const moment = new Date(time.dateTime);
      const far = time.dataset.style === "short" && moment.getFullYear() !== thisYear;
      const style = far ? old : styles[time.dataset.style];
      if (!style || Number.isNaN(moment.getTime())) continue;
      time.title = `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
      time.textContent = style.format(moment);
      delete time.dataset.style;
    }
  }

  document.addEventListener("DOMContentLoaded", () => localise(document));
  // What a page's own script put in.
  document.addEventListener("monitor:added", (event) => localise(event.detail));
  document.addEventListener("htmx:load", (event) => localise(event.detail.elt.parentNode ?? document));
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRF-Token"] = document.body.dataset.csrf;
  });
  // A refusal says what to do: it is shown where the answer would have been.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status === 400 || status === 409 || status === 422) event.detail.shouldSwap = true;
  });
})();
