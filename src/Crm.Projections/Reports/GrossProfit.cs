using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Settlement;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.Reports;

/// <summary>State of a deal in the gross profit report.</summary>
public sealed record SellingDeal(DealTimeline Timeline, ImmutableArray<Delivery> Deliveries)
{
    public ImmutableArray<WrittenOff> WriteOffs { get; init; } = [];
}

/// <summary>A shipment or a return.</summary>
/// <param name="Sign">1 for a shipment, -1 for a return.</param>
public sealed record Delivery(
    Guid Id,
    DateTimeOffset At,
    int Sign,
    Currency Currency,
    ImmutableArray<ShippedLine> Lines
);

/// <summary>A debt that was written off.</summary>
/// <param name="Amount">Positive when we forgave the client, negative when the client left it to us.</param>
public sealed record WrittenOff(Guid Id, DateTimeOffset At, Currency Currency, decimal Amount);

/// <summary>A row per delivered or returned line, and one per write-off, which is no line and has no name.</summary>
/// <param name="Revenue">Without VAT.</param>
/// <param name="Discount">Given by hand.</param>
/// <param name="Cost">0 when unknown; then <c>cost_unknown</c> is set.</param>
/// <param name="Sort">shipment, return or write_off.</param>
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
    decimal WrittenOff
);

/// <summary>
/// Revenue, discounts and cost of shipments minus returns, without VAT, and write-offs separately (docs/domain.md,
/// Reports).
/// </summary>
public sealed class GrossProfit(string schema, StoredReport? version = null)
    : DealReport<SellingDeal, ProfitRow>(
        version ?? Stored,
        schema,
        [typeof(ShipmentMade), typeof(ReturnAccepted), typeof(DebtWrittenOff)]
    )
{
    public const string ReportName = "gross-profit";

    /// <summary>The version of this build.</summary>
    public static StoredReport Stored { get; } = new(ReportName, 1);

    public override SellingDeal? Evolve(SellingDeal? before, DealId deal, DomainEvent domainEvent)
    {
        if (domainEvent is DealOpened)
            return new SellingDeal(new DealTimeline().With(domainEvent), []);
        if (before is null)
            return null;
        var deliveries = domainEvent switch
        {
            ShipmentMade f => before.Deliveries.Add(
                new Delivery(f.Shipment.Value, f.HappenedAt, 1, f.Currency, f.Lines)
            ),
            ReturnAccepted f => before.Deliveries.Add(
                new Delivery(f.Return.Value, f.HappenedAt, -1, f.Currency, f.Lines)
            ),
            _ => before.Deliveries,
        };
        var letGo = domainEvent is DebtWrittenOff off
            ? before.WriteOffs.Add(
                new WrittenOff(
                    off.WriteOff.Value,
                    off.HappenedAt,
                    off.Amount.Currency,
                    off.Side == DebtSide.Client ? off.Amount.Amount : -off.Amount.Amount
                )
            )
            : before.WriteOffs;
        return new SellingDeal(before.Timeline.With(domainEvent), deliveries) { WriteOffs = letGo };
    }

    public override IEnumerable<ProfitRow> RowsOf(DealId deal, SellingDeal state) =>
        state
            .Deliveries.SelectMany(d =>
                d.Lines.Select(x =>
                    Row(deal, state.Timeline, d.Id, d.At, d.Currency) with
                    {
                        Line = x.Line.Value,
                        Product = x.Product?.Value,
                        Name = x.Name,
                        Quantity = d.Sign * x.Quantity,
                        Revenue = d.Sign * x.Net,
                        Discount = d.Sign * x.Discount,
                        ListDiscount = d.Sign * (x.ListDiscount ?? 0),
                        Cost = d.Sign * (x.Cost ?? 0),
                        CostUnknown = x.Cost is null,
                        Sort = d.Sign > 0 ? "shipment" : "return",
                    }
                )
            )
            .Concat(
                state.WriteOffs.Select(x =>
                    Row(deal, state.Timeline, x.Id, x.At, x.Currency) with
                    {
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
            "write_off",
            0,
            0
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
        // Nullable, because a required column cannot be added to a table with rows.
        rows.AddColumn<string>("sort");
        rows.AddColumn("list_discount", "numeric");
        rows.AddColumn("written_off", "numeric");
        rows.Indexes.Add(new IndexDefinition(rows.Identifier.Name + "_at") { Columns = ["at"] });
        rows.Indexes.Add(new IndexDefinition(rows.Identifier.Name + "_currency") { Columns = ["currency"] });
    }
}
