"use strict";
/* Forms that ask by themselves ask nothing twice, and leave nothing unasked. */
const asking = document.querySelectorAll("form[hx-trigger~='change,']");

/* An answer takes the place of the one before it. Whoever types and then presses a name in the answer leaves the field by
   that, of which the browser says that it changed: if the same were asked again, the new answer could come between pressing
   and letting go, and the name that was pressed would be gone. Asking by the button or the enter key always asks. */
for (const form of asking) {
  let asked = null;
  form.addEventListener("htmx:configRequest", (event) => {
    const question = new URLSearchParams(event.detail.formData).toString();
    if (question === asked && event.detail.triggeringEvent.type !== "submit") { event.preventDefault(); }
    asked = question;
  });
  form.addEventListener("htmx:afterRequest", (event) => { if (!event.detail.successful) { asked = null; } });
}

/* What was typed or chosen before the page was ready, or was brought back by the browser, is asked for as if done now. */
window.addEventListener("pageshow", () => {
  const chosen = (select) => select.selectedIndex !== Math.max(0, [...select.options].findIndex((each) => each.defaultSelected));
  for (const form of asking) {
    const fields = [...form.querySelectorAll("input[type=search]")].filter((field) => field.value !== field.defaultValue);
    if (fields.length || [...form.querySelectorAll("select")].some(chosen)) { form.dispatchEvent(new Event("change")); }
  }
});
