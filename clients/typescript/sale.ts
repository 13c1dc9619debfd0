// Leads one sale to its win through the generated client: node obj/sale.js <url> <key>. Prints the id of the deal.
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./obj/schema.js";

type Schemas = components["schemas"];
type Money = Schemas["Money"];

const [url, key] = process.argv.slice(2);
if (url === undefined || key === undefined) throw new Error("usage: sale.js <url> <key>");

const signedIn: Middleware = {
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${key}`);
    return request;
  },
};
const crm = createClient<paths>({ baseUrl: url });
crm.use(signedIn);

/** The answer of a call; a refusal is thrown with what it explains. */
async function must<T>(call: Promise<{ data?: T; error?: Schemas["Problem"]; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (data === undefined) throw new Error(`${response.status} ${response.url}\n${JSON.stringify(error, null, 2)}`);
  return data;
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error("the list is empty");
  return item;
}

const rub = (amount: string): Money => ({ amount, currency: "RUB" });
/** Where money or goods move, the contract requires the key. */
const once = (): { header: { "Idempotency-Key": string } } => ({ header: { "Idempotency-Key": crypto.randomUUID() } });

const deal = await must(crm.POST("/api/v1/deals", { body: { title: "Three printers" } }));
const path = { dealId: deal.id };

/** Completes the task that the process has opened. */
async function complete(): Promise<void> {
  const { openTasks } = await must(crm.GET("/api/v1/deals/{dealId}", { params: { path } }));
  const task = { ...path, taskId: first(openTasks).id };
  await must(crm.POST("/api/v1/deals/{dealId}/tasks/{taskId}/complete", { params: { path: task } }));
}

await must(
  crm.POST("/api/v1/deals/{dealId}/interactions", {
    params: { path },
    body: { kind: "call", direction: "in", description: "Needs three printers by the end of the month" },
  }),
);
await complete();

const client = await must(
  crm.POST("/api/v1/clients", {
    body: { name: "Romashka", kind: "company", legalDetails: { taxId: "7707083893", registeredName: "OOO Romashka" } },
  }),
);
await must(crm.POST("/api/v1/deals/{dealId}/client", { params: { path }, body: { clientId: client.id } }));
const interest = { lines: [{ text: "Printer", quantity: 3 }] };
await must(crm.POST("/api/v1/deals/{dealId}/interest", { params: { path }, body: interest }));
const read = await crm.GET("/api/v1/deals/{dealId}", { params: { path } });
await must(
  crm.PATCH("/api/v1/deals/{dealId}", {
    params: { path, header: { "If-Match": read.response.headers.get("ETag") ?? "" } },
    body: { expectedAmount: rub("300.00") },
  }),
);
await complete();

const line = { name: "Printer", quantity: 3, price: rub("100.00"), vatRate: 20 };
const validUntil = new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString().slice(0, 10);
const proposal = await must(
  crm.POST("/api/v1/deals/{dealId}/proposals", { params: { path }, body: { lines: [line], validUntil } }),
);
const offer = { path: { proposalId: proposal.id } };
await must(crm.POST("/api/v1/proposals/{proposalId}/issue", { params: offer }));
await complete();
await must(
  crm.POST("/api/v1/deals/{dealId}/presentations", {
    params: { path },
    body: { heldAt: new Date().toISOString(), outcome: "They liked it" },
  }),
);
await complete();
await must(crm.POST("/api/v1/proposals/{proposalId}/send", { params: offer }));
await must(crm.POST("/api/v1/proposals/{proposalId}/accept", { params: offer }));
await complete();

const order = await must(
  crm.POST("/api/v1/deals/{dealId}/orders", { params: { path }, body: { proposalId: proposal.id } }),
);
await complete();
const invoice = await must(
  crm.POST("/api/v1/deals/{dealId}/invoices", { params: { path }, body: { orderId: order.id } }),
);
await complete();

await must(
  crm.POST("/api/v1/deals/{dealId}/shipments", {
    params: { path, ...once() },
    body: { orderId: order.id, lines: [{ lineId: first(order.lines).lineId, quantity: 3, unitCost: rub("60.00") }] },
  }),
);
await must(
  crm.POST("/api/v1/deals/{dealId}/payments", {
    params: { path, ...once() },
    body: { amount: invoice.total, invoiceId: invoice.id },
  }),
);
await complete();
await complete();

const won = await must(crm.GET("/api/v1/deals", { params: { query: { status: ["won", "lost"], sort: ["-openedAt"] } } }));
if (!won.items.some((one) => one.id === deal.id && one.status === "won")) throw new Error("the deal is not won");
console.log(deal.id);
