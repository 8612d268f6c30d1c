// Starts the page with what is known about this vendor: sample code, sending, signatures.

import { start } from "../app.js";
import { makeAccess } from "./access.js";
import { codePanel } from "./code.js";
import { sendPanel } from "./send.js";
import { signaturePanel } from "./signature.js";

const access = makeAccess();
start([codePanel(access), sendPanel(access), signaturePanel(access)]);
