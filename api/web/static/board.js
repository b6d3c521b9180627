"use strict";
/* The board without whole new pages: forms are sent on the spot, keys and dragging do what the forms do. */
(() => {
  const board = () => document.getElementById("board");
  const dialog = document.getElementById("dialog");
  const said = document.getElementById("said");
  const revision = () => document.querySelector("[data-revision]").dataset.revision;
  const buttonOf = (person) => person && person.querySelector(".move");
  let moved = null;  // whose button gets the focus back
  let then = null;  // what gets it instead, once

  /* One after another: what is asked before the last answer has come is meant for the board as that leaves it. */
  let line = Promise.resolve();
  const send = (address, values) => {
    const seen = revision();
    line = line.then(() => sent(address, values, seen)).catch(() => board().removeAttribute("aria-busy"));
  };
  const set = (values, name, value) => {
    if (values instanceof FormData) { values.set(name, value); } else { values[name] = value; }
  };
  const sent = async (address, values, seen) => {
    if (revision() !== seen) {
      if (dialog.open || document.querySelector("#notice .notice")) { return; }
      set(values, "revision", revision());
    }
    board().setAttribute("aria-busy", "true");
    if (document.querySelector("#waitlist [data-helped]")) { set(values, "helped", "yes"); }
    await htmx.ajax("POST", address, { source: document.body, target: document.body, swap: "none", values });
    board().removeAttribute("aria-busy");
    for (const form of document.querySelectorAll("#cards > [name=revision]")) { form.value = revision(); }
    settle();
  };

  /* What came back stands in its places: open the dialog if it asks something, else close it and go on. */
  const settle = () => {
    const title = document.getElementById("dialog-title");
    if (title && dialog.contains(title)) {
      if (!dialog.open) { dialog.showModal(); }
      (dialog.querySelector("textarea") || dialog.querySelector(".choice") || title).focus();
      return;
    }
    if (dialog.open) { dialog.close(); }
    const notice = document.querySelector("#notice .notice");
    if (notice) { then = null; notice.scrollIntoView({ block: "center" }); notice.focus(); } else { back(); }
    sortable();
  };
  const back = () => {
    const next = then && document.getElementById(then);
    then = null;
    if (next) { next.focus(); return; }
    const person = moved && document.querySelector(`[data-person="${CSS.escape(moved)}"]`);
    if (!person) { return; }
    const folded = person.closest("details:not([open])");
    if (folded) { folded.open = true; }
    buttonOf(person).focus();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target, by = event.submitter;
    if (!form.matches("[data-live]")) { return; }
    event.preventDefault();
    const values = new FormData(form, by);
    then = by && by.dataset.then;
    if (values.get("applicant")) { moved = values.get("applicant"); }
    send(by && by.hasAttribute("formaction") ? by.formAction : form.action, values);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#dialog [data-close]")) { event.preventDefault(); dialog.close(); }
  });
  dialog.addEventListener("close", () => { document.getElementById("dialog-content").replaceChildren(); back(); });
  for (const wrong of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(wrong, () => { said.textContent = said.dataset.unsaved; });
  }

  /* Keys: arrows go from person to person, P lets one stay, Ctrl+Z goes back. */
  const typing = (target) => target.closest("input, textarea, select");
  const step = (name) => {
    const form = document.querySelector(`form[data-step="web.${name}"]`);
    if (!form.querySelector("button").disabled) { form.requestSubmit(); }
  };
  document.addEventListener("keydown", (event) => {
    if (typing(event.target)) { return; }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !dialog.open) {
      event.preventDefault();
      step(event.shiftKey ? "redo" : "undo");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    const choice = event.target.closest(".choice");
    if (choice && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const all = [...dialog.querySelectorAll(".choice")].filter((each) => each.checkVisibility());
      const next = all[all.indexOf(choice) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) { next.focus(); }
      return;
    }
    const person = event.target.closest("[data-person]");
    if (!person || dialog.open) { return; }
    if (event.key.toLowerCase() === "p" && person.closest(".group")) {
      event.preventDefault();
      moved = person.dataset.person;
      const pin = person.hasAttribute("data-pinned") ? "no" : "yes";
      send(board().dataset.moves, { revision: revision(), applicant: moved, pin });
    }
    if (event.key.startsWith("Arrow")) {
      const next = neighbour(person, event.key);
      if (next) { event.preventDefault(); next.focus(); }
    }
  });
  const neighbour = (person, key) => {
    const upright = key === "ArrowDown" || key === "ArrowUp", on = key === "ArrowDown" || key === "ArrowRight";
    const within = upright ? person.closest(".place") : board();
    const buttons = [...within.querySelectorAll(".move")].filter((each) => each.checkVisibility());
    if (upright) { return buttons[buttons.indexOf(buttonOf(person)) + (on ? 1 : -1)]; }
    const places = [...new Set(buttons.map((each) => each.closest(".place")))];
    const place = places[places.indexOf(person.closest(".place")) + (on ? 1 : -1)];
    return place && buttons.find((each) => each.closest(".place") === place);
  };

  /* Dragging: a card follows the pointer, every place says what it would gain, and the one below takes it. */
  let aim = null, dragged = null;
  const look = (event) => {
    const below = document.elementFromPoint(event.clientX, event.clientY);
    const place = below && below.closest("[data-place]");
    if (place === aim) { return; }
    if (aim) { aim.classList.remove("aim"); }
    aim = place;
    if (aim) { aim.classList.add("aim"); }
  };
  const gains = async (applicant) => {
    await htmx.ajax("POST", board().dataset.gains, { source: document.body, target: "#gains", swap: "innerHTML", values: { revision: revision(), applicant } });
    if (dragged !== applicant) { return; }
    for (const found of document.querySelectorAll("#gains [data-of]")) {
      const line = document.querySelector(`[data-place="${CSS.escape(found.dataset.of)}"] > .gain`);
      if (line) { line.textContent = found.textContent; line.className = `gain ${found.className.replace("points", "")}`; line.hidden = false; }
    }
  };
  const start = (event) => {
    dragged = event.item.dataset.person;
    document.addEventListener("pointermove", look);
    gains(dragged);
  };
  const end = (event) => {
    document.removeEventListener("pointermove", look);
    for (const line of document.querySelectorAll(".gain:not([hidden])")) { line.hidden = true; }
    const target = aim, from = event.item.closest("[data-place]"), applicant = dragged;
    if (aim) { aim.classList.remove("aim"); }
    aim = dragged = null;
    if (!target || target === from) { return; }
    moved = applicant;
    const to = target.dataset.place ? { to: target.dataset.place } : { wait: "yes" };
    send(board().dataset.moves, { revision: revision(), applicant, ...to });
  };
  const sortable = () => {
    for (const list of document.querySelectorAll(".people:not(.waitlist)")) {
      if (Sortable.get(list)) { continue; }
      Sortable.create(list, {
        group: { name: "board", pull: true, put: false }, sort: false, draggable: "[data-person]:not([data-member])",
        filter: "button, summary", preventOnFilter: false, forceFallback: true, fallbackOnBody: true, fallbackTolerance: 4,
        delay: 200, delayOnTouchOnly: true, onStart: start, onEnd: end,
      });
    }
  };
  sortable();

  /* A proposal that is still searched for: look again once the search has ended. */
  for (const proposal of document.querySelectorAll(".proposal[data-job]")) {
    const events = new EventSource(`/v1/jobs/${proposal.dataset.job}/events`);
    for (const kind of ["done", "ended", "failed"]) {
      events.addEventListener(kind, () => { events.close(); window.location.assign(proposal.dataset.done); });
    }
  }
})();
