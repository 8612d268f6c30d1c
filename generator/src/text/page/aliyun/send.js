// Sends the request to an emulator, and shows the reply.

import { button, el, put, say } from "../dom.js";
import { isReachable, sayUnsigned } from "./access.js";
import { draftOf } from "./draft.js";
import { canSign, signRequest } from "./sign.js";

// A reply that takes longer is not waited for.
const PATIENCE = 20000;

export function sendPanel(access) {
  return {
    title: "Send to the emulator",
    make() {
      let situation;
      const note = el("p", { class: "hint" });
      const state = el("p", { role: "status", class: "state" });
      const reply = el("div", { class: "reply" });
      let busy = false;
      const send = button("Send", async () => {
        if (busy || !canSign()) return;
        busy = true;
        say(state, "Sending …");
        reply.replaceChildren();
        try {
          showReply(reply, state, await sendNow(situation, access));
        } catch (error) {
          say(state, `No reply: ${error.message}`);
          put(reply, el("p", { class: "hint" }, "Is the emulator running, and is this where it listens? Only this machine can be reached from here."));
        }
        busy = false;
      }, { class: "main" });
      const element = el("div", {}, access.element, note, el("div", { class: "row" }, send), state, reply);
      const refresh = (now) => {
        situation = now;
        // Only what is different is taken in by the panel that is open.
        if (!element.contains(access.element)) element.prepend(access.element);
        if (!canSign()) sayUnsigned(note);
        else say(note, now.verdict.verdict === "invalid" ? "The rules refuse this request; the emulator will say so too." : "");
        note.hidden = note.textContent === "";
      };
      return { element, refresh };
    },
  };
}

async function sendNow(situation, access) {
  const draft = draftOf(situation, access);
  if (!isReachable(draft.endpoint)) throw new Error(`this page may not send to ${draft.endpoint || "nowhere"}`);
  const { method, url, headers, body } = await signRequest(draft);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error("it took too long")), PATIENCE);
  try {
    const answer = await fetch(url, { method, headers, body, signal: abort.signal, credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" });
    return { status: answer.status, id: answer.headers.get("x-acs-request-id"), warnings: answer.headers.get("x-contingent-warnings"), text: await answer.text() };
  } finally {
    clearTimeout(timer);
  }
}

function showReply(reply, state, { status, id, warnings, text }) {
  say(state, status < 300 ? `Accepted: status ${status}` : `Refused: status ${status}`);
  put(reply,
    id ? el("p", { class: "hint" }, "Request id ", el("code", {}, id)) : undefined,
    warnings ? el("p", { class: "hint" }, "Warnings: ", el("code", {}, warnings)) : undefined,
    el("pre", { tabIndex: 0, role: "region", "aria-label": "Reply" }, el("code", {}, prettyReply(text))));
}

function prettyReply(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
