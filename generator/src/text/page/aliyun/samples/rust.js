// The request in Rust, with the generated client: required parameters as arguments, a variant for the discriminator, setters.

import { codeOf, quoteWith, variableOf } from "./call.js";
import { isAbsentValue, parsedJson, unfoldValue } from "../../reading.js";
import { ANY_EDITION, defineParameter, kindOf } from "../../definitions.js";
import { decimalToInteger, fitsBits, readDecimal } from "../../decimal.js";
import { JsonNumber, writeJson } from "../../json.js";

/** A text as Rust writes it. */
export function quoteRust(text) {
  return quoteWith(text, (character) => `\\u{${codeOf(character)}}`);
}

/** Thrown where the typed request has no words for a value: the sample then sends pairs. */
class NoWords extends Error {}

/** The crate that is generated of the service; it is named as this vendor's crates are. */
function crateOf(service) {
  return `aliyun_${service.name.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`;
}

/** The whole program. */
export function rustSample(call) {
  const used = new Set();
  let steps = [];
  try {
    steps = typedCall(call, used);
  } catch (error) {
    if (!(error instanceof NoWords)) throw error;
    used.clear();
    steps = pairsCall(call);
  }
  const krate = crateOf(call.service);
  const [types, runtime] = [[...used].filter((it) => !it.startsWith("=")).sort(), [...used].filter((it) => it.startsWith("=")).sort()];
  const lines = [];
  if (types.length > 0) lines.push(`use ${krate}::${call.data.module}::{${types.join(", ")}};`);
  for (const path of runtime) lines.push(`use ${path.slice(1).replace("CRATE", krate)};`);
  const variable = `${call.service.name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}_ENDPOINT`;
  const elsewhere = call.host.endsWith(".com") ? "" : `    // The host comes from ${variable}=${call.protocol}://${call.host}\n`;
  return `${lines.join("\n")}${lines.length > 0 ? "\n\n" : ""}#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
${elsewhere}    let client = ${krate}::Client::from_env()?;
    let reply = client
${steps.map((step) => `        ${step}\n`).join("")}        .await?;
    println!("{reply:?}");
    Ok(())
}
`;
}

/** Any request, as pairs; nothing is checked before it is sent. */
function pairsCall(call) {
  const value = ({ text, variable }) => (variable === null ? `${quoteRust(text)}.to_owned()` : environment(variable));
  const pairs = call.pairs.map((pair) => `            (${quoteRust(pair.name)}, ${value(pair)}),\n`).join("");
  const list = pairs === "" ? "Vec::<(String, String)>::new()" : `[\n${pairs}        ]`;
  return ["// The typed request has no words for this, so pairs are sent as they are.", `.call_raw(${quoteRust(call.action)}, ${list})`];
}

function environment(variable) {
  return `std::env::var("${variable}")?`;
}

/** The method of the client, its setters, and `send`. */
function typedCall(call, used) {
  const { data, request } = call;
  const parts = data.check.parameters.map((definition, index) => ({ definition, text: data.parameters[index], index }));
  const values = new Map();
  for (const part of parts) {
    const def = defineParameter(part.definition, ANY_EDITION, []);
    const value = unfoldValue(def, request.get(part.definition.name));
    if (!isAbsentValue(value, data.check.empty_is_absent) && part.definition.const === undefined) values.set(part.index, value);
  }
  const say = (index, owned) => expression(parts[index], values.get(index), { used, owned, name: parts[index].definition.name });
  const said = new Set();
  const need = (index, owned) => {
    if (!values.has(index)) throw new NoWords();
    said.add(index);
    return say(index, owned);
  };
  const variant = data.variants ? variantExpression(data, parts, values, need, say, said, used) : null;
  const inside = (index) => data.variants?.cases.every((it) => it.mandatory.some(([own]) => own === index));
  const positional = parts.filter(({ definition, index }) => isPositional(definition) && index !== data.variants?.by && !inside(index));
  const given = [...positional.map(({ index }) => need(index, false)), ...(variant ? [variant] : [])];
  const setters = parts.filter(({ index }) => values.has(index) && !said.has(index) && index !== data.variants?.by);
  const known = new Set(parts.map(({ definition }) => definition.name));
  const others = call.pairs.filter(({ top, variable }) => !known.has(top) && variable === null);
  return [
    `.${data.module}(${given.join(", ")})`,
    ...setters.map(({ index, text }) => `.${text.field}(${say(index, false)})`),
    ...others.map(({ name, text }) => `.extra(${quoteRust(name)}, ${quoteRust(text)})`),
    ".send()",
  ];
}

function isPositional(definition) {
  return definition.required && !definition.editions?.length && definition.const === undefined;
}

/** `Destination::Rds(RdsDestination::new(RdsRequired { … }).port(3306))` */
function variantExpression(data, parts, values, need, say, said, used) {
  const { by, type_name: name, cases } = data.variants;
  const [, { values: listed }] = kindOf(parts[by].definition);
  const one = cases.find((it) => listed[it.value].value === values.get(by));
  if (!one) throw new NoWords();
  const fits = ([index]) => index !== by && parts[index].definition.const === undefined;
  const mandatory = one.mandatory.filter(fits);
  used.add(name).add(one.type_name);
  let made = `${one.type_name}::new(`;
  if (mandatory.length > 1) {
    used.add(one.required_name);
    const fields = mandatory.map(([index, field]) => `            ${field}: ${need(index, true)},\n`).join("");
    made += `${one.required_name} {\n${fields}        })`;
  } else {
    made += `${mandatory.map(([index]) => need(index, false)).join("")})`;
  }
  for (const [index, field] of one.optional.filter(fits)) {
    if (!values.has(index) || said.has(index)) continue;
    said.add(index);
    made += `.${field}(${say(index, false)})`;
  }
  return `${name}::${one.variant}(${made})`;
}

/** A value as an expression; `owned` tells that the very type is wanted, and not what becomes it. */
function expression({ definition, text }, value, context, listName = undefined) {
  const { used, owned, secret: around = false } = context;
  const secret = around || definition.secret === true;
  const [kind, inner] = kindOf(definition);
  const name = text?.type_name ?? listName;
  const into = (code) => (owned ? `${code}.into()` : code);
  const scalar = !["enum", "list", "json_list", "object", "json_object", "map", "json"].includes(kind);
  if (secret && (scalar || (kind === "enum" && !name))) return into(environment(variableOf(context.name)));
  // What is secret inside of a structure would stand in the sample.
  if (secret) throw new NoWords();
  switch (kind) {
    case "string": return into(quoteRust(textOf(value)));
    case "integer": return integerExpression(value, 32);
    case "long": return integerExpression(value, 64);
    case "timestamp_ms": return into(integerExpression(value, 64) + (owned ? "_i64" : ""));
    case "number": {
      const written = value instanceof JsonNumber ? value.text : textOf(value);
      if (!readDecimal(written)) throw new NoWords();
      used.add("=CRATE::runtime::Decimal");
      return `${quoteRust(written)}.parse::<Decimal>()?`;
    }
    case "boolean":
      if (!["true", "false"].includes(String(value))) throw new NoWords();
      return String(value);
    case "enum": {
      if (!name) return into(quoteRust(textOf(value)));
      used.add(name);
      const index = inner.values.findIndex((it) => it.value === value);
      return index < 0 ? `${name}::from(${quoteRust(textOf(value))})` : `${name}::${text.values[index].variant}`;
    }
    case "list":
    case "json_list": return listExpression({ inner, text }, value, { ...context, secret }, name);
    case "map": {
      if (!(value instanceof Map) || value.size === 0) throw new NoWords();
      const item = (held, key) => itemExpression({ inner, text }, held, { ...context, secret, name: `${context.name}.${key}` }, name);
      const entries = [...value].map(([key, held]) => `(${quoteRust(key)}${owned ? ".to_owned()" : ""}, ${item(held, key)})`);
      return owned ? `[${entries.join(", ")}].into()` : `[${entries.join(", ")}]`;
    }
    case "object":
    case "json_object":
      if (name && inner.length > 0) return structExpression({ inner, text }, value, { ...context, secret }, name);
      return anyExpression(value, used);
    default: return anyExpression(value, used);
  }
}

function listExpression(definition, value, context, name) {
  if (!Array.isArray(value)) throw new NoWords();
  const given = value.filter((it) => it !== null);
  if (given.length === 0) return context.owned ? "Vec::new()" : `Vec::<${itemType(definition, context.used, name)}>::new()`;
  const items = given.map((held, index) => itemExpression(definition, held, { ...context, name: `${context.name}.${index + 1}` }, name));
  return `${context.owned ? "vec!" : ""}[${items.join(", ")}]`;
}

/** The type of the items of an empty list, which no item tells. */
function itemType({ inner, text }, used, listName) {
  const [kind, content] = inner ? kindOf(inner) : ["json", null];
  const name = text.item?.type_name ?? listName;
  const isNamed = kind === "enum" || (kind.endsWith("object") && content.length > 0);
  if (isNamed && name) {
    used.add(name);
    return name;
  }
  if (kind === "string" || kind === "enum") return "String";
  const plain = { integer: "i32", long: "i64", boolean: "bool" }[kind];
  if (plain) return plain;
  if (!["json", "object", "json_object"].includes(kind)) throw new NoWords();
  used.add("=CRATE::runtime::Value");
  return "Value";
}

function itemExpression({ inner, text }, held, context, name) {
  if (!inner) return anyExpression(held, context.used);
  return expression({ definition: inner, text: text.item }, held, context, name);
}

function structExpression({ inner, text }, value, context, name) {
  if (!(value instanceof Map)) throw new NoWords();
  context.used.add(name);
  const fields = inner.map((definition, index) => ({ definition, text: text.fields[index], value: value.get(definition.name) }));
  const known = new Set(inner.map((it) => it.name));
  if ([...value.keys()].some((key) => !known.has(key))) throw new NoWords();
  const isGiven = ({ definition, value: held }) => held !== undefined && held !== null && definition.const === undefined;
  const say = (field) => expression(field, field.value, { ...context, owned: false, name: `${context.name}.${field.definition.name}` });
  const required = fields.filter(({ definition }) => isPositional(definition));
  if (!required.every(isGiven)) throw new NoWords();
  const setters = fields.filter((field) => isGiven(field) && !isPositional(field.definition));
  return `${name}::new(${required.map(say).join(", ")})${setters.map((field) => `.${field.text.field}(${say(field)})`).join("")}`;
}

function anyExpression(value, used) {
  used.add("=CRATE::runtime::Value");
  const json = typeof value === "string" && parsedJson(value) !== undefined ? value : writeJson(value);
  return `Value::parse(${quoteRust(json)})?`;
}

function integerExpression(value, bits) {
  const text = value instanceof JsonNumber ? value.text : /^-?[0-9]+$/.test(value) ? value : "";
  const decimal = readDecimal(text);
  const integer = decimal && decimalToInteger(decimal);
  if (integer === null || fitsBits(integer, bits) === null) throw new NoWords();
  return String(integer);
}

function textOf(value) {
  if (typeof value !== "string") throw new NoWords();
  return value;
}
