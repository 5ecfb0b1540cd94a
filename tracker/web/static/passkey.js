// Asks the browser for a passkey when the form beside it is sent. Where there are none, codes are used and this does nothing.
(() => {
  "use strict";
  const form = document.querySelector("form[data-passkey]");
  const keys = window.PublicKeyCredential;
  if (!form || !keys || !keys.parseCreationOptionsFromJSON || !keys.parseRequestOptionsFromJSON) return;
  const answer = form.querySelector("[name=answer]");
  const options = JSON.parse(form.dataset.passkey);
  const ask = form.dataset.act === "create"
    ? () => navigator.credentials.create({ publicKey: keys.parseCreationOptionsFromJSON(options) })
    : () => navigator.credentials.get({ publicKey: keys.parseRequestOptionsFromJSON(options) });
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      answer.value = JSON.stringify((await ask()).toJSON());
      form.submit();
    } catch {
      form.querySelector("[data-problem]").hidden = false;
    }
  });
})();
