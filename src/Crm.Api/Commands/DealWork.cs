using Crm.Domain.Deals;
using Crm.Domain.Deals.Process;
using Crm.Projections.Deals;
using Crm.Projections.Proposals;
using Marten;

namespace Crm.Api.Commands;

/// <summary>One command on one deal, as an endpoint asks the command path for it.</summary>
/// <param name="DealId">The stream that is locked, decided on and written.</param>
/// <param name="Body">The parsed request: its hash stands for the request when a key is used again.</param>
/// <param name="HappenedAt">Business time given by the client.</param>
/// <param name="Command">Makes the domain's command once the deal is loaded.</param>
/// <param name="Answer">The representation to answer with, from the deal as it now is.</param>
public sealed record DealWork(
    Guid DealId,
    object Body,
    DateTimeOffset? HappenedAt,
    Func<DealDesk, DealCommand> Command,
    Func<DealDesk, ValueTask<Reply>> Answer
)
{
    /// <summary>The proposal whose content is read, or written, in the same transaction.</summary>
    public Guid? ProposalId { get; init; }

    /// <summary>Facts for the proposal's own stream, when the command is accepted.</summary>
    public Func<DealDesk, Fact?>? ProposalFact { get; init; }

    /// <summary>The id that the client gave to what is created; a repeat with an equal body is no conflict.</summary>
    public Guid? SuppliedId { get; init; }

    /// <summary>What else is written in the same transaction, when the command is accepted and made facts.</summary>
    public Action<IDocumentSession>? Beside { get; init; }

    /// <summary>Messages that leave with the commit, when the command is accepted and made facts. Most commands send none, and pay nothing.</summary>
    public Func<IDocumentSession, ValueTask>? Messages { get; init; }

    /// <summary>What <c>If-Match</c> is compared with.</summary>
    public Func<DealDesk, long> Version { get; init; } = desk => desk.State.Version;
}

/// <summary>What stands on the desk while a command is decided: the deal before or after it, its process, the intent.</summary>
/// <param name="StreamVersion">The version of the stream's last fact before the command.</param>
public sealed record DealDesk(
    HttpContext Http,
    DealDocument Deal,
    long StreamVersion,
    DealProcess Process,
    Intent Intent,
    ProposalDocument? Proposal
)
{
    /// <summary>The facts that the command made; empty before the decision and when it already held.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>The instant that the facts were recorded at.</summary>
    public DateTimeOffset RecordedAt => Intent.Now;

    /// <summary>The business time of the command.</summary>
    public DateTimeOffset HappenedAt => Facts.Count > 0 ? Facts[0].HappenedAt : Intent.Now;

    public Deal State => Deal.State;
}
