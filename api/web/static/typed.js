"use strict";
/* What was typed before the page was ready, or was brought back by the browser, is searched for as if typed now. */
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("[hx-post] input[type=search]")) {
    if (field.value !== field.defaultValue) { field.dispatchEvent(new Event("change", { bubbles: true })); }
  }
});
