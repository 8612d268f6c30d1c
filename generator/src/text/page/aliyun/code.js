// The request as code: a command line or a program in one of several languages.

import { copyButton, el, freshId, say } from "../dom.js";
import { isReachable } from "./access.js";
import { sampleCall } from "./samples/call.js";
import { goSample } from "./samples/go.js";
import { javaSample } from "./samples/java.js";
import { oldPythonSample, pythonSample } from "./samples/python.js";
import { commandSample, curlSample } from "./samples/shell.js";
import { typescriptSample } from "./samples/typescript.js";

const SAMPLES = [
  { title: "curl", write: curlSample },
  { title: "Python", write: pythonSample },
  { title: "Python, older client", write: oldPythonSample },
  { title: "TypeScript", write: typescriptSample },
  { title: "Java", write: javaSample },
  { title: "Go", write: goSample },
  { title: "Command line", write: commandSample },
];

export function codePanel(access) {
  return {
    title: "Sample code",
    make() {
      let situation;
      const draw = () => situation && say(shown, textOf());
      const language = el("select", { id: freshId(), on: { change: draw } }, SAMPLES.map(({ title }) => el("option", { value: title }, title)));
      const target = el("select", { id: freshId(), on: { change: draw } }, el("option", { value: "" }, "the service"), el("option", { value: "emulator" }, "the emulator"));
      const note = el("p", { class: "hint" });
      const shown = el("code", {});
      const block = el("pre", { class: "sample", tabIndex: 0, role: "region", "aria-label": "Sample" }, shown);
      function textOf() {
        const { endpoint } = access.draft();
        const sample = SAMPLES.find(({ title }) => title === language.value) ?? SAMPLES[0];
        return sample.write(sampleCall(situation, target.value === "emulator" && isReachable(endpoint) ? endpoint : ""));
      }
      const element = el("div", {},
        el("div", { class: "form" },
          el("div", {}, el("label", { htmlFor: language.id }, "Language"), language),
          el("div", {}, el("label", { htmlFor: target.id }, "Calls"), target)),
        note, el("div", { class: "row" }, copyButton("Copy", textOf)), block);
      return {
        element,
        refresh(now) {
          situation = now;
          draw();
          say(note, now.verdict.verdict === "invalid" ? "The rules refuse this request; the code sends it all the same." : "");
          note.hidden = note.textContent === "";
        },
      };
    },
  };
}
