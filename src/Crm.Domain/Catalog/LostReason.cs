using System.Text.Json.Serialization;

namespace Crm.Domain.Catalog;

/// <summary>What a closing with a lost reason must contain: <c>none</c>, <c>comment</c> or <c>competitor</c>.</summary>
[JsonConverter(typeof(CamelCase<LostReasonRequires>))]
public enum LostReasonRequires
{
    None,
    Comment,
    Competitor,
}

/// <summary>A reason for losing a deal.</summary>
public sealed record LostReason(string Code, Localized Title, LostReasonRequires Requires);
