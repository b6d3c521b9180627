"use strict";
/* A search as it goes on: figures and a line of the value and of what no plan can exceed. */
for (const live of document.querySelectorAll("[data-job]")) {
  const events = new EventSource(`/v1/jobs/${live.dataset.job}/events`);
  const figure = (name) => live.querySelector(`[data-figure=${name}]`);
  const values = [], bounds = [];
  const width = 600, height = 160;
  const draw = () => {
    const all = [...values, ...bounds];
    if (values.length < 1) { return; }
    const last = Math.max(...all.map((each) => each[0]), 1);
    const best = Math.max(...all.map((each) => each[1]));
    const floor = Math.min(...values.map((each) => each[1]));
    const range = Math.max(best - floor, 1e-6);
    const place = ([when, what]) => `${(width * when / last).toFixed(1)},${(height - 10 - (height - 20) * (what - floor) / range).toFixed(1)}`;
    for (const [name, series] of [["value", values], ["bound", bounds]]) {
      const steps = [];
      for (const point of series) {
        if (steps.length) { steps.push([point[0], steps[steps.length - 1][1]]); }
        steps.push(point);
      }
      if (steps.length) { steps.push([last, steps[steps.length - 1][1]]); }
      live.querySelector(`.${name}`).setAttribute("points", steps.map(place).join(" "));
    }
  };
  const hear = (event) => {
    const told = JSON.parse(event.data);
    live.querySelector("[data-queued]").hidden = true;
    live.querySelector("dl").hidden = false;
    live.querySelector("svg").removeAttribute("hidden");
    live.querySelector(".curves").hidden = false;
    if (event.type === "improved") { values.push([told.seconds, told.value]); }
    if (event.type === "bound") { bounds.push([told.seconds, told.bound]); }
    if (told.placed !== undefined && told.placed !== null) { figure("placed").textContent = told.placed; }
    const value = values.length ? values[values.length - 1][1] : null;
    const bound = bounds.length ? bounds[bounds.length - 1][1] : null;
    if (value && bound) { figure("gap").textContent = `${(100 * Math.max(0, bound / value - 1)).toFixed(2)} %`; }
    if (value !== null) { figure("value").textContent = value.toFixed(2); }
    draw();
  };
  for (const kind of ["started", "improved", "bound"]) { events.addEventListener(kind, hear); }
  for (const kind of ["done", "ended", "failed"]) {
    events.addEventListener(kind, () => { events.close(); window.location.assign(live.dataset.done); });
  }
}
