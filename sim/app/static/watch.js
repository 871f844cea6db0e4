// A market that is watched: play, step, and what a few of its people are doing.

import { bars, chart, percent, short } from "./draw.js";

const $ = (id) => document.getElementById(id);
const LOOKED_BACK = 520, FIRST_DAYS = 10;

export class Watch {
  // `form()` is the scenario; `post(path, content)` asks the server.
  constructor(form, post) {
    Object.assign(this, { form, post, stale: true, shares: [], beliefs: [] });
    $("play").onclick = () => (this.source ? this.pause() : this.play());
    $("step").onclick = () => this.step(1);
    $("week").onclick = () => this.step(5);
    $("again").onclick = () => this.begin();
    $("next").onclick = () => this.follow(null);
    $("who").onchange = () => this.follow(Math.trunc(Number($("who").value)) || 0);
    $("speed").oninput = () => ($("speed-said").value = $("speed").value);
    $("speed").onchange = () => this.source && (this.pause(), this.play());
    addEventListener("pagehide", () => {
      this.pause();
      this.stale = true;
      navigator.sendBeacon("/watch/end", JSON.stringify({ market: this.market }));
    });
  }

  changed() {
    this.stale = true;
    if (this.frame) $("watch-note").textContent = "The scenario has changed: the next day begins with the new one.";
  }

  // One market at a time is made; who asks meanwhile waits for the same.
  begin() {
    return this.making ??= this.make().finally(() => (this.making = null));
  }

  async make() {
    this.pause();
    $("watch-note").textContent = "Making the market; where the model has yet to be compiled, that takes a minute, once …";
    this.stale = false;
    Object.assign(this, { shares: [], beliefs: [] });
    let frame = await this.post("/watch", this.form());
    this.market = frame?.market;
    while (frame && frame.running && frame.day < 0) {
      $("watch-note").textContent = `Warming up: ${-frame.day} days to go`;
      frame = await this.ask("step", { days: Math.min(65, -frame.day) });
    }
    $("watch-note").textContent = "";
    if (!frame) return !(this.stale = true);
    if (frame.day === 0) frame = await this.ask("follow", { customer: null }) ?? frame;
    this.show(frame);
    return true;
  }

  ask(what, content) {
    return this.post(`/watch/${what}`, { market: this.market, ...content });
  }

  // Nothing plays any more, and the market of the scenario as it is now is there.
  async ready() {
    this.pause();
    if (this.making && !(await this.making)) return false;
    return !this.stale || this.begin();
  }

  // The first days, as soon as the page is there.
  async first() {
    if (!(await this.begin())) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) await this.step(FIRST_DAYS);
    else this.play(FIRST_DAYS, 20);
  }

  async step(days) {
    if (!(await this.ready())) return;
    const frame = await this.ask("step", { days });
    if (frame) this.show(frame);
    else this.stale = true;
  }

  async play(until = Infinity, speed = $("speed").value) {
    if (!(await this.ready())) return;
    this.pause();  // somebody else may have waited, too
    $("play").textContent = "Pause";
    this.source = new EventSource(`/watch/play?${new URLSearchParams({ speed, market: this.market })}`);
    this.source.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.kind === "failed") return void (this.pause(), (this.stale = true), ($("watch-note").textContent = frame.what));
      this.show(frame);
      if (!frame.running || frame.day >= until) this.pause();
    };
    this.source.onerror = () => this.pause();
  }

  pause() {
    this.source?.close();
    this.source = null;
    $("play").textContent = "Play";
  }

  async follow(customer) {
    if (!this.frame) return;
    this.beliefs = [];
    const frame = await this.ask("follow", { customer });
    if (frame) this.show(frame);
  }

  show(frame) {
    this.frame = frame;
    if (frame.shares) this.shares.push([frame.day, frame.shares]);
    this.beliefs.push([frame.day, frame.customer.beliefs]);
    for (const history of [this.shares, this.beliefs]) if (history.length > LOOKED_BACK) history.shift();
    this.draw();
  }

  draw() {
    if (!this.frame) return;
    const { frame } = this;
    $("watched").hidden = false;
    $("day").textContent = `day ${Math.max(frame.day, 0)} of ${frame.last}`;
    const { leads, mqls, sqls, talks, wins } = frame.funnel;
    const of = (part, whole) => (whole ? Math.min(part / whole, 1) : 0);
    bars($("w-funnel"), [["leads", short(leads)], ["MQL, of leads", short(mqls), of(mqls, leads)],
      ["SQL, of MQL", short(sqls), of(sqls, mqls)], ["conversations", short(talks)], ["won", short(wins)],
      ["new revenue", short(frame.revenue)], ["looking now", short(frame.searching)]]);
    this.lines("w-share", this.shares, "Share of all deals won so far, by firm", [0, 1], percent);
    this.reps(frame.reps);
    this.customer(frame.customer);
  }

  lines(place, history, title, y, yText) {
    if (!history.length) return void ($(place).innerHTML = '<p class="help">Nothing yet.</p>');
    const firms = history[0][1].length;
    const name = (firm) => (firm === 0 ? "the firm" : firms === 2 ? "rival" : `rival ${firm}`);
    const lines = [...Array(firms).keys()].map((number) => ({
      number, name: name(number), points: history.map(([day, values]) => [day, values[number]]),
    }));
    const last = history.at(-1)[0], first = history[0][0];
    chart($(place), { title, lines, x: [first, Math.max(last, first + 5)], y, yText, xName: "day", height: 200, names: true });
  }

  reps(reps) {
    $("w-reps").innerHTML = `<table class="reps"><thead><tr><th scope="col">rep</th><th scope="col" class="n">leads</th><th scope="col" class="n">deals</th><th scope="col" class="n">to sign</th><th scope="col">quota</th></tr></thead><tbody>${reps.map((rep, n) =>
      `<tr${rep.there ? "" : ' class="quiet"'}><th scope="row">${n + 1}${rep.there ? "" : " (empty)"}</th><td class="n">${rep.leads}</td><td class="n">${rep.open}</td><td class="n">${rep.agreed}</td><td><span class="track"><i style="width:${Math.min(100, 100 * rep.reached)}%"></i></span><span class="n"> ${Math.round(100 * rep.reached)} %</span></td></tr>`).join("")}</tbody></table>`;
  }

  customer({ number, looking, talks, supplier, considered, nothing }) {
    if (document.activeElement !== $("who")) $("who").value = number;
    const every = [...this.beliefs.flatMap((one) => one[1]), nothing];
    const low = Math.min(...every), high = Math.max(...every), room = Math.max(0.1, 0.08 * (high - low));
    this.lines("w-belief", this.beliefs, `What customer ${number} believes of each firm's offer, in utility`, [low - room, high + room], short);
    const firm = (n) => (n === 0 ? "the firm" : `rival ${n}`);
    const parts = [looking ? "is looking" : "has no need just now"];
    if (looking) parts.push(considered.length ? `considers ${considered.map(firm).join(", ")}` : "has no firm in mind");
    if (talks) parts.push(`had ${talks} conversation${talks > 1 ? "s" : ""}`);
    if (supplier >= 0) parts.push(`buys from ${firm(supplier)}`);
    $("w-says").textContent = `Customer ${number} ${parts.join("; ")}. Utility of the offer, as the customer sees it; 0 is the mean.`;
  }
}
