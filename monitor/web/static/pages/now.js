// The timeline: what changes is put in as it comes; single keys walk it.
"use strict";

(() => {
  const list = document.getElementById("timeline");
  const live = document.getElementById("live");
  const pause = document.getElementById("pause");
  const said = document.getElementById("said");
  const RETRY_MS = 30000;
  let version = Number(list.dataset.version);
  let source = null;
  let asking = false;
  let again = false;
  let retry = 0;

  const show = (text, kind) => { live.textContent = text; live.className = `live ${kind}`; };
  const paused = () => pause.getAttribute("aria-pressed") === "true";

  // New on the page: its times are told in the reader's zone.
  const adopt = (card) => document.dispatchEvent(new CustomEvent("monitor:added", { detail: card }));

  function place(card) {
    const old = document.getElementById(card.id);
    const focused = old?.contains(document.activeElement);
    const rose = !old || Number(old.dataset.change) < Number(card.dataset.change);
    if (old && !rose) old.replaceWith(card);
    else {
      old?.remove();
      const later = [...list.children].find((one) => Number(one.dataset.change) < Number(card.dataset.change));
      list.insertBefore(card, later ?? null);
      card.classList.add("arrived");
    }
    adopt(card);
    if (focused) card.querySelector("h2 a").focus({ preventScroll: true });
    return rose;
  }

  // What changed since `version`, as this page's filters let it through.
  async function catchUp() {
    if (asking) { again = true; return; }
    asking = true;
    try {
      const query = list.dataset.query ? `&${list.dataset.query}` : "";
      const changes = (await read(`/now/changes?since=${version}${query}`)).getElementById("changes");
      if (changes.dataset.many) await loadAnew();
      else put(changes);
      count(changes);
    } catch { /* the stream says that it is lost; the next change asks again */ }
    asking = false;
    if (again) { again = false; catchUp(); }
  }

  async function read(path, options) {
    const answer = await fetch(path, { redirect: "error", ...options });
    if (!answer.ok) throw new Error(String(answer.status));
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    return holder.content;
  }

  // Too much changed to be put in one by one; what is being typed elsewhere on the page stays.
  async function loadAnew() {
    const fresh = (await read(`/?${list.dataset.query}`)).getElementById("timeline");
    list.replaceChildren(...fresh.children);
    [...list.children].forEach(adopt);
    document.getElementById("empty")?.remove();
    said.textContent = "Many developments changed.";
  }

  function put(changes) {
    const cards = [...changes.querySelectorAll("li[data-id]")].reverse();
    for (const gone of changes.querySelectorAll("li[data-gone]")) document.getElementById(`d${gone.dataset.gone}`)?.remove();
    const rose = cards.filter(place);
    if (rose.length) {
      document.getElementById("empty")?.remove();
      const title = rose[rose.length - 1].querySelector("h2").textContent;
      said.textContent = rose.length === 1 ? `New: ${title}` : `${rose.length} developments changed, the last: ${title}`;
    }
  }

  function count(changes) {
    version = Number(changes.dataset.version);
    document.getElementById("unread").textContent = changes.dataset.unread;
    document.querySelector('#marks [name="through"]').value = changes.dataset.newest;
    tell(changes.dataset.unread);
  }

  const plain = document.title;
  const tell = (unread) => { document.title = unread === "0" ? plain : `(${unread}) ${plain}`; };

  function close() {
    clearTimeout(retry);
    source?.close();
    source = null;
  }

  function open() {
    close();
    if (paused() || document.hidden) return;
    show("Connecting…", "");
    source = new EventSource(`/now/stream?since=${version}`);
    source.onopen = () => show("Live", "on");
    source.addEventListener("changed", catchUp);
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) { show("Reconnecting…", ""); return; }
      show("Not live", "off");
      retry = setTimeout(() => { catchUp(); open(); }, RETRY_MS);
    };
  }

  if (list.dataset.live) {
    live.hidden = pause.hidden = false;
    tell(document.getElementById("unread").textContent);
    pause.addEventListener("click", () => {
      const now = !paused();
      pause.setAttribute("aria-pressed", String(now));
      pause.textContent = now ? "Resume" : "Pause";
      if (now) { close(); show("Paused", ""); } else open();
    });
    // A page that nobody sees holds no connection: a browser has six for a site.
    document.addEventListener("visibilitychange", open);
    addEventListener("pagehide", close);
    addEventListener("pageshow", (event) => { if (event.persisted) open(); });
    open();
  }

  // Before anything was found the page says how far the monitor is; it goes on saying it.
  const ANEW_MS = 5000;
  async function anew() {
    const empty = document.getElementById("empty");
    if (!empty?.dataset.anew) return;
    try {
      if (!document.hidden) empty.replaceWith(...(await read("/")).querySelectorAll("#empty"));
    } catch { /* it is asked again */ }
    setTimeout(anew, ANEW_MS);
  }
  setTimeout(anew, ANEW_MS);

  // Marking puts another card in place; the focus stays in it, from one moment to the next.
  const marks = document.getElementById("marks");
  marks.addEventListener("submit", async (event) => {
    const button = event.submitter;
    const card = button?.closest("#timeline > li");
    if (!card) return;
    event.preventDefault();
    try {
      const headers = { "HX-Request": "true", "X-CSRF-Token": document.body.dataset.csrf };
      const answer = await read(button.formAction, { method: "POST", headers });
      const fresh = answer.querySelector("li");
      document.getElementById(card.id)?.replaceWith(fresh);
      adopt(fresh);
      fresh.querySelector("h2 a").focus({ preventScroll: true });
      document.getElementById("unread").textContent = answer.getElementById("unread").textContent;
      tell(document.getElementById("unread").textContent);
    } catch {
      // As without a script: the answer says what was wrong.
      marks.action = button.formAction;
      marks.submit();
    }
  });

  // ---------------------------------------------------------- keys
  const keys = document.getElementById("keys");
  const on = document.getElementById("keys-on");
  const SETTING = "monitor.keys";
  on.checked = localStorage.getItem(SETTING) !== "off";
  on.addEventListener("change", () => localStorage.setItem(SETTING, on.checked ? "on" : "off"));
  const opener = document.getElementById("keys-open");
  opener.hidden = false;
  opener.addEventListener("click", () => keys.showModal());

  const here = () => document.activeElement?.closest?.("#timeline > li");
  function walk(step) {
    const cards = [...list.children];
    const at = cards.indexOf(here());
    const next = cards[at < 0 ? (step > 0 ? 0 : cards.length - 1) : Math.min(Math.max(at + step, 0), cards.length - 1)];
    next?.querySelector("h2 a").focus();
  }
  const actions = {
    j: () => walk(1),
    k: () => walk(-1),
    o: () => here()?.querySelector("h2 a").click(),
    m: () => here()?.querySelector(".mark").click(),
    "/": () => document.getElementById("q").focus(),
    "?": () => keys.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (!on.checked || typing || keys.open || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : null;
    if (!action) return;
    event.preventDefault();
    action();
  });
})();
