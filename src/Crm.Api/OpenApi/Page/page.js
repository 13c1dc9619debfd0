// Loads the contract, with the key that the reader enters if the host asks for one, and shows it. The key stays in the memory of the page.
"use strict";
const form = document.getElementById("access");
const fault = document.getElementById("fault");

// The component reads OpenAPI 3.1 by a library that takes seconds for a contract of this size, at the start and for each operation that is
// opened, and OpenAPI 3.0 at once. So it gets the contract in the words of 3.0; what it shows and sends is the same.
function inOpenApi30(part) {
  if (Array.isArray(part)) return part.map(inOpenApi30);
  if (part === null || typeof part !== "object") return part;
  const copy = {};
  for (const [name, value] of Object.entries(part))
    copy[name] = name === "example" || name === "value" ? value : inOpenApi30(value);
  if (Array.isArray(copy.type)) {
    copy.nullable = true;
    copy.type = copy.type.find(type => type !== "null");
  }
  if (Array.isArray(copy.oneOf) && copy.oneOf.some(one => one.type === "null"))
    return { ...copy.oneOf.find(one => one.type !== "null"), description: copy.description };
  if (Array.isArray(copy.examples)) {
    copy.example = copy.examples[0];
    delete copy.examples;
  }
  return copy;
}

function show(contract, key) {
  const page = SwaggerUIBundle({
    spec: { ...inOpenApi30(contract), openapi: "3.0.4" },
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
