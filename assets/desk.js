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

// A file that the node would refuse is refused here, before an hour of a slow line is spent on it.
document.addEventListener("change", (event) => {
  const box = event.target;
  const { fileBytes, fileTooLarge } = document.body.dataset;
  if (!fileBytes || box.type !== "file") return;
  const large = [...box.files].some((file) => file.size > Number(fileBytes));
  box.setCustomValidity(large ? fileTooLarge : "");
  box.reportValidity();
});
