// The page: what is chosen becomes words; words are run, shown, compared and taken along.

import { answered } from "./asking.js";
import { Plan } from "./plan.js";
import { ofSlider, toSlider } from "./slider.js";
import { Watch } from "./watch.js";

const $ = (id) => document.getElementById(id);
const each = (selector, call, root = document) => root.querySelectorAll(selector).forEach(call);
const state = { choices: {}, values: {}, plan: null };
let asked = 0, latest = null, last = "", shown = "";

const form = () => ({ choices: state.choices, values: state.values, plan: state.plan });

async function post(path, content, quiet = false) {
  const headers = { "content-type": "application/json" };
  const { text, refusal, gone } = await answered(path, { method: "POST", headers, body: JSON.stringify(content) });
  if (text !== undefined) return JSON.parse(text);
  if (!quiet || gone) refuse(refusal);
  return quiet && !gone ? { refusal } : undefined;
}

async function fragment(path) {
  const { text, refusal } = await answered(path);
  if (text === undefined) refuse(refusal);
  return text;
}

function refuse(text) {
  $("refusal").hidden = !text;
  $("refusal").textContent = text ?? "";
  const key = /^([\w.]+)=/.exec(text ?? "")?.[1];
  each("[data-key]", (input) => {
    const wrong = key && input.dataset.key === key;
    wrong ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
    const field = input.closest(".field");
    field.querySelector(".refusal")?.remove();
    if (wrong) {
      const line = document.createElement("p");
      line.className = "refusal";
      line.textContent = text;
      field.append(line);
    }
  });
}

// Composing: the server checks all that is chosen, and says the words for it.
const plan = new Plan((words) => {
  state.plan = words;
  plan.latest = words ?? undefined;
  if (words) curve();
  later();
}, async (text) => {
  const found = await post("/plan", { text, form: form() });
  if (!found) return;
  plan.show(found);
  plan.changed(found.words);
});
const watch = new Watch(form, post);

let curving = false, again = false;
async function curve() {
  if (curving) return void (again = true);
  curving = true;
  do {
    again = false;
    const found = await post("/curve", form(), true);
    plan.refuse(found?.refusal);
    if (found && !found.refusal && state.plan) {
      plan.draw(found, true);
      $("command").textContent = found.command;
    }
  } while (again);
  curving = false;
}

let timer = 0;
function later() {
  clearTimeout(timer);
  timer = setTimeout(compose, 200);
}

async function compose() {
  const number = ++asked;
  const found = await post("/compose", form(), true);
  if (number !== asked || !found) return;
  $("run").disabled = Boolean(found.refusal);
  refuse(found.refusal && !found.refusal.startsWith("incentive") ? found.refusal : null);
  if (found.refusal) return void plan.refuse(found.refusal.startsWith("incentive") ? found.refusal : null);
  latest = found;
  $("command").textContent = found.command;
  if ($("stop").hidden) $("status").textContent = found.size;
  $("notes").textContent = found.notes.join(" ");
  $("notes").hidden = !found.notes.length;
  each("[data-key]", (input) => {
    if (!(input.dataset.key in state.values)) setField(input, found.values[input.dataset.key] ?? "");
  });
  plan.refuse(null);
  if (!state.plan) plan.show(found.plan);
  plan.draw(found.curve, Boolean(state.plan));
  watch.changed();
}

// Fields.
function setField(input, text) {
  input.value = text;
  input.dataset.base = text;
  toSlider(input);
}

function fromSlider(slider) {
  const input = $(slider.dataset.of);
  input.value = ofSlider(slider);
  slider.setAttribute("aria-valuetext", input.value);
  take(input);
}

function take(input) {
  const key = input.dataset.key;
  if (input.value === input.dataset.base) delete state.values[key];
  else state.values[key] = input.value;
  input.closest(".field").classList.toggle("own", key in state.values);
  later();
}

function listen(root) {
  each("[data-key]", (input) => {
    input.addEventListener("input", () => (toSlider(input), take(input)));
    if (latest) setField(input, state.values[input.dataset.key] ?? latest.values[input.dataset.key] ?? "");
  }, root);
  each(".slide", (slider) => slider.addEventListener("input", () => fromSlider(slider)), root);
}

each("[data-menu]", (menu) => menu.addEventListener("change", () => {
  const name = menu.dataset.menu;
  state.choices[name] = menu.value;
  if (name === "incentive") state.plan = null;
  $(`says-${name}`).textContent = menu.selectedOptions[0].dataset.says;
  compose();
}));

$("reset").onclick = () => location.reload();

$("more").addEventListener("toggle", async () => {
  if ($("seek")) return;
  const found = await fragment("/more");
  if (found === undefined) return;
  $("more-fields").innerHTML = found;
  listen($("more-fields"));
  $("seek").oninput = () => {
    const words = $("seek").value.toLowerCase().split(/\s+/);
    let count = 0;
    each("[data-section]", (section) => {
      let any = false;
      each(".field", (field) => {
        const text = (field.dataset.field + " " + field.textContent).toLowerCase();
        field.hidden = !words.every((word) => text.includes(word));
        any ||= !field.hidden;
        count += !field.hidden;
      }, section);
      section.hidden = !any;
    }, $("more-fields"));
    $("sought").textContent = `${count} parameters`;
  };
});

// Running.
let begun = 0, asking = false;
$("run").onclick = async () => {
  if (asking) return;
  asking = true;
  const taken = await post("/run", form());
  asking = false;
  if (!taken) return void hear(false);
  refuse(null);
  hear();
};
$("stop").onclick = () => post("/run/stop", {});

// Hear of the run as it goes on; of one that goes on, or was the last, when the page is loaded.
function hear(anew = true) {
  if (anew) running(true);
  begun = 0;
  const events = new EventSource("/run/events");
  events.onmessage = ({ data }) => {
    const { kind, what } = JSON.parse(data);
    if (kind === "told") return void ((anew = true), running(true), progress(what));
    events.close();
    running(false);
    if (kind === "ok") (anew || what !== last) && done(what, anew);
    else if (!anew) return;
    else if (kind === "stopped") $("status").textContent = `${what[0].toUpperCase()}${what.slice(1)}.`;
    else refuse(what);
  };
  events.onerror = () => {
    events.close();
    const lost = !$("stop").hidden;
    running(false);
    if (lost) setTimeout(() => hear(false), 1000);
  };
}

function running(on) {
  if ($("stop").hidden !== on) return;
  const lost = document.activeElement === $(on ? "run" : "stop");
  $("run").hidden = on;
  $("stop").hidden = $("bar").hidden = $("left").hidden = !on;
  if (lost) $(on ? "stop" : "run").focus();
}

function progress({ text, done, total }) {
  $("left").textContent = "";
  if (total && done) {
    const now = performance.now(), part = done / total;
    begun ||= now;
    $("bar").value = part;
    const left = ((now - begun) / part) * (1 - part);
    if (now - begun > 2000 && part < 1) $("left").textContent = `${Math.ceil(left / 1000)} s left`;
  } else $("bar").removeAttribute("value");
  $("status").textContent = text;
}

async function done(folder, anew) {
  $("status").textContent = `Finished: ${folder}/`;
  const against = last;
  last = folder;
  await show(folder, against);
  if (anew) $("results").scrollIntoView();
  list();
}

// Results and folders.
async function show(folder, against = "") {
  shown = folder;
  const place = $("result");
  place.setAttribute("aria-busy", "true");
  const found = await fragment(`/result?${new URLSearchParams({ folder, against })}`);
  if (shown !== folder) return;  // another one was asked for meanwhile
  place.removeAttribute("aria-busy");
  if (found === undefined) return;
  place.innerHTML = found;
  if (![...$("against").options].some((one) => one.value === against)) $("against").add(new Option(against, against));
  $("against").value = against;
  each("[data-figure]", (figure) => seen.observe(figure), place);
}

// A figure is drawn when it comes near; one by one, so that other questions find a connection free.
let drawing = Promise.resolve();
const seen = new IntersectionObserver((entries) => {
  for (const { target: figure, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(figure);
    drawing = drawing.then(() => figure.isConnected && drawn(figure));
  }
}, { rootMargin: "600px" });

async function drawn(figure) {
  const { folder, figure: name } = figure.dataset;
  const found = await fragment(`/figure?${new URLSearchParams({ folder, name })}`);
  if (found) figure.innerHTML = found;
  else figure.remove();
}

async function list() {
  const found = await fragment("/folders");
  if (found === undefined) return;
  $("folders").innerHTML = found;
  const names = [];
  each("[data-open]", (button) => {
    names.push(button.dataset.open);
    button.onclick = async () => (await show(button.dataset.open), $("results").focus(), $("results").scrollIntoView());
  });
  const kept = $("against").value;
  $("against").replaceChildren(new Option("nothing", ""), ...names.map((name) => new Option(name, name)));
  if (names.includes(kept)) $("against").value = kept;
}
$("against").onchange = () => shown && show(shown, $("against").value);

// The command, to take along.
$("copy").onclick = async () => {
  const text = $("command").textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection().selectAllChildren($("command"));
    document.execCommand("copy");
  }
  $("copy").textContent = "Copied";
  setTimeout(() => ($("copy").textContent = "Copy"), 1500);
};

addEventListener("resize", () => (plan.draw(), watch.draw()));
if (matchMedia("(max-width: 900px)").matches) $("fold").open = false;
listen(document);
await compose();
watch.first();
hear(false);
list();
document.documentElement.dataset.ready = "";
