using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.Reports;

/// <summary>What the gross-profit report remembers of a deal.</summary>
public sealed record SellingDeal(DealTimeline Timeline, ImmutableArray<Delivery> Deliveries);

/// <summary>A shipment or a return, as it happened.</summary>
/// <param name="Sign">1 for a shipment, -1 for a return.</param>
public sealed record Delivery(Guid Id, DateTimeOffset At, int Sign, Currency Currency, ImmutableArray<ShippedLine> Lines);

/// <summary>A row per delivered or returned line.</summary>
/// <param name="Revenue">Without VAT.</param>
/// <param name="Cost">0 where no cost is known; then <c>cost_unknown</c>.</param>
public sealed record ProfitRow(
    Guid Deal, string Kind, Guid Document, Guid Line, DateTimeOffset At, Guid? Product, string Name, decimal Quantity, decimal Revenue, decimal Discount, decimal Cost,
    bool CostUnknown, string Currency, Guid? Manager, Guid? Client, string? Source);

/// <summary>Revenue, discounts and cost of what was shipped less what came back, without VAT (product.md section 3).</summary>
public sealed class GrossProfit(string schema) : DealReport<SellingDeal, ProfitRow>(ReportName, TableName, schema,
    [.. DealTimeline.Facts, typeof(ShipmentMade), typeof(ReturnAccepted)])
{
    public const string ReportName = "gross-profit";
    public const string TableName = "report_gross_profit";

    public override SellingDeal? Evolve(SellingDeal? before, DealId deal, Fact fact)
    {
        if (fact is DealOpened) return new SellingDeal(new DealTimeline().With(fact), []);
        if (before is null) return null;
        var deliveries = fact switch
        {
            ShipmentMade f => before.Deliveries.Add(new Delivery(f.Shipment.Value, f.HappenedAt, 1, f.Currency, f.Lines)),
            ReturnAccepted f => before.Deliveries.Add(new Delivery(f.Return.Value, f.HappenedAt, -1, f.Currency, f.Lines)),
            _ => before.Deliveries,
        };
        return new SellingDeal(before.Timeline.With(fact), deliveries);
    }

    public override IEnumerable<ProfitRow> RowsOf(DealId deal, SellingDeal state) => state.Deliveries.SelectMany(d => d.Lines.Select(x => new ProfitRow(
        deal.Value, state.Timeline.Kind, d.Id, x.Line.Value, d.At, x.Product?.Value, x.Name, d.Sign * x.Quantity, d.Sign * x.Net, d.Sign * x.Discount,
        d.Sign * (x.Cost ?? 0), x.Cost is null, d.Currency.Code, state.Timeline.Managers.At(d.At), state.Timeline.Clients.At(d.At), state.Timeline.Sources.At(d.At))));

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
        rows.Indexes.Add(new IndexDefinition(TableName + "_at") { Columns = ["at"] });
    }
}
