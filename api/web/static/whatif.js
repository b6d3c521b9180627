"use strict";
/* While a question is searched: how far the time has gone, and that it goes on. */
for (const form of document.querySelectorAll("[data-whatif]")) {
  const bar = form.querySelector("progress"), said = form.querySelector("[role=status]");
  let ticking = 0;
  form.addEventListener("htmx:beforeRequest", () => {
    const began = performance.now(), whole = 1000 * Number(form.elements.seconds.value);
    said.textContent = form.dataset.whatif;
    bar.hidden = false;
    bar.value = 0;
    document.getElementById("answer").textContent = "";
    ticking = setInterval(() => { bar.value = Math.min((performance.now() - began) / whole, 1); }, 250);
  });
  form.addEventListener("htmx:afterRequest", () => {
    clearInterval(ticking);
    said.textContent = "";
    bar.hidden = true;
  });
}
