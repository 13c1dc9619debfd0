using Crm.Domain.Deals.Lifecycle;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.Reports;

/// <summary>Status and stage of a deal from an instant on.</summary>
public sealed record FunnelPosition(DealStatus Status, string? Stage, int DefaultProbability);

/// <summary>State of a deal in the funnel.</summary>
public sealed record FunnelDeal(DealTimeline Timeline, ImmutableArray<Moment<FunnelPosition>> Standings);

/// <summary>An interval of business time in which nothing changed that the funnel shows.</summary>
/// <param name="UntilAt"><c>infinity</c> while it is current.</param>
/// <param name="Weighted">Amount times probability, rounded to the minor unit.</param>
public sealed record FunnelSpan(
    Guid Deal,
    string Kind,
    string Status,
    string? Stage,
    DateTimeOffset FromAt,
    string UntilAt,
    decimal? Amount,
    string? Currency,
    decimal? Weighted,
    Guid? Manager,
    Guid? Client,
    string? Source
);

/// <summary>
/// The sales funnel: a row for every interval of a deal, so that any past instant is a single range condition.
/// </summary>
public sealed class SalesFunnel(string schema, StoredReport? version = null)
    : DealReport<FunnelDeal, FunnelSpan>(
        version ?? Stored,
        schema,
        [typeof(DealOpened), typeof(StageEntered), typeof(DealClosed), typeof(DealReopened)]
    )
{
    public const string ReportName = "sales-funnel";

    /// <summary>The version of this build.</summary>
    public static StoredReport Stored { get; } = new(ReportName, 1);

    public override FunnelDeal? Evolve(FunnelDeal? before, DealId deal, DomainEvent domainEvent)
    {
        if (domainEvent is DealOpened)
            return new FunnelDeal(
                new DealTimeline().With(domainEvent),
                [new(domainEvent.HappenedAt, new FunnelPosition(DealStatus.Open, null, 0))]
            );
        if (before is null)
            return null;
        var now = before.Standings[^1].Value;
        FunnelPosition? next = domainEvent switch
        {
            StageEntered f => new FunnelPosition(now.Status, f.Stage, f.Probability),
            DealClosed f => now with { Status = f.Outcome == Outcome.Won ? DealStatus.Won : DealStatus.Lost },
            DealReopened => now with { Status = DealStatus.Open },
            _ => null,
        };
        return new FunnelDeal(
            before.Timeline.With(domainEvent),
            next is null ? before.Standings : before.Standings.Put(domainEvent.HappenedAt, next)
        );
    }

    public override IEnumerable<FunnelSpan> RowsOf(DealId deal, FunnelDeal state)
    {
        var line = state.Timeline;
        var edges = new SortedSet<DateTimeOffset>(state.Standings.Select(x => x.At));
        edges.UnionWith([
            .. line.Managers.Select(x => x.At),
            .. line.Clients.Select(x => x.At),
            .. line.Sources.Select(x => x.At),
            .. line.Amounts.Select(x => x.At),
            .. line.Probabilities.Select(x => x.At),
        ]);
        var instants = edges.ToArray();
        for (var i = 0; i < instants.Length; i++)
        {
            var at = instants[i];
            if (state.Standings.At(at) is not { } standing)
                continue;
            var amount = line.Amounts.At(at);
            var probability = line.Probabilities.At(at) ?? standing.DefaultProbability;
            yield return new FunnelSpan(
                deal.Value,
                line.Kind,
                standing.Status.ToString().ToLowerInvariant(),
                standing.Stage,
                at,
                i + 1 < instants.Length ? ValueText.Of(instants[i + 1]) : "infinity",
                amount?.Amount,
                amount?.Currency.Code,
                amount?.Currency.Round(amount.Value.Amount * probability / 100),
                line.Managers.At(at),
                line.Clients.At(at),
                line.Sources.At(at)
            );
        }
    }

    protected override void Shape(Table rows)
    {
        rows.AddColumn<string>("kind").NotNull();
        rows.AddColumn<string>("status").NotNull();
        rows.AddColumn<string>("stage");
        rows.AddColumn<DateTimeOffset>("from_at").NotNull();
        rows.AddColumn<DateTimeOffset>("until_at").NotNull();
        rows.AddColumn("amount", "numeric");
        rows.AddColumn<string>("currency");
        rows.AddColumn("weighted", "numeric");
        rows.AddColumn<Guid>("manager");
        rows.AddColumn<Guid>("client");
        rows.AddColumn<string>("source");
        rows.Indexes.Add(new IndexDefinition(rows.Identifier.Name + "_until") { Columns = ["kind", "until_at"] });
        rows.Indexes.Add(new IndexDefinition(rows.Identifier.Name + "_from") { Columns = ["from_at"] });
    }
}
