// Puts a box above every long list (select[data-typeahead]); typing in it shortens the list.
// Without scripts the list stays as it is. Nothing leaves the page.
"use strict";

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const list of document.querySelectorAll("select[data-typeahead]")) {
  const label = document.querySelector(`label[for="${list.id}"]`);
  const whole = [...list.options];
  const box = document.createElement("input");
  box.type = "text";
  box.className = "form-control size-medium typeahead-box";
  box.autocomplete = "off";
  box.setAttribute("aria-label", label ? label.textContent.trim() : list.name);
  box.setAttribute("aria-controls", list.id);
  box.placeholder = list.dataset.typeahead;
  list.before(box);

  const shorten = () => {
    const sought = fold(box.value.trim());
    const fits = whole.filter((option) => fold(option.text).includes(sought));
    const chosen = list.value;
    list.replaceChildren(...(fits.length ? fits : whole));
    list.size = sought && fits.length > 1 ? Math.min(fits.length, 8) : 0;
    if (sought && fits.length && !fits.some((option) => option.value === chosen)) {
      list.value = fits[0].value;
    } else {
      list.value = chosen;
    }
  };

  box.addEventListener("input", shorten);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      list.focus();
    } else if (event.key === "Enter") {
      event.preventDefault(); // chooses here; it never sends the form
      list.focus();
    }
  });
}
