// The pay plan as a table of tiers; its payout curve follows the hand.

import { chart, escape, percent } from "./draw.js";

const $ = (id) => document.getElementById(id);
const LISTS = {
  tiers: { body: "tiers", keys: ["from", "rate"], flag: "retroactive", names: ["from", "rate"] },
  bonus: { body: "bonuses", keys: ["from", "pays", "weight"], names: ["from", "pays", "weight"] },
};

export class Plan {
  // `changed(words)` hears of every edit; null is the option as it is. `opened(text)` of a file.
  constructor(changed, opened) {
    Object.assign(this, { changed, opened });
    this.words = {};
    this.base = null;
    for (const input of document.querySelectorAll("[data-word]"))
      input.addEventListener("input", () => this.edited());
    for (const name of Object.keys(LISTS)) {
      const body = $(LISTS[name].body);
      body.addEventListener("input", () => this.edited());
      body.addEventListener("click", (event) => {
        if (!event.target.closest("button")) return;
        event.target.closest("tr").remove();
        this.edited();
      });
    }
    $("add-tier").onclick = () => this.add("tiers", { from: "", rate: "" });
    $("add-bonus").onclick = () => this.add("bonus", { from: "100%", pays: "" });
    $("plan-drop").onclick = () => this.changed(null);
    $("plan-save").onclick = () => this.save();
    $("plan-file").onchange = async () => {
      const [file] = $("plan-file").files;
      if (file) this.opened(await file.text());
      $("plan-file").value = "";
    };
  }

  // Show the plan of the chosen option, in words.
  show({ words, exact }) {
    this.words = structuredClone(words);
    $("plan-from").textContent = exact
      ? "The plan in words; what you change takes the place of the option."
      : "This plan says more than the table can: the table begins with one that pays as much on target.";
    for (const input of document.querySelectorAll("[data-word]"))
      input.value = input.dataset.word.split(".").reduce((part, key) => part?.[key], words) ?? "";
    for (const name of Object.keys(LISTS)) {
      $(LISTS[name].body).replaceChildren();
      for (const row of words[name] ?? []) this.row(name, row);
    }
    const shown = ["ote", "mix", "salary", "quota", "paid", "tiers", "accelerator", "threshold", "cap", "pay_cap", "bonus"];
    const also = Object.keys(words).filter((key) => !shown.includes(key));
    $("plan-also").textContent = also.length ? `The plan also has ${also.join(", ")}, which stay as they are.` : "";
  }

  add(name, row) {
    this.row(name, row);
    $(LISTS[name].body).lastElementChild.querySelector("input").focus();
    this.edited();
  }

  row(name, row) {
    const { body, keys, flag, names } = LISTS[name];
    const number = $(body).children.length + 1;
    const what = name === "tiers" ? "tier" : "bonus";
    const cells = keys.map((key, n) =>
      `<td><input data-cell="${key}" aria-label="${names[n]}, ${what} ${number}" value="${escape(row[key] ?? "")}" spellcheck="false"></td>`);
    if (flag) cells.push(`<td class="mid"><input type="checkbox" data-cell="${flag}" aria-label="back to the first dollar, ${what} ${number}" ${row[flag] ? "checked" : ""}></td>`);
    const line = document.createElement("tr");
    line.innerHTML = `${cells.join("")}<td><button type="button" class="link" aria-label="take away ${what} ${number}">×</button></td>`;
    $(body).append(line);
  }

  edited() {
    const words = structuredClone(this.words);
    for (const input of document.querySelectorAll("[data-word]")) {
      const keys = input.dataset.word.split("."), last = keys.pop();
      let part = words;
      for (const key of keys) part = part[key] ??= {};
      if (input.value.trim()) part[last] = input.value.trim();
      else delete part[last];
    }
    if (words.ote) {
      delete words.salary;
      $("p-salary").value = "";
    }
    for (const [name, { body, keys, flag }] of Object.entries(LISTS)) {
      words[name] = [...$(body).children].map((line) => {
        const found = {};
        for (const key of keys) {
          const text = line.querySelector(`[data-cell="${key}"]`).value.trim();
          if (text) found[key] = text;
        }
        if (flag && line.querySelector(`[data-cell="${flag}"]`).checked) found[flag] = true;
        return found;
      }).filter((row) => Object.keys(row).length);
      if (!words[name].length) delete words[name];
    }
    this.changed(words);
  }

  // Draw what is paid a year at each attainment; the option's own curve stays behind it.
  draw(curve = this.curve, own = this.own) {
    if (!curve) return;
    Object.assign(this, { curve, own });
    if (!own) this.base = curve;
    const points = (one) => one.at.map((at, n) => [at, one.pay[n]]);
    const lines = own && this.base ? [{ points: points(this.base), pale: true }] : [];
    lines.push({ points: points(curve) });
    const most = Math.max(...lines.flatMap((one) => one.points.map((point) => point[1]))) || 1;
    chart($("curve"), {
      title: `Pay a year by attainment of quota. ${curve.said}`, lines, x: [0, 2], y: [0, most * 1.05],
      xText: (v) => percent(v), marks: [1], dots: [[1, curve.ote]], height: 270,
      xName: "attainment of quota", yName: "pay a year",
    });
    $("plan-said").textContent = curve.said;
    $("plan-rows").innerHTML = curve.rows.map(([at, ...rest]) =>
      `<tr><th scope="row">${at}</th>${rest.map((n) => `<td class="n">${Math.round(n).toLocaleString("en")}</td>`).join("")}</tr>`).join("");
  }

  // A refusal beside the table, and the field that it names marked.
  refuse(text) {
    const line = $("plan-refusal");
    line.hidden = !text;
    line.textContent = text ?? "";
    const key = /^incentive\.([\w.]+(?:\[\d+\])?(?:\.\w+)?)/.exec(text ?? "")?.[1];
    for (const input of document.querySelectorAll("#plan input, #plan select")) {
      const row = input.closest("tbody tr");
      const name = row
        ? `${row.parentElement.id === "tiers" ? "tiers" : "bonus"}[${[...row.parentElement.children].indexOf(row)}].${input.dataset.cell}`
        : input.dataset.word;
      if (key && name === key) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }

  save() {
    const lines = (value, pad) => Object.entries(value).map(([key, one]) => {
      if (Array.isArray(one))
        return `${pad}${key}:\n` + one.map((row) => `${pad}  - ${JSON.stringify(row)}`).join("\n");
      if (one && typeof one === "object") return `${pad}${key}:\n${lines(one, pad + "  ")}`;
      return `${pad}${key}: ${typeof one === "string" ? JSON.stringify(one) : one}`;
    }).join("\n");
    const text = `# A plan of the app\n\n${lines(this.latest ?? this.words, "")}\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/yaml" }));
    link.download = "my_plan.yaml";
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
