using Crm.Domain.Deals.Lifecycle;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.Reports;

/// <summary>State of a deal in the lost-reasons report.</summary>
public sealed record LosingDeal(DealTimeline Timeline, ImmutableArray<Loss> Losses);

/// <summary>
/// One closing as lost. It remains when a reopening undoes it, so that the numbers of a past month do not change.
/// </summary>
public sealed record Loss(DateTimeOffset At, DateTimeOffset? UndoneAt, string Reason, string? Stage, Money? Amount);

/// <summary>A row per closing as lost.</summary>
public sealed record LossRow(
    Guid Deal,
    string Kind,
    DateTimeOffset ClosedAt,
    DateTimeOffset? UndoneAt,
    string Reason,
    string? Stage,
    decimal? Amount,
    string? Currency,
    Guid? Manager,
    Guid? Client,
    string? Source
);

/// <summary>Lost deals by reason, stage, manager, client and source, as of the time of the loss.</summary>
public sealed class LostReasons(string schema, StoredReport? version = null)
    : DealReport<LosingDeal, LossRow>(version ?? Stored, schema, [typeof(DealClosed), typeof(DealReopened)])
{
    public const string ReportName = "lost-reasons";

    /// <summary>The version of this build.</summary>
    public static StoredReport Stored { get; } = new(ReportName, 1);

    public override LosingDeal? Evolve(LosingDeal? before, DealId deal, DomainEvent domainEvent)
    {
        if (domainEvent is DealOpened)
            return new LosingDeal(new DealTimeline().With(domainEvent), []);
        if (before is null)
            return null;
        var losses = domainEvent switch
        {
            DealClosed { Outcome: Outcome.Lost } f => before.Losses.Add(
                new Loss(f.HappenedAt, null, f.Reason!, f.Stage, f.Amount)
            ),
            DealReopened f when before.Losses is [.., { UndoneAt: null } last] => before.Losses.SetItem(
                before.Losses.Length - 1,
                last with
                {
                    UndoneAt = f.HappenedAt,
                }
            ),
            _ => before.Losses,
        };
        return new LosingDeal(before.Timeline.With(domainEvent), losses);
    }

    public override IEnumerable<LossRow> RowsOf(DealId deal, LosingDeal state) =>
        state.Losses.Select(x => new LossRow(
            deal.Value,
            state.Timeline.Kind,
            x.At,
            x.UndoneAt,
            x.Reason,
            x.Stage,
            x.Amount?.Amount,
            x.Amount?.Currency.Code,
            state.Timeline.Managers.At(x.At),
            state.Timeline.Clients.At(x.At),
            state.Timeline.Sources.At(x.At)
        ));

    protected override void Shape(Table rows)
    {
        rows.AddColumn<string>("kind").NotNull();
        rows.AddColumn<DateTimeOffset>("closed_at").NotNull();
        rows.AddColumn<DateTimeOffset>("undone_at");
        rows.AddColumn<string>("reason").NotNull();
        rows.AddColumn<string>("stage");
        rows.AddColumn("amount", "numeric");
        rows.AddColumn<string>("currency");
        rows.AddColumn<Guid>("manager");
        rows.AddColumn<Guid>("client");
        rows.AddColumn<string>("source");
        rows.Indexes.Add(new IndexDefinition(rows.Identifier.Name + "_closed") { Columns = ["kind", "closed_at"] });
    }
}
