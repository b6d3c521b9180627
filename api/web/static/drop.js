"use strict";
/* Dropping a file on the form that takes one; without this, the form has a button. */
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const stay = (event) => { event.preventDefault(); zone.classList.toggle("over", event.type === "dragover"); };
  zone.addEventListener("dragover", stay);
  zone.addEventListener("dragleave", stay);
  zone.addEventListener("drop", (event) => {
    stay(event);
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      zone.requestSubmit();
    }
  });
}
