// SPDX-License-Identifier: Apache-2.0
// Helps whoever types a password: a button that shows it, and beside a new one how hard it is to guess. Nothing leaves
// the page, nothing is decided: the node judges by its own rules. Words come with the field, in data-show, data-hide and
// data-strengths. Without this script the fields are as they were.
"use strict";

const LEAST = 12; // characters, as the node asks
const SORTS = [/\p{Ll}/u, /\p{Lu}/u, /\p{Lo}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];

// 0 too short, 1 weak, 2 fair, 3 good: what is repeated counts once, more sorts of letters count a little.
const strength = (typed) => {
  const letters = [...typed];
  if (letters.length < LEAST) return 0;
  const worth = new Set(letters).size + SORTS.filter((sort) => sort.test(typed)).length;
  return worth < 10 ? 1 : worth < 15 ? 2 : 3;
};

const withButton = (field) => {
  // No <button>: Enter in the field, and whoever looks for the button of the form, find the one that sends it.
  const button = document.createElement("input");
  const say = (shown) => {
    field.type = shown ? "text" : "password";
    button.value = shown ? field.dataset.hide : field.dataset.show;
  };
  button.type = "button";
  button.className = "reveal";
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => say(field.type === "password"));
  field.form.addEventListener("submit", () => say(false));
  say(false);
  field.after(button);
};

const withMeter = (field) => {
  const words = field.dataset.strengths.split("|");
  const line = document.createElement("p");
  const meter = document.createElement("meter");
  const said = document.createElement("span");
  meter.max = words.length - 1;
  meter.setAttribute("aria-hidden", "true");
  said.setAttribute("role", "status");
  line.className = "soft strength";
  line.append(meter, " ", said);
  line.hidden = true;
  field.addEventListener("input", () => {
    line.hidden = field.value === "";
    meter.value = strength(field.value);
    said.textContent = words[meter.value];
  });
  (field.nextElementSibling || field).after(line);
};

for (const field of document.querySelectorAll("input[data-show]")) withButton(field);
for (const field of document.querySelectorAll("input[data-strengths]")) withMeter(field);
