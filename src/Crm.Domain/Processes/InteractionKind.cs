using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>
/// Type of interaction: <c>call</c>, <c>meeting</c>, <c>email</c>, <c>sms</c>, <c>messenger</c> or <c>note</c>. A note is not
/// evidence for tasks.
/// </summary>
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

/// <summary>Who initiated the contact: <c>in</c> (the client) or <c>out</c> (the company).</summary>
[JsonConverter(typeof(CamelCase<Direction>))]
public enum Direction
{
    In,
    Out,
}
