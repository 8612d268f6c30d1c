// The request as code: a command line or a program in one of several languages.

import { copyButton, el, freshId, say } from "../dom.js";

export function codePanel() {
  return {
    title: "Sample code",
    make() {
      const element = el("div", {});
      return { element, refresh() {} };
    },
  };
}
