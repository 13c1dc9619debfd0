using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Settlement;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.Reports;

/// <summary>State of a deal in the gross profit report.</summary>
public sealed record SellingDeal(DealTimeline Timeline, ImmutableArray<Delivery> Deliveries)
{
    public ImmutableArray<WrittenOff> WriteOffs { get; init; } = [];
}

/// <summary>A shipment, a return, or the reversal of one.</summary>
/// <param name="RatedAt">At the rate of this instant it is converted: a reversal at that of what it reverses.</param>
/// <param name="Sign">1 for a shipment and a reversed return, -1 for a return and a reversed shipment.</param>
public sealed record Delivery(
    Guid Id,
    string Sort,
    DateTimeOffset At,
    DateTimeOffset RatedAt,
    int Sign,
    Currency Currency,
    ImmutableArray<ShippedLine> Lines
);

/// <summary>A debt that was written off, or the reversal of a write-off.</summary>
/// <param name="Amount">
/// Positive when we forgave the client, negative when the client left it to us; a reversal the other way round.
/// </param>
public sealed record WrittenOff(
    Guid Id,
    string Sort,
    DateTimeOffset At,
    DateTimeOffset RatedAt,
    Currency Currency,
    decimal Amount
);

/// <summary>A row per delivered or returned line, and one per write-off, which is no line and has no name.</summary>
/// <param name="Revenue">Without VAT.</param>
/// <param name="Discount">Given by hand.</param>
/// <param name="Cost">0 when unknown; then <c>cost_unknown</c> is set, and the row counts in the revenue alone.</param>
/// <param name="Sort">Stored name of the event.</param>
/// <param name="RatedAt">At the rate of this instant the row is converted.</param>
/// <param name="ListDiscount">Reduction by the price list.</param>
/// <param name="WrittenOff">With VAT; not part of the revenue.</param>
public sealed record ProfitRow(
    Guid Deal,
    string Kind,
    Guid Document,
    Guid Line,
    DateTimeOffset At,
    Guid? Product,
    string Name,
    decimal Quantity,
    decimal Revenue,
    decimal Discount,
    decimal Cost,
    bool CostUnknown,
    string Currency,
    Guid? Manager,
    Guid? Client,
    string? Source,
    string Sort,
    decimal ListDiscount,
    decimal WrittenOff,
    DateTimeOffset RatedAt
);

/// <summary>
/// Revenue, discounts and cost of shipments minus returns, without VAT, and write-offs separately (docs/domain.md,
/// Reports).
/// </summary>
public sealed class GrossProfit(string schema, StoredReport? version = null)
    : DealReport<SellingDeal, ProfitRow>(
        version ?? Stored,
        schema,
        [
            typeof(ShipmentMade),
            typeof(ShipmentReversed),
            typeof(ReturnAccepted),
            typeof(ReturnReversed),
            typeof(DebtWrittenOff),
            typeof(WriteOffReversed),
        ]
    )
{
    public const string ReportName = "gross-profit";

    /// <summary>The version of this build.</summary>
    public static StoredReport Stored { get; } = new(ReportName, 2);

    public override SellingDeal? Evolve(SellingDeal? before, DealId deal, DomainEvent domainEvent)
    {
        if (domainEvent is DealOpened)
            return new SellingDeal(new DealTimeline().With(domainEvent), []);
        if (before is null)
            return null;
        return before with
        {
            Timeline = before.Timeline.With(domainEvent),
            Deliveries = DeliveryIn(domainEvent) is { } delivery ? before.Deliveries.Add(delivery) : before.Deliveries,
            WriteOffs = WriteOffIn(domainEvent) is { } writeOff ? before.WriteOffs.Add(writeOff) : before.WriteOffs,
        };
    }

    private static Delivery? DeliveryIn(DomainEvent domainEvent)
    {
        var (at, name) = (domainEvent.HappenedAt, EventCatalogue.Of(domainEvent.GetType()).Name);
        return domainEvent switch
        {
            ShipmentMade f => new(f.Shipment.Value, name, at, at, 1, f.Currency, f.Lines),
            ShipmentReversed f => new(f.Shipment.Value, name, at, f.Of, -1, f.Currency, f.Lines),
            ReturnAccepted f => new(f.Return.Value, name, at, at, -1, f.Currency, f.Lines),
            ReturnReversed f => new(f.Return.Value, name, at, f.Of, 1, f.Currency, f.Lines),
            _ => null,
        };
    }

    private static WrittenOff? WriteOffIn(DomainEvent domainEvent)
    {
        var (at, name) = (domainEvent.HappenedAt, EventCatalogue.Of(domainEvent.GetType()).Name);
        return domainEvent switch
        {
            DebtWrittenOff f => new(f.WriteOff.Value, name, at, at, f.Amount.Currency, Signed(f.Amount, f.Side)),
            WriteOffReversed f => new(f.WriteOff.Value, name, at, f.Of, f.Amount.Currency, -Signed(f.Amount, f.Side)),
            _ => null,
        };
    }

    private static decimal Signed(Money amount, DebtSide side) =>
        side == DebtSide.Client ? amount.Amount : -amount.Amount;

    public override IEnumerable<ProfitRow> RowsOf(DealId deal, SellingDeal state) =>
        state
            .Deliveries.SelectMany(d =>
                d.Lines.Select(x =>
                    Row(deal, state.Timeline, d.Id, d.At, d.Currency) with
                    {
                        Sort = d.Sort,
                        RatedAt = d.RatedAt,
                        Line = x.Line.Value,
                        Product = x.Product?.Value,
                        Name = x.Name,
                        Quantity = d.Sign * x.Quantity,
                        Revenue = d.Sign * x.Net,
                        Discount = d.Sign * x.Discount,
                        ListDiscount = d.Sign * (x.ListDiscount ?? 0),
                        Cost = d.Sign * (x.Cost ?? 0),
                        CostUnknown = x.Cost is null,
                    }
                )
            )
            .Concat(
                state.WriteOffs.Select(x =>
                    Row(deal, state.Timeline, x.Id, x.At, x.Currency) with
                    {
                        Sort = x.Sort,
                        RatedAt = x.RatedAt,
                        WrittenOff = x.Amount,
                    }
                )
            );

    /// <summary>The attributes of a document at the time it happened.</summary>
    private static ProfitRow Row(DealId deal, DealTimeline line, Guid document, DateTimeOffset at, Currency currency) =>
        new(
            deal.Value,
            line.Kind,
            document,
            document,
            at,
            null,
            "",
            0,
            0,
            0,
            0,
            false,
            currency.Code,
            line.Managers.At(at),
            line.Clients.At(at),
            line.Sources.At(at),
            "",
            0,
            0,
            at
        );

    protected override void Shape(Table rows)
    {
        rows.AddColumn<string>("kind").NotNull();
        rows.AddColumn<Guid>("document").NotNull();
        rows.AddColumn<Guid>("line").NotNull();
        rows.AddColumn<DateTimeOffset>("at").NotNull();
        rows.AddColumn<Guid>("product");
        rows.AddColumn<string>("name").NotNull();
        rows.AddColumn("quantity", "numeric").NotNull();
        rows.AddColumn("revenue", "numeric").NotNull();
        rows.AddColumn("discount", "numeric").NotNull();
        rows.AddColumn("cost", "numeric").NotNull();
        rows.AddColumn<bool>("cost_unknown").NotNull();
        rows.AddColumn<string>("currency").NotNull();
        rows.AddColumn<Guid>("manager");
        rows.AddColumn<Guid>("client");
        rows.AddColumn<string>("source");
        rows.AddColumn<string>("sort").NotNull();
        rows.AddColumn("list_discount", "numeric").NotNull();
        rows.AddColumn("written_off", "numeric").NotNull();
        rows.AddColumn<DateTimeOffset>("rated_at").NotNull();
        rows.Indexes.Add(new IndexDefinition(rows.Identifier.Name + "_at") { Columns = ["at"] });
        rows.Indexes.Add(new IndexDefinition(rows.Identifier.Name + "_currency") { Columns = ["currency"] });
    }
}
