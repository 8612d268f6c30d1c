// The request in Python, with either generation of the vendor's clients.

import { codeOf, KEY_ID_VARIABLE, KEY_SECRET_VARIABLE, quoteWith } from "./call.js";

/** A text as Python writes it. */
export function quotePython(text) {
  return quoteWith(text, (character) => {
    const code = codeOf(character);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

function pythonValue({ text, variable }) {
  return variable === null ? quotePython(text) : `os.environ[${quotePython(variable)}]`;
}

/** A wire name as today's clients derive names of it: a capital begins a word only behind a small letter or a digit. */
function pythonName(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

/** Whether the typed client can say the request: it is made of the newest documents, and drops nothing in silence. */
function isTyped({ data, service, pairs }) {
  const newest = service.editions.at(-1)?.[0];
  return pairs.every(({ name }) => {
    const parameter = data.check.parameters.find((it) => it.name === name);
    const editions = parameter?.editions ?? [];
    return parameter && /^[A-Za-z][A-Za-z0-9]*$/.test(name) && (editions.length === 0 || editions.includes(newest));
  });
}

function pythonConfig(call) {
  return [
    "Config(",
    `    access_key_id=os.environ["${KEY_ID_VARIABLE}"],`,
    `    access_key_secret=os.environ["${KEY_SECRET_VARIABLE}"],`,
    `    region_id=${quotePython(call.region)},`,
    `    endpoint=${quotePython(call.host)},`,
    `    protocol=${quotePython(call.protocol)},`,
    ")",
  ];
}

/** `alibabacloud_dbs20190306`: typed, or generic for what the typed one does not know. */
export function pythonSample(call) {
  const config = pythonConfig(call).join("\n");
  if (!isTyped(call)) return genericPython(call, config);
  const library = `alibabacloud_${call.service.name.toLowerCase()}${call.version.replaceAll("-", "")}`;
  const isEmpty = call.data.check.parameters.every((it) => it.const !== undefined);
  const given = call.pairs.map((pair) => `    ${pythonName(pair.name)}=${pythonValue(pair)},\n`).join("");
  const request = given === "" ? `models.${call.action}Request()` : `models.${call.action}Request(\n${given})`;
  const method = `client.${pythonName(call.action)}`;
  return `import os

from ${library}${isEmpty ? ".client import Client" : ` import models
from ${library}.client import Client`}
from alibabacloud_tea_openapi.utils_models import Config

client = Client(${config})
${isEmpty ? `reply = ${method}()` : `request = ${request}\nreply = ${method}(request)`}
print(reply.body.to_map())
`;
}

function genericPython(call, config) {
  const given = call.pairs.map((pair) => `    ${quotePython(pair.name)}: ${pythonValue(pair)},\n`).join("");
  return `import os

from alibabacloud_tea_openapi.client import Client
from alibabacloud_tea_openapi.utils_models import Config, OpenApiRequest, Params
from darabonba.runtime import RuntimeOptions

client = Client(${config})
# The typed client does not have all of these parameters, so the generic one sends them.
params = Params(
    action=${quotePython(call.action)},
    version=${quotePython(call.version)},
    protocol=${quotePython(call.protocol.toUpperCase())},
    pathname="/",
    method="POST",
    auth_type="AK",
    style="RPC",
    req_body_type="formData",
    body_type="json",
)
query = {
${given}}
reply = client.call_api(params, OpenApiRequest(query=query), RuntimeOptions())
print(reply["body"])
`;
}

/** `aliyun-python-sdk-dbs`, the older generation: a class for each operation, and any parameter by its name. */
export function oldPythonSample(call) {
  const given = call.pairs.map((pair) => `request.add_query_param(${quotePython(pair.name)}, ${pythonValue(pair)})\n`).join("");
  const library = `aliyunsdk${call.service.name.toLowerCase()}.request.v${call.version.replaceAll("-", "")}`;
  const port = call.port === "" ? "" : `, port=${call.port}`;
  return `import os

from aliyunsdkcore.client import AcsClient
from ${library}.${call.action}Request import ${call.action}Request

client = AcsClient(
    os.environ["${KEY_ID_VARIABLE}"],
    os.environ["${KEY_SECRET_VARIABLE}"],
    ${quotePython(call.region)}${port},
)
request = ${call.action}Request()
request.set_endpoint(${quotePython(call.hostname)})
request.set_protocol_type(${quotePython(call.protocol)})
${given}print(client.do_action_with_exception(request).decode())
`;
}
