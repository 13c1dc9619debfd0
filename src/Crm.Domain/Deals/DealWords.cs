using System.Text.Json.Serialization;
using Crm.Domain.CustomFields;

namespace Crm.Domain.Deals;

/// <summary>Where a deal stands as a whole.</summary>
[JsonConverter(typeof(CamelCase<DealStatus>))]
public enum DealStatus
{
    Open,
    Won,
    Lost,
}

/// <summary>How a deal was closed.</summary>
[JsonConverter(typeof(CamelCase<Outcome>))]
public enum Outcome
{
    Won,
    Lost,
}

/// <summary>Where a stage task stands.</summary>
[JsonConverter(typeof(CamelCase<StageTaskStatus>))]
public enum StageTaskStatus
{
    Open,
    Completed,
    Withdrawn,
    Skipped,
}

/// <summary>Where a proposal stands. Expiry is read from its date, it is no status.</summary>
[JsonConverter(typeof(CamelCase<ProposalStatus>))]
public enum ProposalStatus
{
    Draft,
    Issued,
    Sent,
    Accepted,
    Declined,
    Withdrawn,
    Superseded,
}

/// <summary>Where the approval of a discount stands.</summary>
[JsonConverter(typeof(CamelCase<ApprovalStatus>))]
public enum ApprovalStatus
{
    Requested,
    Approved,
    Rejected,
}

/// <summary>What sort of contact with the client it was.</summary>
[JsonConverter(typeof(CamelCase<InteractionKind>))]
public enum InteractionKind
{
    Call,
    Meeting,
    Email,
    Sms,
    Messenger,
    Note,
}

/// <summary>Who began the contact.</summary>
[JsonConverter(typeof(CamelCase<Direction>))]
public enum Direction
{
    In,
    Out,
}

/// <summary>Whose debt: the client's, or ours.</summary>
[JsonConverter(typeof(CamelCase<DebtSide>))]
public enum DebtSide
{
    Client,
    Us,
}

/// <summary>What was sent by e-mail.</summary>
[JsonConverter(typeof(CamelCase<MailedDocument>))]
public enum MailedDocument
{
    Proposal,
    Invoice,
}

/// <summary>Where an e-mail stands. Delivered: the mail server accepted it.</summary>
[JsonConverter(typeof(CamelCase<MailStatus>))]
public enum MailStatus
{
    Queued,
    Retrying,
    Delivered,
    Failed,
}

/// <summary>The version of a kind's process that a deal is pinned to.</summary>
public sealed record KindVersion(string Code, int Version);

/// <summary>What the client asked for: a product of the catalogue or free text.</summary>
public sealed record InterestLine(ProductId? Product, string? Text, decimal? Quantity, string? Unit, Money? Amount)
{
    public FieldList? CustomFields { get; init; }

    /// <summary>
    /// The noted amount for one unit, of a line without a quantity for the one it asks for; with as few decimals as bring the amount back:
    /// thirty thousand at a third of a rouble each are ten thousand. Null: nothing is noted, or no such price exists.
    /// </summary>
    public Money? UnitPrice()
    {
        if (Amount is not { } amount || (Quantity ?? 1) is not (> 0 and var quantity))
            return null;
        for (var decimals = 6; decimals <= 10; decimals++)
            if (
                Math.Round(amount.Amount / quantity, decimals, MidpointRounding.AwayFromZero) is var unit
                && amount.Currency.Round(unit * quantity) == amount.Amount
            )
                return amount.With(unit);
        return null;
    }
}

/// <summary>A reference to the deal in another system.</summary>
public sealed record ExternalRef(string System, string Id);

/// <summary>Somebody who took part in an interaction: a contact of the client or a name.</summary>
public sealed record Counterpart(ContactId? Contact, Personal? Name);

/// <summary>The fact that proved a task: its stored name and the id of what it is about.</summary>
public readonly record struct Evidence(string Fact, Guid Id);

/// <summary>Lists in facts and state compare by content.</summary>
public static class ByContent
{
    public static bool Same<T>(ImmutableArray<T> a, ImmutableArray<T> b) =>
        a.IsDefaultOrEmpty ? b.IsDefaultOrEmpty : !b.IsDefault && a.AsSpan().SequenceEqual(b.AsSpan());
}
