// SPDX-License-Identifier: Apache-2.0
// Keeps the answers while the link is down and sends them when it is back; what is sent is forgotten here at once.
// Only sessionStorage is used. It is emptied when the interview ends, on the way out, and on signing out.
"use strict";
const form = document.getElementById("interview");
const KEPT = "interview:";
const AGAIN = 4000; // milliseconds
const key = KEPT + form.dataset.key;
const ARRIVED = 204;
let leaving = false;
let sending = false;
let changed = false;
let finishing = false;
let again = 0; // one further try at a time: one that comes after all was sent would take that word back

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

function tell(came) {
  const back = came === "sent" && !document.getElementById("link-down").hidden;
  for (const id of ["link-down", "link-back", "signed-out"]) document.getElementById(id).hidden = id !== (back ? "link-back" : came);
}

// What came of it: the answers arrived, the node refused them (a session that ran out answers with a way elsewhere), or
// there is no link.
async function post() {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Kept-By-Script": "1" }, redirect: "manual" });
    if (answer.status === ARRIVED) return "sent";
    return answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500) ? "signed-out" : "link-down";
  } catch {
    return "link-down";
  }
}

async function send() {
  if (leaving) return;
  if (sending) return void (changed = true);
  clearTimeout(again);
  sending = true;
  changed = false;
  const came = await post();
  sending = false;
  if (leaving) return;
  if (came === "sent" && !changed) {
    forget();
    tell("sent");
    if (finishing) finish();
    return;
  }
  keep();
  if (came !== "sent") tell(came);
  if (came !== "signed-out") again = setTimeout(send, came === "sent" ? 0 : AGAIN);
}

function finish() {
  leaving = true;
  const end = document.createElement("input");
  Object.assign(end, { type: "hidden", name: "go", value: "finish" });
  form.append(end);
  form.submit();
}

function show(step) {
  for (const one of form.querySelectorAll(".group")) one.hidden = one.id !== `group-${step}`;
  const heading = form.querySelector(`#group-${step} h2`);
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

form.addEventListener("change", () => { keep(); send(); });

form.addEventListener("submit", (event) => {
  const go = event.submitter?.value ?? "0";
  event.preventDefault();
  keep();
  finishing = go === "finish";
  if (!finishing) show(go);
  send();
});

document.addEventListener("leaving", () => { leaving = true; });

for (const one of document.querySelectorAll('form[action$="/sign-out/"]')) one.addEventListener("submit", () => { leaving = true; forget(); });
window.addEventListener("online", send);
if (restore()) send();
