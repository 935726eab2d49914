// The editor of a rule file: CodeMirror in the place of the text area, which stays what is sent.
// It lives in a shadow root: there its styles are adopted style sheets, which the page's policy
// (no inline styles) allows; outside of one they would be <style> elements.
import {
  EditorState, EditorView, HighlightStyle, Prec, autocompletion, basicSetup, indentUnit,
  indentWithTab, keymap, lintGutter, setDiagnostics, syntaxHighlighting, tags, yaml,
} from "../vendor/codemirror-6.0.2.min.js";

const CHECK_AFTER_MS = 500;

const form = document.getElementById("editing");
const area = document.getElementById("text");
const problems = document.getElementById("problems");
const { path, name } = form.dataset;

const theme = EditorView.theme({
  "&": { height: "34rem", backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--strong)", borderRadius: "8px", fontSize: "14px" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunk)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent) 7%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent)" },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--accent) 15%, transparent)" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "4px 8px", lineHeight: "1.4" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--onaccent)" },
  ".cm-completionDetail": { color: "inherit", opacity: "1", fontStyle: "normal", marginLeft: "1em" },
  ".cm-completionInfo": { maxWidth: "22rem", padding: "6px 10px" },
  ".cm-completionMatchedText": { fontWeight: "700" },
  // The library's own marks are data: images, which the page's policy does not allow.
  ".cm-lint-marker": { content: "normal", borderRadius: "50%", width: ".7em", height: ".7em", marginTop: ".4em", backgroundColor: "var(--bad)" },
  ".cm-lintRange": { backgroundImage: "none", paddingBottom: "0" },
  ".cm-lintRange-error": { textDecoration: "underline wavy var(--bad)", textUnderlineOffset: ".25em" },
  ".cm-lintPoint:after": { borderBottomColor: "var(--bad)" },
  ".cm-diagnostic": { padding: "6px 10px", whiteSpace: "pre-line" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--sunk)", color: "var(--soft)", borderColor: "var(--line)" },
  ".cm-button, .cm-textfield": { backgroundImage: "none", backgroundColor: "var(--card)", color: "inherit", borderColor: "var(--strong)" },
  ".cm-searchMatch": { backgroundColor: "var(--mark)" },
});
const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--accent)" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: tags.quote, color: "var(--ink)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.meta, tags.typeName, tags.labelName], color: "var(--high)" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--soft)" },
]);

async function ask(what, field, text, signal) {
  const body = new FormData(); // in a form of the other kind letters of most languages take six bytes
  body.set(field, text);
  const answer = await fetch(`${path}/${what}`, {
    method: "POST",
    headers: { "X-CSRF-Token": document.body.dataset.csrf },
    body,
    signal,
  });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  return answer.json();
}

// ---- completion: the server knows the schema and the ids in force

async function complete(context) {
  const before = context.state.sliceDoc(0, context.pos);
  const word = context.matchBefore(/[\w.-]*/);
  if (!context.explicit && word.from === word.to && !/(?:[-:[{,]) ?$/.test(before)) return null;
  const found = await ask("complete", "before", before).catch(() => null);
  if (!found || context.aborted || !found.choices.length) return null;
  return {
    from: context.pos - found.begun,
    options: found.choices.map((one, at) => ({
      label: one.label,
      apply: one.insert,
      type: { key: "property", value: "enum", id: "variable" }[one.kind],
      detail: one.kind === "id" ? one.detail : "",
      info: one.kind === "key" && one.detail ? one.detail : undefined,
      boost: -at / 10,
    })),
    validFor: /^[\w.-]*$/,
  };
}

// ---- problems: found by the server's own checker, shown at their lines and beside the text

function told(one) {
  return [one.field, one.message].filter(Boolean).join(": ") + (one.hint ? `\n${one.hint}` : "");
}

function mark(view, found) {
  const doc = view.state.doc;
  const here = found.filter((one) => one.file === name && one.line);
  const diagnostics = here.map((one) => {
    const line = doc.line(Math.min(one.line, doc.lines));
    const indent = line.text.length - line.text.trimStart().length;
    return { from: Math.min(line.from + indent, line.to), to: line.to, severity: "error", message: told(one) };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics.sort((a, b) => a.from - b.from)));
}

function jump(view, number) {
  const line = view.state.doc.line(Math.max(1, Math.min(number, view.state.doc.lines)));
  view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
  view.focus();
}

function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function list(view, found) {
  if (!found.length) {
    problems.replaceChildren(element("p", "None: the text is sound.", "quiet"));
    return;
  }
  const items = found.map((one) => {
    const item = document.createElement("li");
    const place = [one.file === name ? "" : one.file, one.line ? `line ${one.line}` : ""].filter(Boolean).join(", ");
    const head = document.createElement("b");
    if (one.file === name && one.line) {
      const button = element("button", place, "plain");
      button.type = "button";
      button.addEventListener("click", () => jump(view, one.line));
      head.append(button);
    } else head.append(place);
    if (one.field) head.append(" ", element("code", one.field));
    item.append(head, ` ${one.message}`);
    if (one.hint) item.append(element("span", one.hint, "hint"));
    return item;
  });
  const made = document.createElement("ul");
  made.className = "problems";
  made.append(...items);
  problems.replaceChildren(element("p", `${found.length} problem${found.length > 1 ? "s" : ""}`, "unseen"), made);
}

let waiting;
let asked;
function checkSoon(view, after = CHECK_AFTER_MS) {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    asked?.abort();
    asked = new AbortController();
    const text = view.state.doc.toString();
    try {
      const found = (await ask("check", "text", text, asked.signal)).problems;
      if (view.state.doc.toString() !== text) return;
      mark(view, found);
      list(view, found);
    } catch (error) {
      if (error.name !== "AbortError") problems.replaceChildren(element("p", `Not checked: ${error.message}.`, "quiet"));
    }
  }, after);
}

// ---- the editor

// Typing over a selection: left to the browser, its editing puts style attributes on what it makes,
// which the page's policy refuses aloud.
function typeOver(event, view) {
  const { selection } = view.state;
  const plain = event.inputType === "insertText" && event.data && !/^["'([{]$/.test(event.data);
  if (!plain || view.composing || selection.ranges.every((range) => range.empty)) return false;
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  event.preventDefault();
  return true;
}

// Escape lets the next Tab leave the editor, also where Escape first closes a list of choices.
const leaving = Prec.highest(keymap.of([
  { key: "Escape", run: (view) => { view.setTabFocusMode(2000); return false; } },
]));

const host = document.createElement("div");
const root = host.attachShadow({ mode: "open" });
document.getElementById("editor").append(host);

const saved = area.defaultValue;
let sending = false;

const view = new EditorView({
  parent: root,
  root,
  state: EditorState.create({
    doc: area.value,
    extensions: [
      leaving,
      keymap.of([{ key: "Mod-s", preventDefault: true, run: () => { form.requestSubmit(document.getElementById("save")); return true; } }, indentWithTab]),
      basicSetup,
      yaml(),
      indentUnit.of("  "),
      lintGutter(),
      autocompletion({ override: [complete], icons: false }),
      syntaxHighlighting(colours),
      theme,
      EditorView.domEventHandlers({ beforeinput: typeOver }),
      EditorView.contentAttributes.of({ "aria-label": `Text of ${name}`, tabindex: "0", spellcheck: "false" }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        area.value = update.state.doc.toString();
        checkSoon(update.view);
      }),
    ],
  }),
});

area.hidden = true;
document.querySelector('label[for="text"]').hidden = true;
for (const hint of document.querySelectorAll(".scripted")) hint.hidden = false;

form.addEventListener("submit", () => { sending = true; });
window.addEventListener("beforeunload", (event) => {
  if (!sending && area.value !== saved) event.preventDefault();
});

const line = Number(new URLSearchParams(location.search).get("line") ?? problems.querySelector("[data-line]")?.dataset.line);
if (line) jump(view, line);
// What was refused stays told until the text is edited.
const refused = problems.querySelector("[data-line]");
if (refused) {
  const given = [...problems.querySelectorAll("[data-line]")];
  mark(view, given.map((item) => ({ file: name, line: Number(item.dataset.line), message: item.textContent.replace(/\s+/g, " ").trim() })));
} else checkSoon(view, 0);
