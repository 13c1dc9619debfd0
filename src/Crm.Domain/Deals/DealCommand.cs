using Crm.Domain.Deals.Process;

namespace Crm.Domain.Deals;

/// <summary>A command on one deal: a pure decision over its situation.</summary>
public abstract record DealCommand
{
    /// <summary>What the command comes to: facts with their business time, or a refusal that explains itself.</summary>
    public Decision Decide(Situation at)
    {
        if (Clocks.Permit(at.Intent) is { } forbidden)
            return forbidden;
        if (!at.Deal.IsOpen && !OnClosedDeals && !AlreadyHolds(at))
            return Closed(at);
        var decision = Judge(at);
        ImmutableArray<Fact> facts = [.. decision.Facts.Select(fact => Timed(at, fact))];
        return decision with
        {
            Facts = decision.Refused is null && BringsEvidence ? AutomaticTasks.Follow(at, facts) : facts,
        };
    }

    /// <summary>What it makes names the client: he is looked at in the command's own transaction, and held to it.</summary>
    public virtual bool NamesClient => false;

    /// <summary>
    /// The currencies that its decision converts between, at the rate of the day of its business time; null: between none.
    /// </summary>
    public virtual Currencies.CurrencyPair? Converts(Situation at) => null;

    /// <summary>The command's own rules. Facts need no business time: they get it here, in one place.</summary>
    protected abstract Decision Judge(Situation at);

    /// <summary>Comments, attachments, interactions, a change of manager and reopening are accepted by closed deals too.</summary>
    protected virtual bool OnClosedDeals => false;

    /// <summary>True when a closed deal already is what the command asks for: repeating is no refusal.</summary>
    protected virtual bool AlreadyHolds(Situation at) => false;

    /// <summary>Automatic tasks complete when evidence arrives. Who moves a deal by hand wants it to stay where he put it.</summary>
    protected virtual bool BringsEvidence => true;

    /// <summary>
    /// Facts of the process follow the last lifecycle fact; the command's own facts stand at the command's time; a timer's
    /// marks bring their own date.
    /// </summary>
    private static Fact Timed(Situation at, Fact fact) =>
        fact.HappenedAt != default
            ? fact
            : fact with
            {
                HappenedAt = fact.Cause is not null ? Clocks.Following(at) : at.HappenedAt,
            };

    private static Rejection Closed(Situation at) =>
        Rejection.Conflict(
            "deal.closed",
            new Blocker(
                "deal.closed",
                at.DealRef,
                "open",
                at.Deal.Status == DealStatus.Won ? "won" : "lost",
                new Fix.ReopenDeal(at.Deal.Id)
            )
        );
}

/// <summary>Rules that several commands share.</summary>
internal static class Rule
{
    /// <summary>Another currency than that of the deal's documents, or than the amounts that stay beside it.</summary>
    public static Rejection? SameCurrency(Situation at, Currency wanted, Currency? beside = null) =>
        (at.Deal.BindingCurrency ?? beside) is { } bound && bound != wanted
            ? Rejection.Conflict("currency.differs").With("expected", bound.Code).With("actual", wanted.Code)
            : null;

    public static Rejection? Positive(Money money, string pointer) =>
        money.Amount <= 0 ? Rejection.Invalid(pointer, "amount.not_positive", "> 0")
        : !money.IsWhole
            ? Rejection.Invalid(pointer, "amount.too_precise", $"at most {money.Currency.Decimals} decimals")
        : null;

    /// <summary>The date of a document that happened may not lie in the future.</summary>
    public static Rejection? NotFuture(Situation at, DateOnly? date, string pointer) =>
        date > at.Intent.Today
            ? Rejection.Invalid(
                pointer,
                "date.future",
                at.Intent.Today.ToString("O", System.Globalization.CultureInfo.InvariantCulture)
            )
            : null;
}
