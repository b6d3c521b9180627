"use strict";
/* What was typed or chosen before the page was ready, or was brought back by the browser, is asked for as if done now. */
window.addEventListener("pageshow", () => {
  const chosen = (select) => select.selectedIndex !== Math.max(0, [...select.options].findIndex((each) => each.defaultSelected));
  for (const form of document.querySelectorAll("form[hx-trigger~='change,']")) {
    const fields = [...form.querySelectorAll("input[type=search]")].filter((field) => field.value !== field.defaultValue);
    if (fields.length || [...form.querySelectorAll("select")].some(chosen)) { form.dispatchEvent(new Event("change")); }
  }
});
