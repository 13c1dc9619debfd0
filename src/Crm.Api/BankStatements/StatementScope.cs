using Crm.Domain.BankStatements;

namespace Crm.Api.BankStatements;

/// <summary>Whose rights count when a line is settled: those of the user who asks, and of the user who imported it.</summary>
/// <param name="By">The user who asks.</param>
/// <param name="Owner">The user who imported the line.</param>
public sealed record StatementScope(Importer By, Importer Owner)
{
    /// <summary>The verdict of the rules over all invoices, as it may be carried out and told.</summary>
    internal LineVerdict Decide(StatementLine line, InvoiceCandidates candidates) =>
        Within(MatchLine.Decide(line, candidates.For(line)), line, candidates);

    /// <summary>A verdict over all invoices, as it may be carried out and told.</summary>
    internal LineVerdict Within(LineVerdict verdict, StatementLine line, InvoiceCandidates candidates) =>
        verdict.Within(
            By.Reaches,
            Owner.Reaches,
            MatchLine.Decide(line, [.. candidates.For(line).Where(one => Owner.Reaches(one.Manager))])
        );

    /// <summary>Leaves a line to a user: with an event when its importer sees a difference.</summary>
    internal LineJudgement Leave(
        StatementLine line,
        LineVerdict verdict,
        InvoiceCandidates candidates,
        string? refusal = null
    ) =>
        MatchAgain.Left(line, verdict, refusal, deal => candidates.IsReached(deal, Owner)) is { } left
            ? new(Event: left)
            : new(Refreshed: MatchAgain.Refresh(line, verdict));
}

/// <summary>The deals of which users may write documents today.</summary>
public sealed class StatementScopes(AccessRegistry access)
{
    private static readonly IReadOnlySet<Scope> Scopes = new HashSet<Scope> { Scope.Read, Scope.Write };

    public async ValueTask<StatementScope> Find(Importer by, UserId? importedBy, CancellationToken ct)
    {
        if (by.Caller.User == importedBy)
            return new(by, by);
        var grants = (await access.Staff(ct)).Of(importedBy, Scopes, []);
        return new(by, new Importer(by.Caller, ReachOf(grants)));
    }

    /// <summary>Whether a user's word is enough that a line of theirs is the movement that another file contains.</summary>
    public async ValueTask<Func<UserId?, bool>> Trusts(UserId? importer, CancellationToken ct)
    {
        var staff = await access.Staff(ct);
        return stored =>
            stored == importer || staff.Of(stored, Scopes, []).DealsOf(Permissions.DocumentsWrite) == Reach.All;
    }

    private static IReadOnlySet<UserId>? ReachOf(Grants grants) =>
        grants.DealsOf(Permissions.DocumentsWrite) is { } reach
            ? grants.Managers(reach, Permissions.DocumentsWrite)
            : new HashSet<UserId>();
}
