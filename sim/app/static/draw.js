// Small pictures that move under the hand: lines over a ground of rules, and rows of bars.

const PAD = { l: 52, r: 26, t: 22, b: 40 };
const FIRMS = 8; // that have a colour and a dash of their own

export const escape = (text) =>
  String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

// A number in three digits, thousands and more by their names: the rule of sim/metrics/numbers.py.
export function short(value) {
  const size = Math.abs(value);
  if (size < 1e-9) return "0";  // what rounding leaves of a tick at nil
  const [limit, unit] = [[1e9, " bn"], [1e6, " m"], [1e3, " k"]].find(([one]) => size >= 0.9995 * one) ?? [1, ""];
  return `${value < 0 ? "−" : ""}${+(size / limit).toPrecision(3)}${unit}`;
}

export const percent = (value) => `${+(100 * value).toFixed(1)} %`;

function ticks(low, high, count = 5) {
  const raw = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= raw) ?? raw;
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step / 1e6; at += step) found.push(at);
  return found;
}

// Each of `lines` has points [x, y], a name, and a number for its colour and dash. The picture is as
// wide as its place, so that its words are as large as the page's.
export function chart(place, { title, lines, x, y, xText = short, yText = short, xName = "", yName = "", dots = [], marks = [], height = 240, names = false }) {
  const W = Math.max(place.clientWidth, 220);
  const right = names ? 84 : PAD.r;
  const sx = (v) => PAD.l + ((v - x[0]) / (x[1] - x[0] || 1)) * (W - PAD.l - right);
  const sy = (v) => height - PAD.b - ((v - y[0]) / (y[1] - y[0] || 1)) * (height - PAD.t - PAD.b);
  const out = [];
  for (const at of ticks(y[0], y[1], 4))
    out.push(`<line class="rule" x1="${PAD.l}" x2="${W - right}" y1="${sy(at)}" y2="${sy(at)}"/>`,
      `<text x="${PAD.l - 7}" y="${sy(at) + 4}" text-anchor="end">${escape(yText(at))}</text>`);
  for (const at of ticks(x[0], x[1], W > 380 ? 5 : 3))
    out.push(`<text x="${sx(at)}" y="${height - PAD.b + 17}" text-anchor="middle">${escape(xText(at))}</text>`);
  out.push(`<text x="${W - right}" y="${height - 4}" text-anchor="end">${escape(xName)}</text>`,
    `<text x="0" y="11">${escape(yName)}</text>`);
  for (const mark of marks)
    out.push(`<line class="mark" x1="${sx(mark)}" x2="${sx(mark)}" y1="${PAD.t}" y2="${height - PAD.b}"/>`);
  const ends = [];
  for (const { points, name, number = 0, pale } of lines) {
    if (!points.length) continue;
    const path = points.map(([a, b]) => `${sx(a).toFixed(1)},${sy(b).toFixed(1)}`).join(" ");
    const look = pale ? "pale" : `firm-${number % FIRMS}`;
    out.push(`<polyline class="${look}" points="${path}"/>`);
    if (names) ends.push({ name, look, y: sy(points.at(-1)[1]), x: sx(points.at(-1)[0]) });
  }
  ends.sort((a, b) => a.y - b.y);
  for (let n = 1; n < ends.length; n++) ends[n].y = Math.max(ends[n].y, ends[n - 1].y + 13);
  for (const { name, look, y: at } of ends)
    out.push(`<text class="end ${look}" x="${W - right + 6}" y="${at + 4}">${escape(name)}</text>`);
  for (const [a, b] of dots) out.push(`<circle cx="${sx(a)}" cy="${sy(b)}" r="4.5"/>`);
  place.innerHTML = `<svg viewBox="0 0 ${W} ${height}" role="img" aria-label="${escape(title)}">${out.join("")}</svg>`;
}

// Rows of [name, words, part]: a bar as long as the part, 0 to 1, where there is one.
export function bars(place, rows) {
  place.innerHTML = rows.map(([name, words, part]) =>
    `<div class="bar"><span>${escape(name)}</span><b>${escape(words)}</b>${part === undefined ? "" : `<span class="track"><i style="width:${100 * part}%"></i></span><span class="quiet">${percent(part)}</span>`}</div>`).join("");
}
