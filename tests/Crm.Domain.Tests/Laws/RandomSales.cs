namespace Crm.Domain.Tests;

/// <summary>A deal with random orders, free or from a proposal, and random documents for them. A refused command changes nothing.</summary>
internal sealed class RandomSales
{
    private int ids = 10_000;

    public Story Story { get; private set; }

    public RandomSales(
        (ImmutableArray<LineDraft> Lines, DocumentDiscount? Discount, bool IncludesVat, Currency Currency) document,
        int seed
    )
    {
        var (lines, discount, includesVat, currency) = document;
        var priced = Pricing.Of(lines, includesVat, currency, discount);
        Story = Deals.Simple.Did(new IdentifyClient(Acme));
        if (seed % 2 == 0)
        {
            var main = Pricing.Of([.. lines.Select(x => x with { Alternative = false })], includesVat, currency, null);
            Story = Story.Did(new PlaceOrder(TheOrder, null, includesVat, currency, main));
            return;
        }

        var content = new ProposalContent(priced, currency, includesVat, new DateOnly(2026, 3, 31), null)
        {
            Discount = discount,
        };
        Story = Story.Did(new DraftProposal(Offer, content)).Did(new IssueProposal(Offer, content));
        ImmutableArray<LineChoice> some =
        [
            .. content.Main.Select(x => new LineChoice(x.Line, Part(x.Quantity, seed))).Where(x => x.Quantity > 0),
        ];
        Try(new PlaceOrderFromProposal(TheOrder, Offer, content, some));
        Try(new PlaceOrderFromProposal(new(Id(33)), Offer, content, null));
    }

    public void Do(int sort, int a, int b)
    {
        var ledger = Story.Deal.Ledger;
        var order = ledger.Orders.Values.ElementAt(a % ledger.Orders.Count);
        var line = order.Lines.Values.ElementAt(b % order.Lines.Count);
        var shipment = ledger.Shipments.IsEmpty ? null : ledger.Shipments.Values.ElementAt(a % ledger.Shipments.Count);
        var invoice = Story.Events.OfType<InvoiceIssued>().ElementAtOrDefault(a % 7);
        Try(
            sort switch
            {
                0 or 1 => new RecordShipment(
                    new(Next()),
                    order.Id,
                    [new(line.Id, Part(line.Quantity, a), null, null)],
                    null
                ),
                2 => new RecordShipment(new(Next()), order.Id, b % 3 > 0 ? null : [], null),
                3 or 4 => Invoiced(order, [new(line.Id, Part(line.Quantity, a))]),
                5 when b % 2 == 0 => Invoiced(order, null) with
                {
                    Amount = new(ledger.Currency!.Value.Round(order.Ordered.Total * a / 900), ledger.Currency.Value),
                },
                5 => Invoiced(order, null),
                6 => new CancelOrderLines(order.Id, [new(line.Id, Part(line.Quantity, a))], Why),
                7 when shipment is not null && shipment.Lines.Keys.First() is var shipped => new AcceptReturn(
                    new(Next()),
                    shipment.Id,
                    b % 3 == 0 ? null : [new(shipped, Part(shipment.Lines[shipped].Quantity, b))],
                    Why
                ),
                8 when invoice is not null => new CancelInvoice(invoice.Invoice, Why),
                9 when invoice is not null => new ReissueInvoice(new(Next()), invoice, null, null, Why),
                _ => new ScheduleInvoices(
                    order.Id,
                    [
                        new(new(Next()), new DateOnly(2026, 4, 1), 30 + a % 40, null),
                        new(new(Next()), new DateOnly(2026, 5, 1), 70 - a % 40, null),
                    ]
                ),
            }
        );
    }

    private IssueInvoice Invoiced(Order order, ImmutableArray<LineQuantity>? parts) =>
        new(new(Next()), order.Id, parts, null, null, Story.Deal.Ledger.Currency!.Value, order.PriceIncludesVat, null);

    private static decimal Part(decimal quantity, int a) =>
        a % 5 == 0 ? quantity : Math.Round(quantity * (1 + a % 9) / 11, a % 6);

    private Guid Next() => Id(++ids);

    private void Try(DealCommand command)
    {
        var (decision, used) = Story.Decide(command, null, Rights.All);
        if (decision.Refused is null)
            Story = Story.Appended(decision, used);
    }
}
