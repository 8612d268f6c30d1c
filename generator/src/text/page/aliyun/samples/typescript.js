// The request in TypeScript, with the generic client on which the vendor's typed ones stand.

import { codeOf, KEY_ID_VARIABLE, KEY_SECRET_VARIABLE, quoteWith } from "./call.js";

/** A text as JavaScript writes it. */
export function quoteScript(text) {
  return quoteWith(text, (character) => `\\u{${codeOf(character)}}`);
}

/** `@alicloud/openapi-client`. */
export function typescriptSample(call) {
  const value = ({ text, variable }) => (variable === null ? quoteScript(text) : `process.env.${variable}!`);
  const given = call.pairs.map((pair) => `      ${quoteScript(pair.name)}: ${value(pair)},\n`).join("");
  return `import OpenApi, * as $OpenApi from "@alicloud/openapi-client";
import { RuntimeOptions } from "@alicloud/tea-util";

async function main(): Promise<void> {
  const client = new OpenApi(new $OpenApi.Config({
    accessKeyId: process.env.${KEY_ID_VARIABLE},
    accessKeySecret: process.env.${KEY_SECRET_VARIABLE},
    regionId: ${quoteScript(call.region)},
    endpoint: ${quoteScript(call.host)},
    protocol: ${quoteScript(call.protocol.toUpperCase())},
  }));
  const params = new $OpenApi.Params({
    action: ${quoteScript(call.action)},
    version: ${quoteScript(call.version)},
    protocol: ${quoteScript(call.protocol.toUpperCase())},
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  const request = new $OpenApi.OpenApiRequest({
    query: {
${given}    },
  });
  const reply = await client.callApi(params, request, new RuntimeOptions({}));
  console.log(JSON.stringify(reply.body));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
`;
}
