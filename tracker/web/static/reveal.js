// Counts down while an identity is shown, and leaves when the time is over, also for a tab that slept meanwhile.
// Without scripts the server has the browser leave (the header Refresh).
(() => {
  "use strict";
  const banner = document.querySelector(".reveal-banner");
  if (!banner) return;
  const words = banner.querySelector("[data-left]");
  const end = Date.now() + Number(banner.dataset.seconds) * 1000;
  const tick = () => {
    const left = Math.round((end - Date.now()) / 1000);
    if (left <= 0) {
      document.querySelector("main").hidden = true;
      location.replace(banner.dataset.away);
      return;
    }
    words.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  };
  tick();
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  // A page that the browser kept when it was left is not shown again.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
