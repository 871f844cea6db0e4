// On paper nothing can be opened, and browsers of before 2025 do not know what style.css says.
let shut = [];
addEventListener("beforeprint", () => {
  shut = Array.from(document.querySelectorAll("details:not([open])"));
  shut.forEach((one) => { one.open = true; });
});
addEventListener("afterprint", () => shut.forEach((one) => { one.open = false; }));
