"use strict";
/* A field for several codes suggests the next one: each suggestion begins with what stands before it. */
for (const field of document.querySelectorAll("input[data-several]")) {
  const options = [...field.list.options].map((option) => [option, option.value]);
  const suggest = () => {
    const before = field.value.match(/^(?:.*[;,|]\s*)?/)[0];
    const there = new Set(before.split(/[;,|]/).map((each) => each.trim()));
    for (const [option, code] of options) {
      option.value = before + code;
      option.disabled = there.has(code);
    }
  };
  field.addEventListener("focus", suggest);
  field.addEventListener("input", suggest);
}
