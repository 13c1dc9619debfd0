using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Settlement;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.Reports;

/// <summary>State of a deal in this report.</summary>
public sealed record SettlingDeal(DealTimeline Timeline, ImmutableArray<Claim> Claims);

/// <summary>
/// A change of the client's debt: shipments and refunds raise it, payments and returns lower it, a write-off moves it
/// towards zero.
/// </summary>
public sealed record Claim(DateTimeOffset At, Currency Currency, decimal Amount);

/// <summary>A part of the debt that arose and was closed.</summary>
/// <param name="At">Business time of the later of the two.</param>
/// <param name="RoseAt">When the goods were shipped, or money was refunded to the client.</param>
/// <param name="FellAt">When it was paid, or the goods were returned.</param>
public sealed record MatchRow(
    Guid Deal,
    string Kind,
    DateTimeOffset At,
    DateTimeOffset RoseAt,
    DateTimeOffset FellAt,
    decimal Amount,
    string Currency,
    Guid? Manager,
    Guid? Client,
    string? Source
);

/// <summary>
/// Which payments paid which shipments, oldest first. At two rates the same money has two values, and the report states
/// the difference (ADR 63). Amounts include VAT, as they are paid. Rates are not stored in the rows: they may be
/// corrected, and depend on the recording time.
/// </summary>
public sealed class ExchangeMatches(string schema, StoredReport? version = null)
    : DealReport<SettlingDeal, MatchRow>(
        version ?? Stored,
        schema,
        [
            typeof(ShipmentMade),
            typeof(ReturnAccepted),
            typeof(PaymentReceived),
            typeof(RefundMade),
            typeof(DebtWrittenOff),
        ]
    )
{
    public const string ReportName = "exchange-matches";

    /// <summary>The version of this build.</summary>
    public static StoredReport Stored { get; } = new(ReportName, 1);

    public override SettlingDeal? Evolve(SettlingDeal? before, DealId deal, DomainEvent domainEvent)
    {
        if (domainEvent is DealOpened)
            return new SettlingDeal(new DealTimeline().With(domainEvent), []);
        if (before is null)
            return null;
        Claim? claim = domainEvent switch
        {
            ShipmentMade f => new(f.HappenedAt, f.Currency, f.Lines.Sum(x => x.Total)),
            ReturnAccepted f => new(f.HappenedAt, f.Currency, -f.Lines.Sum(x => x.Total)),
            PaymentReceived f => new(f.HappenedAt, f.Amount.Currency, -f.Amount.Amount),
            RefundMade f => new(f.HappenedAt, f.Amount.Currency, f.Amount.Amount),
            // A write-off closes debt like money would, at the rate of its own day.
            DebtWrittenOff f => new(
                f.HappenedAt,
                f.Amount.Currency,
                f.Side == DebtSide.Client ? -f.Amount.Amount : f.Amount.Amount
            ),
            _ => null,
        };
        return new SettlingDeal(
            before.Timeline.With(domainEvent),
            claim is null ? before.Claims : before.Claims.Add(claim)
        );
    }

    public override IEnumerable<MatchRow> RowsOf(DealId deal, SettlingDeal state)
    {
        // Oldest first by business time, then by recording. The open queue has a single sign: an amount of the opposite
        // sign closes it, and what exceeds it opens a new one.
        Queue<(DateTimeOffset At, decimal Left)> open = [];
        var rows = ImmutableArray.CreateBuilder<MatchRow>();
        foreach (var claim in state.Claims.OrderBy(x => x.At))
        {
            var left = claim.Amount;
            while (left != 0 && open.TryPeek(out var first) && Math.Sign(first.Left) != Math.Sign(left))
            {
                var taken = Math.Min(Math.Abs(left), Math.Abs(first.Left));
                var (rose, fell) = left > 0 ? (claim.At, first.At) : (first.At, claim.At);
                rows.Add(
                    new(
                        deal.Value,
                        state.Timeline.Kind,
                        claim.At,
                        rose,
                        fell,
                        taken,
                        claim.Currency.Code,
                        state.Timeline.Managers.At(claim.At),
                        state.Timeline.Clients.At(claim.At),
                        state.Timeline.Sources.At(claim.At)
                    )
                );
                left -= Math.Sign(left) * taken;
                open.Dequeue();
                if (Math.Abs(first.Left) > taken)
                    open = new([(first.At, first.Left - (Math.Sign(first.Left) * taken)), .. open]);
            }

            if (left != 0)
                open.Enqueue((claim.At, left));
        }

        return rows.ToImmutable();
    }

    protected override void Shape(Table rows)
    {
        rows.AddColumn<string>("kind").NotNull();
        rows.AddColumn<DateTimeOffset>("at").NotNull();
        rows.AddColumn<DateTimeOffset>("rose_at").NotNull();
        rows.AddColumn<DateTimeOffset>("fell_at").NotNull();
        rows.AddColumn("amount", "numeric").NotNull();
        rows.AddColumn<string>("currency").NotNull();
        rows.AddColumn<Guid>("manager");
        rows.AddColumn<Guid>("client");
        rows.AddColumn<string>("source");
        rows.Indexes.Add(new IndexDefinition(rows.Identifier.Name + "_at") { Columns = ["at"] });
        rows.Indexes.Add(new IndexDefinition(rows.Identifier.Name + "_currency") { Columns = ["currency"] });
    }
}
