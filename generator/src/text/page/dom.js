// Elements of the page. Text from a spec gets into the document here, and only as text.

const HIDDEN_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

// The text with every character written out that changes how others are shown.
export function visible(text) {
  return String(text).replace(HIDDEN_CHARACTERS, (it) => `\\u{${it.codePointAt(0).toString(16)}}`);
}

// An element with properties, and children that are elements or text. `on` holds listeners; what is no property of the
// element becomes an attribute.
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "class") {
      element.className = value;
    } else if (name in element && name !== "list" && name !== "form") {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  put(element, children);
  return element;
}

// Adds children: elements, texts, lists of both; nothing for what is not there.
export function put(element, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === "") continue;
    element.append(child instanceof Node ? child : document.createTextNode(visible(child)));
  }
  return element;
}

// Sets the text of an element, unless it says that already: a live region repeats what is set again.
export function say(element, text) {
  const shown = visible(text);
  if (element.textContent !== shown) element.textContent = shown;
}

// Text in which back-ticks mark code, as in the docs of a spec.
export function prose(text) {
  return String(text)
    .split(/(`[^`\n]+`)/)
    .map((part) => (/^`[^`\n]+`$/.test(part) ? el("code", {}, part.slice(1, -1)) : part));
}

// The paragraphs of a doc.
export function paragraphs(text, className) {
  const parts = String(text).split(/\n\s*\n/).map((part) => part.trim().replace(/\s*\n\s*/g, " "));
  return parts.filter(Boolean).map((part) => el("p", { class: className }, prose(part)));
}

export function button(label, action, properties = {}) {
  return el("button", { type: "button", on: { click: action }, ...properties }, label);
}

// A button that copies what a function returns, and says so.
export function copyButton(label, text) {
  const made = button(label, async () => {
    const copied = await copyText(await text());
    say(made, copied ? "Copied" : "Select the text and copy it by hand");
    setTimeout(() => say(made, label), 2000);
  }, { class: "copy" });
  return made;
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A browser may refuse pages that were opened from a disk; the older way needs no permission.
    const area = el("textarea", { class: "outside", value: text, readOnly: true, "aria-hidden": "true" });
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return copied;
  }
}

// Makes the children of a list those of the keys, in order, and keeps an element whose key and text are the same: a live
// region tells what is new only.
export function keyed(list, entries, make) {
  const before = new Map([...list.children].map((child) => [child.dataset.key, child]));
  let next = list.firstElementChild;
  for (const [key, entry] of entries) {
    const known = before.get(key);
    before.delete(key);
    const child = known ?? make(entry);
    child.dataset.key = key;
    if (child === next) next = next.nextElementSibling;
    else list.insertBefore(child, next);
  }
  for (const child of before.values()) child.remove();
}

let lastId = 0;

// An id that no other element has.
export function freshId() {
  lastId += 1;
  return `e${lastId}`;
}

// A link to a document, if the address is one that a page may lead to.
export function documentLink(text, address) {
  if (!/^https?:\/\//i.test(address ?? "")) return el("span", {}, text);
  return el("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, text);
}

// A part of the page that can be opened; its content is made when it is first open, and again when `refresh` is called
// while it is open.
export function section(title, fill) {
  const body = el("div", { class: "body" });
  const details = el("details", { class: "section" }, el("summary", {}, el("h3", {}, title)), body);
  const refresh = () => {
    if (details.open) fill(body);
  };
  details.addEventListener("toggle", refresh);
  const show = () => {
    details.open = true;
    details.firstElementChild.focus();
    details.scrollIntoView({ block: "start" });
  };
  return { element: details, refresh, show };
}

// Something wide that scrolls by itself, also with the keyboard.
export function wide(label, ...children) {
  return el("div", { class: "wide", tabIndex: 0, role: "region", "aria-label": label }, ...children);
}
