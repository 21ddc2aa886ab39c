// SPDX-License-Identifier: Apache-2.0
// The way out: nothing is left in this browser and its history, and no answer of the node is waited for.
"use strict";
const out = document.getElementById("way-out");

out.addEventListener("submit", (event) => {
  event.preventDefault();
  document.dispatchEvent(new Event("leaving"));
  sessionStorage.clear();
  localStorage.clear();
  for (const one of document.forms) one.reset();
  document.documentElement.hidden = true;
  history.replaceState(null, "", out.dataset.to);
  location.replace(out.dataset.to);
});
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
