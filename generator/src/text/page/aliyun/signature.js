// The signature, step by step, in both schemes.

import { el, prose, put, say } from "../dom.js";
import { sayUnsigned } from "./access.js";
import { draftOf, secretNames } from "./draft.js";
import { canSign, explainSteps, signRequest } from "./sign.js";

// The panel: the steps change with the form.
export function signaturePanel(access) {
  return {
    title: "Signature, step by step",
    make() {
      const note = el("p", { class: "hint" });
      const schemes = [["V3", "V3: ACS3-HMAC-SHA256"], ["V1", "V1: HMAC-SHA1"]].map(([scheme, title]) => ({ scheme, title, list: el("ol", { class: "steps" }) }));
      const element = el("div", {}, note, schemes.map(({ title, list }) => [el("h4", {}, title), list]));
      let turn = 0;
      async function refresh(situation) {
        if (!canSign()) {
          sayUnsigned(note);
          return;
        }
        access.changed = () => refresh(situation);
        turn += 1;
        const mine = turn;
        say(note, "With the key, endpoint and placement of “Send to the emulator”, a new nonce and the time of now. Secrets are masked, and the key is in no step but the last, where it cannot be seen.");
        for (const { scheme, list } of schemes) {
          const steps = await stepsOf(situation, access, scheme);
          // Something else was typed in the meantime.
          if (mine !== turn) return;
          list.replaceChildren(...steps.map(({ title, text }, index) => put(el("li", {}), el("p", {}, prose(title)), el("pre", { tabIndex: 0, role: "region", "aria-label": `${scheme}, step ${index + 1}` }, el("code", {}, text)))));
        }
      }
      return { element, refresh };
    },
  };
}

async function stepsOf(situation, access, scheme) {
  try {
    const signed = await signRequest({ ...draftOf(situation, access), scheme });
    return explainSteps(signed, secretNames(situation.data.check));
  } catch (error) {
    return [{ title: "This cannot be signed", text: error.message }];
  }
}
