"use strict";
/* One more empty line for a group, as often as somebody wants; without this, saving gives two more. */
for (const button of document.querySelectorAll("[data-add-line]")) {
  const body = button.closest("form").querySelector("[data-lines] tbody");
  button.hidden = false;
  button.addEventListener("click", () => {
    const number = body.rows.length;
    const line = body.rows[number - 1].cloneNode(true);
    for (const told of line.querySelectorAll("[id^=why-]")) { told.remove(); }
    for (const input of line.querySelectorAll("input")) {
      input.name = input.name.replace(/^group-\d+/, `group-${number}`);
      if (input.id) { input.id = input.name; }
      input.value = "";
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
      const label = input.closest("td").dataset.label;
      if (input.type !== "hidden") { input.setAttribute("aria-label", `${label}, ${number + 1}`); }
    }
    body.append(line);
    line.querySelector("input:not([type=hidden])").focus();
  });
}
