// The requirement table, and the smallest valid requests that can be filled in.

import { button, el, put, visible, wide } from "./dom.js";

// What reasoning says of an edition; `null` is what all editions share.
export function ofEdition(data, edition) {
  return data.editions.find((it) => (it.name ?? null) === edition) ?? { table: null, smallest: [] };
}

// Draws the table into an element, with the column of what is given marked.
export function drawTable(body, table, request, facts) {
  body.replaceChildren();
  if (!table?.rows.length) {
    put(body, el("p", {}, "Every parameter is optional, whatever else is given."));
    return;
  }
  const current = columnOf(table, request, facts);
  const head = (text, index) => el("th", { scope: "col", class: index === current ? "current" : undefined }, text, index === current ? el("span", { class: "outside" }, " (as given)") : undefined);
  put(body,
    wide("Requirement table", el("table", {},
      el("caption", {}, table.caption),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, el("code", {}, table.by ?? "Parameter")), table.columns.map((it, index) => head(it.heading, index)))),
      el("tbody", {}, table.rows.map((row) => el("tr", {},
        el("th", { scope: "row" }, el("code", {}, row.name)),
        row.cells.map((cell, index) => el("td", { class: `${index === current ? "current " : ""}${/^required/.test(cell) ? "required" : ""}` }, cell))))))),
    table.note ? el("p", { class: "hint" }, `A cell with “if” or “unless” is about ${table.note}.`) : undefined,
    table.free.length ? el("p", { class: "hint" }, "Always optional: ", table.free.map((name, index) => [index ? ", " : "", el("code", {}, name)])) : undefined,
    table.rules.length ? el("dl", {}, table.rules.map(([id, sentence]) => [el("dt", {}, el("code", {}, id)), el("dd", {}, `${sentence}.`)])) : undefined);
}

function columnOf({ by, columns }, request, facts) {
  if (!by) return -1;
  const value = by.startsWith("$") ? facts[by.slice(1)] : request[by];
  const listed = columns.findIndex((column) => value !== undefined && column.values.includes(String(value)));
  if (listed >= 0) return listed;
  const cases = value === undefined ? ["absent"] : ["given", "other"];
  return columns.findIndex((column) => column.cases.some((it) => cases.includes(it)));
}

// Buttons that fill in a smallest valid request.
export function drawSmallest(body, { table, smallest }, fill) {
  body.replaceChildren();
  if (!smallest.length) {
    put(body, el("p", { class: "hint" }, "No valid request is known."));
    return;
  }
  const named = smallest.some((it) => it.value !== "");
  const hint = named ? ["Fill in the smallest valid request, by ", el("code", {}, table?.by ?? ""), ":"] : "Fill in:";
  put(body, el("p", { class: "hint" }, hint),
    el("div", { class: "row" }, smallest.map((it) => button(it.value || "Smallest valid request", () => fill(it), {
      "aria-label": it.value ? `Fill in the smallest valid request for ${visible(it.value)}` : undefined,
    }))));
}
