// A number and its slider say the same; a slider of factors moves by the logarithm.

export function toSlider(input) {
  const slider = input.parentElement.querySelector(".slide");
  if (!slider) return;
  const { low, high } = slider.dataset, value = Number(input.value);
  slider.value = "factor" in slider.dataset
    ? (100 * Math.log(Math.max(value, 1e-9) / low)) / Math.log(high / low)
    : value;
  slider.setAttribute("aria-valuetext", input.value);
}

export function ofSlider(slider) {
  const { low, high } = slider.dataset;
  if (!("factor" in slider.dataset)) return slider.value;
  return String(+(low * (high / low) ** (slider.value / 100)).toPrecision(2));
}
