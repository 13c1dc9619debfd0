namespace Crm.Testing;

/// <summary>Takes a standard sale over HTTP to the state that a test needs.</summary>
public sealed class Sale(Api api)
{
    public string Id { get; private set; } = "";
    public string ClientId { get; private set; } = "";

    /// <summary>The tax id of its client.</summary>
    public string TaxId { get; private init; } = "";
    public string ProposalId { get; private set; } = "";
    public string OrderId { get; private set; } = "";
    public string LineId { get; private set; } = "";
    public string InvoiceId { get; private set; } = "";
    public string Path => "/deals/" + Id;

    public static object Rub(string amount) => new { amount, currency = "RUB" };

    public static async Task<Sale> Open(Api api, string title = "Поставка принтеров", string? taxId = null)
    {
        var sale = new Sale(api) { TaxId = taxId ?? FreshTaxId.Company() };
        sale.Id = (await api.PostOnce("/deals", new { title })).Must(201).Id;
        return sale;
    }

    public async Task<string> Task() => (string)(await api.Get(Path)).Must(200)["openTasks"]![0]!["id"]!;

    public async Task<Answer> TryComplete() => await api.PostOnce($"{Path}/tasks/{await Task()}/complete", new { });

    public async Task Complete() => (await TryComplete()).Must(200);

    public async Task<Sale> Contacted()
    {
        (
            await api.Post(
                $"{Path}/interactions",
                new
                {
                    kind = "call",
                    direction = "out",
                    description = "Позвонили, есть интерес",
                }
            )
        ).Must(201);
        await Complete();
        return this;
    }

    public async Task<Sale> Qualified()
    {
        ClientId = (
            await api.Post(
                "/clients",
                new
                {
                    name = "ООО Ромашка",
                    kind = "company",
                    legalDetails = new { taxId = TaxId, registeredName = "ООО «Ромашка»" },
                }
            )
        ).Must(201).Id;
        (await api.Post($"{Path}/client", new { clientId = ClientId })).Must(200);
        (await api.Post($"{Path}/interest", new { lines = new[] { new { text = "Принтер", quantity = 3 } } })).Must(
            200
        );
        (await api.Patch(Path, new { expectedAmount = Rub("300.00") })).Must(200);
        await Complete();
        return this;
    }

    public async Task<Sale> Proposed()
    {
        ProposalId = (
            await api.Post(
                $"{Path}/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Принтер",
                            quantity = 3,
                            price = Rub("100.00"),
                            vatRate = 20,
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(201).Id;
        (await api.Post($"/proposals/{ProposalId}/issue")).Must(200);
        await Complete();
        return this;
    }

    public async Task<Sale> Presented()
    {
        (
            await api.Post($"{Path}/presentations", new { heldAt = "2026-11-20T10:00:00Z", outcome = "Понравилось" })
        ).Must(201);
        await Complete();
        return this;
    }

    public async Task<Sale> Agreed()
    {
        (await api.Post($"/proposals/{ProposalId}/send")).Must(200);
        (await api.Post($"/proposals/{ProposalId}/accept")).Must(200);
        await Complete();
        return this;
    }

    public async Task<Sale> Ordered()
    {
        var order = (await api.Post($"{Path}/orders", new { proposalId = ProposalId })).Must(201);
        (OrderId, LineId) = (order.Id, (string)order["lines"]![0]!["lineId"]!);
        await Complete();
        return this;
    }

    public async Task<Sale> Invoiced()
    {
        InvoiceId = (await api.Post($"{Path}/invoices", new { orderId = OrderId })).Must(201).Id;
        await Complete();
        return this;
    }

    public async Task<Sale> Ship(decimal quantity = 3)
    {
        (
            await api.PostOnce(
                $"{Path}/shipments",
                new
                {
                    orderId = OrderId,
                    lines = new[]
                    {
                        new
                        {
                            lineId = LineId,
                            quantity,
                            unitCost = Rub("60.00"),
                        },
                    },
                }
            )
        ).Must(201);
        return this;
    }

    public async Task<Sale> Pay(string amount = "360.00")
    {
        (await api.PostOnce($"{Path}/payments", new { amount = Rub(amount), invoiceId = InvoiceId })).Must(201);
        return this;
    }

    public async Task<Sale> ToFulfilment() =>
        await (
            await (
                await (await (await (await (await Contacted()).Qualified()).Proposed()).Presented()).Agreed()
            ).Ordered()
        ).Invoiced();

    public async Task<Sale> ToWin()
    {
        await ToFulfilment();
        await Ship();
        await Pay();
        await Complete();
        await Complete();
        return this;
    }
}
