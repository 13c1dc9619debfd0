using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

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
