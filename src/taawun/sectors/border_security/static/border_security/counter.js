// SPDX-License-Identifier: Apache-2.0
// Enter after the last line of a zone sends it; within one it begins the next line, as readers type it.
// What could not be read is marked, so that the next reading takes its place.
"use strict";
const zone = document.querySelector("#counter textarea");
const WHOLE = new Set([72, 88, 90]);
zone?.setSelectionRange(0, zone.value.length);
zone?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (WHOLE.has(zone.value.replace(/\s/g, "").length) || event.ctrlKey) {
    event.preventDefault();
    zone.form.requestSubmit();
  }
});
