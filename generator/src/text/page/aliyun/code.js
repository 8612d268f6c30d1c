// The request as code: a command line or a program in one of several languages.

import { copyButton, el, freshId, say } from "../dom.js";
import { isReachable } from "./access.js";
import { SAMPLES } from "./samples/all.js";
import { sampleCall } from "./samples/call.js";

export function codePanel(access) {
  return {
    title: "Sample code",
    make() {
      let situation;
      const draw = () => situation && say(shown, textOf());
      const language = el("select", { id: freshId(), on: { change: draw } }, SAMPLES.map(({ id, title }) => el("option", { value: id }, title)));
      const target = el("select", { id: freshId(), on: { change: draw } }, el("option", { value: "" }, "the service"), el("option", { value: "emulator" }, "the emulator"));
      const note = el("p", { class: "hint" });
      const shown = el("code", {});
      const block = el("pre", { class: "sample", tabIndex: 0, role: "region", "aria-label": "Sample" }, shown);
      function textOf() {
        const { endpoint } = access.draft();
        const sample = SAMPLES.find(({ id }) => id === language.value) ?? SAMPLES[0];
        return sample.render(sampleCall(situation, target.value === "emulator" && isReachable(endpoint) ? endpoint : ""));
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
