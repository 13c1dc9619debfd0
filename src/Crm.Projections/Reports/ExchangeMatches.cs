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
/// <param name="Document">Id of the document.</param>
/// <param name="IsReversal">The document's change is taken back.</param>
public sealed record Claim(
    Guid Document,
    DateTimeOffset At,
    Currency Currency,
    decimal Amount,
    bool IsReversal = false
);

/// <summary>A part of the debt that arose and was closed; negative where a reversal takes it back.</summary>
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
            typeof(ShipmentReversed),
            typeof(ReturnReversed),
            typeof(PaymentReversed),
            typeof(RefundReversed),
            typeof(WriteOffReversed),
        ]
    )
{
    public const string ReportName = "exchange-matches";

    /// <summary>The version of this build.</summary>
    public static StoredReport Stored { get; } = new(ReportName, 2);

    public override SettlingDeal? Evolve(SettlingDeal? before, DealId deal, DomainEvent domainEvent)
    {
        if (domainEvent is DealOpened)
            return new SettlingDeal(new DealTimeline().With(domainEvent), []);
        if (before is null)
            return null;
        var claim = ClaimIn(domainEvent);
        return new SettlingDeal(
            before.Timeline.With(domainEvent),
            claim is null ? before.Claims : before.Claims.Add(claim)
        );
    }

    private static Claim? ClaimIn(DomainEvent domainEvent) =>
        domainEvent switch
        {
            ShipmentMade f => new(f.Shipment.Value, f.HappenedAt, f.Currency, f.Lines.Sum(x => x.Total)),
            ReturnAccepted f => new(f.Return.Value, f.HappenedAt, f.Currency, -f.Lines.Sum(x => x.Total)),
            PaymentReceived f => new(f.Payment.Value, f.HappenedAt, f.Amount.Currency, -f.Amount.Amount),
            RefundMade f => new(f.Refund.Value, f.HappenedAt, f.Amount.Currency, f.Amount.Amount),
            // A write-off closes debt like money would, at the rate of its own day.
            DebtWrittenOff f => new(
                f.WriteOff.Value,
                f.HappenedAt,
                f.Amount.Currency,
                f.Side == DebtSide.Client ? -f.Amount.Amount : f.Amount.Amount
            ),
            ShipmentReversed f => Reversal(f.Shipment.Value, f, f.Currency),
            ReturnReversed f => Reversal(f.Return.Value, f, f.Currency),
            PaymentReversed f => Reversal(f.Payment.Value, f, f.Amount.Currency),
            RefundReversed f => Reversal(f.Refund.Value, f, f.Amount.Currency),
            WriteOffReversed f => Reversal(f.WriteOff.Value, f, f.Amount.Currency),
            _ => null,
        };

    private static Claim Reversal(Guid document, DomainEvent domainEvent, Currency currency) =>
        new(document, domainEvent.HappenedAt, currency, 0, IsReversal: true);

    public override IEnumerable<MatchRow> RowsOf(DealId deal, SettlingDeal state)
    {
        var matches = new Matches();
        // Oldest first by business time, then by recording.
        foreach (var claim in state.Claims.OrderBy(x => x.At))
        foreach (var (match, amount) in matches.With(claim))
            yield return new(
                deal.Value,
                state.Timeline.Kind,
                claim.At,
                match.RoseAt,
                match.FellAt,
                amount,
                claim.Currency.Code,
                state.Timeline.Managers.At(claim.At),
                state.Timeline.Clients.At(claim.At),
                state.Timeline.Sources.At(claim.At)
            );
    }

    /// <summary>When a part of the debt arose and when it was closed.</summary>
    private sealed record Match(DateTimeOffset RoseAt, DateTimeOffset FellAt);

    /// <summary>The debt of a deal while its claims are matched.</summary>
    private sealed class Matches
    {
        private readonly List<Claim> claims = [];
        private readonly Dictionary<Match, decimal> matched = [];

        // The open queue has a single sign: an amount of the opposite sign closes it, and what exceeds it opens a new one.
        private readonly LinkedList<(DateTimeOffset At, decimal Left)> open = [];

        /// <summary>
        /// The changes that a claim makes. A reversal leaves what would be without the document, and changes it at its own time.
        /// </summary>
        public List<(Match Match, decimal Amount)> With(Claim claim)
        {
            if (!claim.IsReversal)
            {
                claims.Add(claim);
                return Close(claim);
            }

            var before = matched.ToDictionary();
            claims.RemoveAll(one => one.Document == claim.Document);
            matched.Clear();
            open.Clear();
            foreach (var one in claims)
                Close(one);
            return
            [
                .. before
                    .Keys.Union(matched.Keys)
                    .Select(match => (match, matched.GetValueOrDefault(match) - before.GetValueOrDefault(match)))
                    .Where(change => change.Item2 != 0)
                    .OrderBy(change => change.match.RoseAt)
                    .ThenBy(change => change.match.FellAt),
            ];
        }

        private List<(Match Match, decimal Amount)> Close(Claim claim)
        {
            List<(Match, decimal)> closed = [];
            var left = claim.Amount;
            while (left != 0 && open.First is { } first && Math.Sign(first.Value.Left) != Math.Sign(left))
            {
                var taken = Math.Min(Math.Abs(left), Math.Abs(first.Value.Left));
                var match = left > 0 ? new Match(claim.At, first.Value.At) : new Match(first.Value.At, claim.At);
                closed.Add((match, taken));
                matched[match] = matched.GetValueOrDefault(match) + taken;
                left -= Math.Sign(left) * taken;
                first.Value = (first.Value.At, first.Value.Left - (Math.Sign(first.Value.Left) * taken));
                if (first.Value.Left == 0)
                    open.RemoveFirst();
            }

            if (left != 0)
                open.AddLast((claim.At, left));
            return closed;
        }
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
