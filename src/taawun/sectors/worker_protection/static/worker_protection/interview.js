// SPDX-License-Identifier: Apache-2.0
// Keeps the answers while the link is down and sends them when it is back; what is sent is forgotten here at once.
// Only sessionStorage is used. It is emptied when the interview ends, on the way out, and on signing out.
"use strict";
const form = document.getElementById("interview");
const out = document.getElementById("way-out");
const KEPT = "interview:";
const AGAIN = 4000; // milliseconds
const key = KEPT + form.dataset.key;
let leaving = false;
let sending = false;
let changed = false;

const forget = () => Object.keys(sessionStorage).filter((one) => one.startsWith(KEPT)).forEach((one) => sessionStorage.removeItem(one));

function keep() {
  const said = {};
  for (const one of form.querySelectorAll("input[type=radio]:checked")) said[one.name] = one.value;
  sessionStorage.setItem(key, JSON.stringify(said));
}

function restore() {
  const kept = sessionStorage.getItem(key);
  if (!kept) return false;
  for (const [name, value] of Object.entries(JSON.parse(kept))) {
    const one = form.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (one) one.checked = true;
  }
  return true;
}

function tell(down, back) {
  document.getElementById("link-down").hidden = !down;
  document.getElementById("link-back").hidden = !back;
}

async function send() {
  if (leaving) return false;
  if (sending) return (changed = true), false;
  sending = true;
  changed = false;
  let arrived = false;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Kept-By-Script": "1" }, redirect: "manual" });
    arrived = answer.status === 204;
  } catch {
    arrived = false;
  }
  sending = false;
  if (leaving) return false;
  const was = !document.getElementById("link-down").hidden;
  if (arrived && !changed) {
    forget();
    tell(false, was);
  } else {
    keep();
    if (!arrived) tell(true, false);
    setTimeout(send, arrived ? 0 : AGAIN);
  }
  return arrived;
}

function show(step) {
  for (const one of form.querySelectorAll(".group")) one.hidden = one.id !== `group-${step}`;
  const heading = form.querySelector(`#group-${step} h2`);
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

form.addEventListener("change", () => { keep(); send(); });

form.addEventListener("submit", async (event) => {
  const go = event.submitter?.value ?? "0";
  event.preventDefault();
  keep();
  if (go !== "finish") {
    show(go);
    send();
    return;
  }
  if (!(await send())) return;
  leaving = true;
  forget();
  const end = document.createElement("input");
  Object.assign(end, { type: "hidden", name: "go", value: "finish" });
  form.append(end);
  form.submit();
});

out.addEventListener("submit", (event) => {
  event.preventDefault();
  leaving = true;
  sessionStorage.clear();
  localStorage.clear();
  form.reset();
  document.documentElement.hidden = true;
  history.replaceState(null, "", out.dataset.to);
  location.replace(out.dataset.to);
});

for (const one of document.querySelectorAll('form[action$="/sign-out/"]')) one.addEventListener("submit", () => { leaving = true; forget(); });
window.addEventListener("online", send);
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
if (restore()) send();
