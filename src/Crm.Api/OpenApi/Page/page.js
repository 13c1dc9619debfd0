// Loads the contract, with the key that the reader enters if the host asks for one, and shows it. The key stays in the memory of the page.
"use strict";
const form = document.getElementById("access");
const fault = document.getElementById("fault");

function show(spec, key) {
  const page = SwaggerUIBundle({
    spec,
    dom_id: "#reference",
    deepLinking: true,
    displayOperationId: true, // Fixes name operations by it.
    tryItOutEnabled: true,
    validatorUrl: null,
    onComplete: () => key && page.preauthorizeApiKey("bearer", key),
  });
}

async function load(key) {
  try {
    const answer = await fetch("../openapi/crm.v1.json", key ? { headers: { Authorization: `Bearer ${key}` } } : {});
    const content = await answer.json();
    if (!answer.ok) throw new Error(content.title);
    form.hidden = true;
    show(content, key);
  } catch (e) {
    fault.textContent = `The contract was not loaded: ${e.message}`;
    form.hidden = false;
  }
}

form.addEventListener("submit", event => {
  event.preventDefault();
  fault.textContent = "";
  load(document.getElementById("key").value.trim());
});
if (form.hidden) load(null);
