// Countdowns go on while the page is open: days are those of the reader's own calendar.
"use strict";

(() => {
  const DAY = 86400000;
  const days = (count) => `${count} day${count === 1 ? "" : "s"}`;

  // Days are compared as UTC noon, so that no change of the clocks makes one longer.
  function dayOf(text) {
    return Math.round(Date.parse(`${text}T12:00:00Z`) / DAY);
  }
  function today() {
    const now = new Date();
    return Math.round(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate(), 12) / DAY);
  }
  function countdown(first, last, here) {
    if (here < first) return `in ${days(first - here)}`;
    if (here > last) return `${days(here - last)} ago`;
    return first === last ? "today" : `day ${here - first + 1} of ${last - first + 1}`;
  }
  function tick() {
    const here = today();
    for (const one of document.querySelectorAll(".countdown[data-first]")) {
      const text = countdown(dayOf(one.dataset.first), dayOf(one.dataset.last), here);
      if (one.textContent !== text) one.textContent = text;
    }
  }
  document.addEventListener("DOMContentLoaded", () => {
    tick();
    setInterval(tick, 30000);
    const address = document.getElementById("address");
    address?.addEventListener("focus", () => address.select());
  });
})();
