// SPDX-License-Identifier: Apache-2.0
// Asks the browser for a passkey, or to make one, and hands what it says to the form. The node checks it; nothing is
// decided here. A form says what it wants: data-passkey="get" or "create", its options in data-options or at the
// address data-options-from, and in data-failed the element to show when nothing came of it.
"use strict";

const bytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

const text = (buffer) => {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const credentials = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

const decoded = (options) => {
  const key = { ...options, challenge: bytes(options.challenge) };
  if (options.user) key.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) key.excludeCredentials = credentials(options.excludeCredentials);
  if (options.allowCredentials) key.allowCredentials = credentials(options.allowCredentials);
  return key;
};

const encoded = (made) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = text(made.response[name]);
  }
  if (made.response.getTransports) response.transports = made.response.getTransports();
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response,
    clientExtensionResults: made.getClientExtensionResults(),
  };
};

const optionsOf = async (form) => {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return (await answer.json()).request_options;
};

const ask = async (form) => {
  const publicKey = decoded((await optionsOf(form)).publicKey);
  const made = await navigator.credentials[form.dataset.passkey]({ publicKey });
  form.elements.credential.value = JSON.stringify(encoded(made));
  form.submit();
};

const prepare = (form) => {
  const failed = document.getElementById(form.dataset.failed);
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    failed.hidden = true;
    ask(form).catch(() => { failed.hidden = false; });
  });
};

if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(prepare);
