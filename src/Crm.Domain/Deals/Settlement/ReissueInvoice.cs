using Crm.Domain.Deals.Prices;

namespace Crm.Domain.Deals.Settlement;

/// <summary>
/// Cancels an invoice and issues its replacement in one append: the only way to change an issued invoice.
/// </summary>
/// <param name="Before">The invoice to replace, as issued.</param>
/// <param name="Anew">New content; null: unchanged.</param>
/// <param name="DueOn">Null: unchanged.</param>
public sealed record ReissueInvoice(
    InvoiceId Id,
    InvoiceIssued Before,
    IssueInvoice? Anew,
    DateOnly? DueOn,
    Personal Reason
) : DealCommand
{
    /// <summary>As the request states it; null: as the replaced invoice.</summary>
    public bool? PriceIncludesVat { get; init; }

    public override bool NamesClient => true;

    public override AgreedPrices? Judges => Anew?.Judges;

    protected override Decision DecideCore(DecisionContext at)
    {
        var ledger = at.Deal.Ledger;
        if (!ledger.Invoices.TryGetValue(Before.Invoice, out var old))
            return Rejection.NotFound("invoice.not_found");
        if (ledger.Invoices.ContainsKey(Id))
            return Rejection.Conflict("id.taken");
        if (old.Cancelled)
            return Rejection.Conflict(
                "invoice.cancelled",
                new Blocker(
                    "invoice.cancelled",
                    $"invoice:{old.Id}",
                    "an invoice in force",
                    "cancelled",
                    new Fix.IssueInvoice(at.Deal.Id)
                )
            );
        var cancelled = new CancelInvoice(old.Id, Reason).On(at);
        if (cancelled.Refused is not null)
            return cancelled;
        // The new invoice is judged against a deal in which the old one is already cancelled.
        var then = at with
        {
            Deal = cancelled.Events.Aggregate(
                at.Deal,
                (deal, domainEvent) => Deal.Evolve(deal, deal.Id, domainEvent with { HappenedAt = at.HappenedAt })
            ),
        };
        if (Anew is null && Contradiction(at) is { } contradiction)
            return contradiction;
        var issued = Anew is null
            ? Same(then)
            : (Anew with { Id = Id, DueOn = DueOn ?? Before.DueOn, Replaced = Before }).On(then);
        if (issued.Refused is not null)
            return issued;
        var made = issued.Events.OfType<InvoiceIssued>().Single();
        if (Beyond(then, made.Total.Amount) is { } beyond)
            return beyond;
        return Decision.Accept([
            .. cancelled.Events,
            made with
            {
                Replaces = old.Id,
                Part = made.Lines.IsEmpty ? PartOf(made) : null,
            },
        ]);
    }

    /// <summary>
    /// The replacement takes the same part of the schedule, so that the schedule still counts it; a new sum is no
    /// percentage any more.
    /// </summary>
    private SchedulePart? PartOf(InvoiceIssued made) =>
        Before.Part is { } part && made.Total != Before.Total ? part with { Percent = null } : Before.Part;

    /// <summary>
    /// Invoices of a schedule take no quantities, so only the sum keeps the replacement within the order.
    /// </summary>
    private Rejection? Beyond(DecisionContext at, decimal total) =>
        Before is { Part: not null, Order: { } id } && at.Deal.Ledger.Orders.TryGetValue(id, out var order)
            ? IssueInvoice.Beyond(at, order, total, new Fix.ReviewOrder(at.Deal.Id, id))
            : null;

    /// <summary>The same content to the minor unit, if the order still allows it.</summary>
    private Decision Same(DecisionContext at)
    {
        if (Before is { Lines.IsEmpty: true, Vat: null })
            return StatingVat(at);
        if (Before.Order is { } id && at.Deal.Ledger.Orders.TryGetValue(id, out var order))
        {
            if (Clocks.Referring(at, order.LatestAt, LineRule.UninvoicedAt(at, order.Id)) is { } early)
                return early;
            ImmutableArray<LineQuantity> parts =
            [
                .. Before
                    .Lines.Where(x => order.Lines.ContainsKey(x.Line))
                    .Select(x => new LineQuantity(x.Line, x.Quantity)),
            ];
            if (IssueInvoice.Beyond(at, order, parts) is { } beyond)
                return beyond;
            if (!parts.IsEmpty && IssueInvoice.BesideSchedule(at, order, Before.Total.Amount) is { } twice)
                return twice;
        }

        return Decision.Accept(
            Before with
            {
                Invoice = Id,
                Number = "",
                PriceIncludesVat = at.Deal.Ledger.PricesIncludeVat(Before),
                // Lines that earlier builds stored may miss net + VAT = total by a minor unit.
                Lines = [.. Before.Lines.Select(x => x with { Net = x.Total - x.Vat })],
                Net = Before.Vat is { } vat ? Before.Total.Amount - vat : null,
                DueOn = DueOn ?? Before.DueOn,
                HappenedAt = default,
                Cause = null,
                Client = at.Requisites,
            }
        );
    }

    private Rejection? Contradiction(DecisionContext at) =>
        InheritedVat.Refuse(
            PriceIncludesVat,
            at.Deal.Ledger.PricesIncludeVat(Before),
            $"invoice:{Before.Invoice}",
            new Fix.ReissueInvoice(at.Deal.Id, Before.Invoice)
        );

    /// <summary>A plain amount of an earlier build states no VAT; its replacement does.</summary>
    private Decision StatingVat(DecisionContext at) =>
        new IssueInvoice(
            Id,
            Before.Order,
            null,
            null,
            Before.Total,
            Before.Total.Currency,
            at.Deal.Ledger.PricesIncludeVat(Before),
            DueOn ?? Before.DueOn
        )
        {
            Replaced = Before,
        }.On(at);
}
