using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>Kind of contact with the client.</summary>
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

/// <summary>Who initiated the contact.</summary>
[JsonConverter(typeof(CamelCase<Direction>))]
public enum Direction
{
    In,
    Out,
}
