// SPDX-License-Identifier: Apache-2.0
// Elements of the page. What comes from the daemon is set as text, never as markup.

/** A new element with attributes and children; a string is a text. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Touches the document only if something changes, so that a selection stays. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Says something in place of a table that has no rows, and hides that. */
export function showUnlessEmpty(table, isEmpty) {
  const shown = table.closest(".scroll") ?? table;
  shown.hidden = isEmpty;
  byId(`${table.id}-empty`).hidden = !isEmpty;
}

/**
 * Makes the rows of a table those of the items. A row stays as long as there is an item with its key, and so do focus and
 * selection in it.
 *
 * A column is { text(item), kind } or, for what is more than a text, { create(), update(content, item) }.
 */
export function fillTable(table, items, keyOf, columns) {
  const body = table.tBodies[0];
  const rows = new Map(Array.from(body.rows, (row) => [row.dataset.key, row]));
  let next = body.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    const row = rows.get(key) ?? newRow(key, columns);
    rows.delete(key);
    columns.forEach((column, index) => fillCell(row.cells[index], column, item));
    if (row === next) {
      next = next.nextElementSibling;
    } else {
      body.insertBefore(row, next);
    }
  }
  rows.forEach((row) => row.remove());
}

function newRow(key, columns) {
  const row = make("tr", { "data-key": key });
  columns.forEach((column, index) => {
    const cell = index === 0 ? make("th", { scope: "row" }) : make("td");
    if (column.kind) {
      cell.className = column.kind;
    }
    if (column.create) {
      cell.append(column.create());
    }
    row.append(cell);
  });
  return row;
}

function fillCell(cell, column, item) {
  if (column.create) {
    column.update(cell.firstElementChild, item);
    return;
  }
  setText(cell, column.text(item));
  if (column.isBad) {
    cell.classList.toggle("bad", column.isBad(item));
  }
}

/** Terms with what they come to; an entry is [term, text] or [term, text, "wide"]. */
export function fillFacts(list, entries) {
  entries.forEach(([term, text, kind], index) => {
    let pair = list.children[index];
    if (!pair) {
      pair = make("div", {}, make("dt"), make("dd"));
      list.append(pair);
    }
    pair.className = kind ?? "";
    pair.dataset.key = term;
    setText(pair.firstElementChild, term);
    setText(pair.lastElementChild, text);
  });
  while (list.children.length > entries.length) {
    list.lastElementChild.remove();
  }
}
