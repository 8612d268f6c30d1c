// The inputs of one parameter, made from its definition: texts, choices, lists, objects.
//
// A control has `element`, `get()` with the value or `undefined` when nothing is given, `set(value)`, and `locate(path)` with
// the input that a path such as `[0].Name` is about. One that holds others has `show(requirements, path)`, which marks what is
// required inside. Numbers are kept as the text that was typed, so that none is rounded.

import { kindOf } from "./definitions.js";
import { button, el, freshId, paragraphs, put, visible } from "./dom.js";
import { JsonNumber, readJson, toJsonValue, writeJson } from "./json.js";

const NUMBERS = new Set(["integer", "long", "number", "timestamp_ms"]);

// A control for a definition; `words` is what the spec says of it beside its type, `label` what names the input.
export function control(definition, words, label) {
  const [word, content] = kindOf(definition);
  if (word === "enum") return content.open ? textField(definition, words, label, content.values) : choiceField(content.values, words, label);
  if (word === "boolean") return choiceField([{ value: "true" }, { value: "false" }], { values: [] }, label);
  if (definition.one_of?.length) return choiceField(definition.one_of.map((value) => ({ value })), { values: [] }, label);
  if (word === "list" && content) return listField(content, words.item, label);
  if (word === "json_list") return listField(content, words.item, label);
  if ((word === "object" || word === "json_object") && content.length) return objectField(content, words.fields ?? [], label);
  if (word === "map" && content) return mapField(content, words.item, label);
  if (["list", "object", "map", "json", "json_list", "json_object"].includes(word)) return jsonField(word, label);
  return textField(definition, words, label);
}

function textField(definition, words, label, suggestions) {
  const [word] = kindOf(definition);
  const number = NUMBERS.has(word);
  const long = !definition.secret && !number && /\bpem\b/i.test(label);
  const input = el(long ? "textarea" : "input", {
    id: freshId(),
    type: long ? undefined : definition.secret ? "password" : "text",
    autocomplete: definition.secret ? "new-password" : "off",
    spellcheck: false,
    inputMode: number ? "decimal" : undefined,
    placeholder: words?.example !== undefined && !definition.secret ? visible(words.example) : undefined,
  });
  const extra = [];
  if (suggestions) {
    const list = el("datalist", { id: freshId() }, suggestions.map((it) => el("option", { value: it.value })));
    input.setAttribute("list", list.id);
    extra.push(list);
  }
  return {
    element: extra.length ? el("div", {}, input, extra) : input,
    input,
    get: () => (input.value === "" ? undefined : input.value),
    set: (value) => (input.value = scalarText(value)),
    locate: () => input,
  };
}

// A value of a link or a sample as the text of an input.
function scalarText(value) {
  if (value === undefined || value === null) return "";
  if (value instanceof JsonNumber) return value.text;
  return typeof value === "object" ? writeJson(toJsonValue(value)) : String(value);
}

// A value inside a structure, where numbers and booleans are no texts.
function nestedValue(definition, value) {
  const [word] = kindOf(definition);
  if (NUMBERS.has(word) && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value)) return new JsonNumber(value);
  if (word === "boolean" && (value === "true" || value === "false")) return value === "true";
  return value;
}

// What an object or a Map holds.
function partsOf(value) {
  if (value instanceof Map) return value;
  return new Map(typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : []);
}

function choiceField(values, words, label) {
  const option = (it, index) => {
    const doc = words?.values?.[index]?.doc ?? "";
    const edition = it.editions?.length ? ` (only edition ${it.editions.join(", ")})` : "";
    return el("option", { value: it.value, title: visible(doc) }, it.value + edition);
  };
  const select = el("select", { id: freshId(), "aria-label": undefined }, el("option", { value: "" }, "not given"), values.map(option));
  return {
    element: select,
    input: select,
    get: () => (select.value === "" ? undefined : select.value),
    set: (value) => {
      const wanted = scalarText(value);
      // What is not in the list is shown all the same, so that the check can say what is wrong with it.
      if (wanted !== "" && ![...select.options].some((it) => it.value === wanted)) {
        select.append(el("option", { value: wanted }, `${wanted} (not in the list)`));
      }
      select.value = wanted;
    },
    locate: () => select,
  };
}

// JSON that nothing describes.
function jsonField(word, label) {
  const input = el("textarea", { id: freshId(), rows: 4, spellcheck: false, placeholder: word.includes("list") ? "[ … ]" : "{ … }" });
  const structured = !word.startsWith("json");
  return {
    element: input,
    input,
    get: () => {
      if (input.value.trim() === "") return undefined;
      if (!structured) return input.value;
      try {
        return readJson(input.value);
      } catch {
        // A text in the place of a structure is what the check refuses.
        return input.value;
      }
    },
    set: (value) => (input.value = scalarText(value)),
    locate: () => input,
  };
}

// Tells the form that something was added or taken away.
function notifyChanged(element) {
  element.dispatchEvent(new Event("input", { bubbles: true }));
}

// Entries that can be added and removed; `make` makes one and gives it a title.
function entriesField(label, noun, make, read, write) {
  let children = [];
  let given = false;
  const items = el("ul", { class: "entries" });
  const note = el("p", { class: "hint" });
  const add = button(`Add ${noun}`, () => {
    append();
    notifyChanged(element);
    children.at(-1).first.focus();
  }, { "aria-label": `Add ${noun} to ${visible(label)}` });
  const empty = button("Give it empty", () => {
    given = true;
    show();
    notifyChanged(element);
    clear.focus();
  }, { "aria-label": `Give it empty: ${visible(label)}` });
  const clear = button("Do not give it", () => {
    set(undefined);
    notifyChanged(element);
    add.focus();
  }, { "aria-label": `Do not give it: ${visible(label)}` });
  const element = el("div", { class: "list", id: freshId(), role: "group", tabIndex: -1 }, items, note, el("div", { class: "row" }, add, empty, clear));

  function append(value) {
    given = true;
    const child = make(children.length, value);
    const remove = button("Remove", () => {
      const at = children.indexOf(child);
      children.splice(at, 1);
      child.item.remove();
      show();
      notifyChanged(element);
      (children[at] ?? children.at(-1))?.first.focus() ?? add.focus();
    });
    child.remove = remove;
    child.item = el("li", {}, child.element, remove);
    children.push(child);
    items.append(child.item);
    show();
  }
  function show() {
    children.forEach((child, index) => child.number?.(index));
    children.forEach((child, index) => child.remove.setAttribute("aria-label", `Remove ${noun.replace(/^an? /, "")} ${index + 1} of ${visible(label)}`));
    note.textContent = !given ? "not given" : children.length ? "" : "given, and empty";
    note.hidden = note.textContent === "";
    empty.hidden = given;
    clear.hidden = !given;
  }
  function set(value) {
    children = [];
    items.replaceChildren();
    given = value !== undefined && value !== null;
    if (given) write(value, append);
    show();
  }
  show();
  return {
    element,
    input: add,
    get: () => (given ? read(children) : undefined),
    set,
    show: (requirements, path) => children.forEach((child) => child.control.show?.(requirements, `${path}[]`)),
    locate: (path) => {
      const [, index, rest] = /^\[(\d+)\](.*)$/s.exec(path) ?? [];
      const child = children[Number(index)];
      return child?.control?.locate(rest.replace(/^\./, "")) ?? add;
    },
  };
}

function listField(definition, words, label) {
  const make = (index, value) => {
    const made = control(definition, words ?? {}, `${label}[${index}]`);
    if (value !== undefined) made.set(value);
    const title = el("span", { class: "title" });
    const simple = made.input === made.element;
    if (simple) made.input.setAttribute("aria-label", `${visible(label)}[${index}]`);
    return {
      control: made,
      element: el("div", { class: "entry" }, title, made.element),
      first: made.input,
      number: (at) => {
        title.textContent = `[${at}]`;
        if (simple) made.input.setAttribute("aria-label", `${visible(label)}[${at}]`);
      },
    };
  };
  const write = (value, append) => (Array.isArray(value) ? value : readItems(value)).forEach((item) => append(item));
  // An entry that is not filled in is an empty text: it is there.
  const read = (children) => children.map((child) => nestedValue(definition, child.control.get() ?? ""));
  return entriesField(label, "an entry", make, read, write);
}

function readItems(text) {
  try {
    const value = readJson(String(text));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function mapField(definition, words, label) {
  const make = (index, value) => {
    const [name, content] = value ?? ["", undefined];
    const key = el("input", { type: "text", value: name, autocomplete: "off", "aria-label": `Name of entry ${index + 1} of ${visible(label)}` });
    const made = control(definition, words ?? {}, `${label}.*`);
    made.input.setAttribute("aria-label", `Value of entry ${index + 1} of ${visible(label)}`);
    if (content !== undefined) made.set(content);
    return { control: made, key, element: el("div", { class: "entry" }, key, made.element), first: key };
  };
  const read = (children) => {
    const named = children.filter((child) => child.key.value !== "");
    return new Map(named.map((child) => [child.key.value, nestedValue(definition, child.control.get() ?? "")]));
  };
  const write = (value, append) => [...partsOf(value)].forEach((entry) => append(entry));
  return entriesField(label, "an entry", make, read, write);
}

// The fields of an object. At the top it can be given without any field; inside a list it is always there.
function objectField(fields, words, label) {
  const controls = fields.map((field, index) => [field, control(field, words[index] ?? {}, `${label}.${field.name}`)]);
  const given = el("input", { type: "checkbox", id: freshId() });
  const inList = /\[\d+\]$/.test(label);
  const rows = controls.map(([field, made], index) => {
    const doc = el("div", { class: "doc", id: freshId() }, paragraphs(words[index]?.doc ?? ""));
    made.input.setAttribute("aria-describedby", doc.id);
    const mark = el("span", { class: "mark required", hidden: !field.required }, "required");
    const simple = made.input.id !== "";
    const name = el(simple ? "label" : "span", { id: freshId(), htmlFor: simple ? made.input.id : undefined }, el("code", {}, field.name));
    if (!simple) made.element.setAttribute("aria-labelledby", name.id);
    return { mark, element: el("div", { class: "part" }, el("div", { class: "head" }, name, mark), made.element, doc) };
  });
  const box = el("div", { class: "object", id: freshId(), role: "group", "aria-label": visible(label) });
  if (!inList) put(box, el("label", { class: "row", htmlFor: given.id }, given, "give it, even without a field"));
  put(box, rows.map((row) => row.element));
  const get = () => {
    const found = controls.map(([field, made]) => [field, made.get()]).filter(([, value]) => value !== undefined);
    const parts = found.map(([field, value]) => [field.name, nestedValue(field, value)]);
    return found.length || given.checked || inList ? new Map(parts) : undefined;
  };
  return {
    element: box,
    input: inList ? controls[0][1].input : given,
    get,
    set: (value) => {
      const parts = partsOf(typeof value === "string" ? readParts(value) : value);
      given.checked = value !== undefined && value !== null && parts.size === 0;
      controls.forEach(([field, made]) => made.set(parts.get(field.name)));
    },
    show: (requirements, path) => controls.forEach(([field, made], index) => {
      const inner = `${path}.${field.name}`;
      rows[index].mark.hidden = !field.required && requirements.get(inner)?.status !== "required";
      made.show?.(requirements, inner);
    }),
    locate: (path) => {
      const found = controls.find(([field]) => path === field.name || path.startsWith(`${field.name}.`) || path.startsWith(`${field.name}[`));
      if (!found) return inList ? controls[0][1].input : given;
      return found[1].locate(path.slice(found[0].name.length).replace(/^\./, ""));
    },
  };
}

function readParts(text) {
  try {
    return readJson(text);
  } catch {
    return {};
  }
}
