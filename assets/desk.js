// SPDX-License-Identifier: Apache-2.0
// What pages gain where a script may run: parts that renew themselves (htmx) and the keys of the desk.
// Every page does its work without it.

import "htmx.org/dist/htmx.min.js";

/** Put the cursor into the search box of the page's head. */
function search(event) {
  const box = document.querySelector("[data-key='search']");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

/** Whether a key is meant for what is being written. */
function writing(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

document.addEventListener("keydown", (event) => {
  const asked = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k";
  if (asked || (event.key === "/" && !writing(event.target))) search(event);
});
