// Where a request is sent and who signs it: the inputs that sending and signing share. They are never part of a link.

import { el, freshId, say } from "../dom.js";
import { newNonce } from "./sign.js";

// The key that an emulator has unless it is told another.
const EMULATOR_KEY = { id: "testid", secret: "testsecret" };

// Makes the inputs. Whoever wants to be told when one of them changes sets `changed`.
export function makeAccess() {
  const served = location.protocol.startsWith("http");
  const inputs = {};
  const tell = () => access.changed();
  const labelled = (name, label, input, hint) => {
    input.id = freshId();
    inputs[name] = input;
    const note = hint ? el("p", { class: "hint", id: freshId() }, hint) : undefined;
    if (note) input.setAttribute("aria-describedby", note.id);
    return el("div", {}, el("label", { htmlFor: input.id }, label), input, note);
  };
  const text = (value, more = {}) => el("input", { type: "text", value, autocomplete: "off", spellcheck: false, ...more });
  const element = el("div", { class: "form", on: { input: tell, change: tell } },
    labelled("endpoint", "Endpoint", text(served ? location.origin : "http://127.0.0.1:8085"), served
      ? "This page came from an emulator: it is sent there."
      : ["Start the emulator of the service with the command ", el("code", {}, "emulator --port 8085"), " of its program, or write where yours listens."]),
    labelled("accessKeyId", "Access key id", text(EMULATOR_KEY.id)),
    labelled("secret", "Access key secret", text(EMULATOR_KEY.secret, { type: "password", autocomplete: "new-password" })),
    labelled("securityToken", "Security token, if there is one", text("", { type: "password", autocomplete: "new-password" })),
    labelled("scheme", "Signature", el("select", {}, el("option", { value: "V3" }, "V3: ACS3-HMAC-SHA256"), el("option", { value: "V1" }, "V1: HMAC-SHA1"))),
    labelled("placement", "Parameters travel", el("select", {}, el("option", { value: "form" }, "in a form in the body"), el("option", { value: "query" }, "in the query"))));
  const access = {
    element,
    changed() {},
    // What a draft of a signed request needs beside the operation; time and nonce are those of now.
    draft() {
      const given = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value]));
      return { ...given, endpoint: given.endpoint.trim().replace(/\/+$/, ""), time: new Date(), nonce: newNonce() };
    },
  };
  return access;
}

// Whether this page may send something there: the policy of the page allows this machine only.
export function isReachable(endpoint) {
  try {
    const { protocol, hostname, origin } = new URL(endpoint);
    return origin === location.origin || (protocol === "http:" && ["127.0.0.1", "localhost"].includes(hostname));
  } catch {
    return false;
  }
}

// Tells in an element that there is no cryptography.
export function sayUnsigned(element) {
  say(element, "Signatures need a page that was opened from a disk, from this machine or over HTTPS: elsewhere browsers have no cryptography.");
}
