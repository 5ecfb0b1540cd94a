// Puts a box above every long list (select[data-typeahead]); typing in it shortens the list.
// Without scripts the list stays as it is. Nothing is chosen unasked: only when a single entry is left.
"use strict";

const MOST_SHOWN = 8;
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const list of document.querySelectorAll("select[data-typeahead]")) {
  const label = document.querySelector(`label[for="${list.id}"]`);
  const whole = [...list.children];
  const options = [...list.options];
  let chosen = list.value;

  const box = document.createElement("input");
  box.type = "text";
  box.className = "form-control size-medium typeahead-box";
  box.autocomplete = "off";
  box.placeholder = list.dataset.typeahead;
  box.setAttribute("aria-label", `${list.dataset.typeahead}: ${label ? label.textContent.trim() : list.name}`);
  box.setAttribute("aria-controls", list.id);
  list.before(box);

  const showWhole = () => {
    list.replaceChildren(...whole);
    list.size = 0;
    list.value = chosen;
  };

  const shorten = () => {
    showWhole();
    const sought = fold(box.value.trim());
    if (!sought) {
      return;
    }
    const fits = options.filter((option) => option.value && fold(option.text).includes(sought));
    list.replaceChildren(...fits);
    list.size = Math.min(Math.max(fits.length, 2), MOST_SHOWN);
    if (fits.length === 1) {
      chosen = fits[0].value;
    }
    list.value = chosen; // nothing is marked when the choice is not among those left
  };

  const settle = () => {
    box.value = "";
    showWhole();
  };

  box.addEventListener("input", shorten);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      list.focus();
      if (list.selectedIndex < 0 && list.options.length) {
        list.selectedIndex = 0;
        chosen = list.value;
      }
    } else if (event.key === "Enter") {
      event.preventDefault(); // ends the search; it never sends the form
      settle();
      list.focus();
    }
  });
  list.addEventListener("change", () => { chosen = list.value; });
  list.addEventListener("click", (event) => { if (event.target instanceof HTMLOptionElement) settle(); });
  list.addEventListener("keydown", (event) => { if (event.key === "Enter") settle(); });
  list.addEventListener("blur", settle);
  box.addEventListener("blur", (event) => { if (event.relatedTarget !== list) settle(); });
}
