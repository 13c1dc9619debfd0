using System.Text.Json.Serialization;

namespace Crm.Domain.Catalog;

/// <summary>What must be given together with this lost reason.</summary>
[JsonConverter(typeof(CamelCase<LostReasonRequires>))]
public enum LostReasonRequires
{
    None,
    Comment,
    Competitor,
}

/// <summary>A reason for losing a deal.</summary>
public sealed record LostReason(string Code, Localized Title, LostReasonRequires Requires);
