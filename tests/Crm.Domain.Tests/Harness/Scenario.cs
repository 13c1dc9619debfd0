namespace Crm.Domain.Tests;

/// <summary><c>Given(story).When(command).Then(exact events)</c>.</summary>
public static class Scenario
{
    public static Given Given(Story story) => new(story);
}

public sealed record Given(Story Story)
{
    /// <param name="limit">The largest discount that may be given unasked; null: any.</param>
    /// <param name="user">Who asks; Anna.</param>
    public Answer When(
        DealCommand command,
        DateTimeOffset? at = null,
        Rights rights = Rights.All,
        decimal? limit = null,
        UserId? user = null
    )
    {
        var (decision, used) = Story.Decide(command, at, rights, limit, user);
        return new Answer(Story, decision, used, at ?? Story.Now);
    }
}

/// <summary>The outcome of a command. Expected events without a time have the command's time.</summary>
public sealed record Answer(Story Before, Decision Decision, int Used, DateTimeOffset At)
{
    /// <summary>Accepted with exactly these events.</summary>
    public Story Then(params ReadOnlySpan<DomainEvent> events)
    {
        Decision.Refused.Should().BeNull();
        TestJson.Of(Decision.Events).Should().Be(TestJson.Of(Stamped(events)));
        return Before.Appended(Decision, Used);
    }

    /// <summary>Success without an event: the requested state already holds.</summary>
    public void ThenHolds() => Then();

    public void ThenRefused(string code, params ReadOnlySpan<Blocker> blockers) =>
        Refused(Rejection.Conflict(code, blockers.ToArray()), []);

    /// <summary>Refused for unmet checks; the only refusal that leaves an event.</summary>
    public void ThenUnmet(string task, params ReadOnlySpan<Blocker> blockers)
    {
        var codes = blockers.ToArray().Select(x => x.Code);
        Refused(
            Rejection.Conflict("task.checks_unmet", blockers.ToArray()).With("task", task),
            [new StageTaskCompletionRefused(Before.Open.Id, task, [.. codes])]
        );
    }

    /// <summary>Refused with this code, whatever the blockers say.</summary>
    public void ThenCode(string code) => (Decision.Refused?.Code ?? "accepted").Should().Be(code);

    /// <summary>Accepted with events of these types.</summary>
    public Story ThenTypes(params Type[] types)
    {
        Decision.Refused.Should().BeNull();
        Decision.Events.Select(domainEvent => domainEvent.GetType()).Should().Equal(types);
        return Before.Appended(Decision, Used);
    }

    public void ThenInvalid(string pointer, string code, Phrase? expected = null) =>
        Refused(Rejection.Invalid(pointer, code, expected), []);

    public void ThenNotFound(string code) => Refused(Rejection.NotFound(code), []);

    public void ThenForbidden(string code, string missing) => Refused(Rejection.Forbidden(code, missing), []);

    public void ThenDiffers(string expected, string actual) =>
        Refused(Rejection.Conflict("currency.differs").With("expected", expected).With("actual", actual), []);

    public void ThenTooEarly(DateTimeOffset earliest) =>
        Refused(
            Rejection
                .Conflict("happened_at.out_of_order")
                .With("earliest", ValueText.Of(earliest))
                .With("happenedAt", ValueText.Of(At)),
            []
        );

    /// <summary>Closed deals accept hardly any command.</summary>
    public void ThenClosed(string status) =>
        ThenRefused(
            "deal.closed",
            new Blocker("deal.closed", $"deal:{TheDeal}", "open", status, Fixes.To("reopenDeal", ("dealId", TheDeal)))
        );

    public void Refused(Rejection expected, ReadOnlySpan<DomainEvent> left)
    {
        Decision.Refused.Should().NotBeNull();
        TestJson.Of(Decision.Refused!).Should().Be(TestJson.Of(expected));
        TestJson.Of(Decision.Events).Should().Be(TestJson.Of(Stamped(left)));
    }

    private DomainEvent[] Stamped(ReadOnlySpan<DomainEvent> events) =>
        [.. events.ToArray().Select(x => x.HappenedAt == default ? x with { HappenedAt = At } : x)];
}
