// The request for a shell: curl, which signs with openssl when it is run, and the vendor's command line.

import { percentEncode } from "../sign.js";
import { isHidden, KEY_ID_VARIABLE, KEY_SECRET_VARIABLE } from "./call.js";

/** A text as one word of a shell. */
export function quoteShell(text) {
  const characters = [...text.toWellFormed()];
  if (!characters.some(isHidden)) return /^[A-Za-z0-9_./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
  const bytes = (character) => [...new TextEncoder().encode(character)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`);
  const named = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "'": "\\'", "\\": "\\\\" };
  // Whatever follows a byte is kept apart from its digits by the next escape or by being one character as UTF-8.
  const write = (character, index) => {
    const afterByte = index > 0 && isHidden(characters[index - 1]) && /[0-9A-Fa-f]/.test(character);
    return named[character] ?? (isHidden(character) || afterByte ? bytes(character).join("") : character);
  };
  return `$'${characters.map(write).join("")}'`;
}

/** curl: the key stays in the environment, and the signature is that of the moment. */
export function curlSample(call) {
  const secret = call.pairs.some(({ variable }) => variable !== null);
  const pair = ({ name, text, variable }) =>
    variable === null ? `${percentEncode(name)}=${percentEncode(text)}` : `${percentEncode(name)}='"$(encode "$${variable}")"'`;
  const variables = [KEY_ID_VARIABLE, KEY_SECRET_VARIABLE, ...new Set(call.pairs.flatMap(({ variable }) => variable ?? []))];
  const needed = variables.map((name) => `"\${${name}:?}"`).join(" ");
  const encode = `
# Every byte as %XX.
encode() {
  printf '%s' "$1" | od -An -v -tx1 | tr -d ' \\n' | sed 's/../%&/g'
}
`;
  return `#!/usr/bin/env bash
# Needs curl and openssl, and these variables.
set -euo pipefail
: ${needed}
${secret ? encode : ""}
host=${quoteShell(call.host)}
action=${quoteShell(call.action)}
version=${quoteShell(call.version)}
type=application/x-www-form-urlencoded
body='${call.pairs.map(pair).join("&")}'
hash=$(printf '%s' "$body" | openssl dgst -sha256 -r | cut -d ' ' -f 1)
date=$(date -u +%Y-%m-%dT%H:%M:%SZ)
nonce=$(openssl rand -hex 16)
names='content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version'
request="POST
/

content-type:$type
host:$host
x-acs-action:$action
x-acs-content-sha256:$hash
x-acs-date:$date
x-acs-signature-nonce:$nonce
x-acs-version:$version

$names
$hash"
digest=$(printf '%s' "$request" | openssl dgst -sha256 -r | cut -d ' ' -f 1)
signature=$(printf 'ACS3-HMAC-SHA256\\n%s' "$digest" | openssl dgst -sha256 -r -hmac "$${KEY_SECRET_VARIABLE}" | cut -d ' ' -f 1)

printf '%s' "$body" | curl --silent --show-error --data-binary @- ${quoteShell(`${call.protocol}://${call.host}/`)} \\
  --header "content-type: $type" \\
  --header "x-acs-action: $action" \\
  --header "x-acs-content-sha256: $hash" \\
  --header "x-acs-date: $date" \\
  --header "x-acs-signature-nonce: $nonce" \\
  --header "x-acs-version: $version" \\
  --header "authorization: ACS3-HMAC-SHA256 Credential=$${KEY_ID_VARIABLE},SignedHeaders=$names,Signature=$signature"
`;
}

/** The vendor's command line, which keeps its own key: `aliyun configure`. */
export function commandSample(call) {
  const product = call.service.name.toLowerCase();
  const value = ({ text, variable }) => (variable === null ? quoteShell(text) : `"\${${variable}:?}"`);
  const isKnown = ({ top }) => call.data.check.parameters.some(({ name, editions }) => name === top && !editions?.length);
  // It knows the parameters that the vendor's metadata has, and sends others only if it is told to.
  const force = call.pairs.every(isKnown) ? [] : [`--version ${quoteShell(call.version)}`, "--force"];
  const words = [
    `aliyun ${quoteShell(product)} ${quoteShell(call.action)}`,
    `--region ${quoteShell(call.region)}`,
    `--endpoint ${quoteShell(call.host)}`,
    ...(call.protocol === "https" ? [] : ["--secure=false"]),
    ...force,
    ...call.pairs.map((pair) => `${quoteShell(`--${pair.name}`)} ${value(pair)}`),
  ];
  return `${words.join(" \\\n  ")}\n`;
}
