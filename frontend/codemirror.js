// What the pages take of CodeMirror: the editor's script (monitor/web/static/pages/rules_editor.js)
// imports exactly these names from the bundle that build.js makes of this file.
export { EditorView, basicSetup } from "codemirror";
export { EditorState, Prec } from "@codemirror/state";
export { keymap } from "@codemirror/view";
export { indentWithTab } from "@codemirror/commands";
export { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
export { autocompletion, startCompletion } from "@codemirror/autocomplete";
export { lintGutter, setDiagnostics } from "@codemirror/lint";
export { yaml } from "@codemirror/lang-yaml";
export { tags } from "@lezer/highlight";
