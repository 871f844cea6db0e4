"use strict";
for (const table of document.querySelectorAll("table.sorts")) {
  const body = table.tBodies[0];
  const first = Array.from(body.rows);
  const heads = Array.from(table.tHead.rows[0].cells);
  const key = (row, place) => {
    const cell = row.cells[place];
    return cell.dataset.value === undefined ? cell.textContent.trim() : cell.dataset.value;
  };
  const order = (place, number, down) => (a, b) => {
    const [one, other] = [key(a, place), key(b, place)];
    if (one === "" || other === "") return (one === "") - (other === "");
    const far = number ? one - other : one.localeCompare(other, "en", {numeric: true});
    return down ? -far : far;
  };
  heads.forEach((head, place) => {
    const number = "number" in head.dataset;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      const begin = number ? "descending" : "ascending";
      const other = number ? "ascending" : "descending";
      const next = now === begin ? other : now === other ? null : begin;
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      const rows = next ? first.slice().sort(order(place, number, next === "descending")) : first;
      if (next) head.setAttribute("aria-sort", next);
      body.append(...rows);
    });
  });
}
