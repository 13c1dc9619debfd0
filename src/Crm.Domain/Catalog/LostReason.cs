using System.Text.Json.Serialization;

namespace Crm.Domain.Catalog;

/// <summary>What a loss for this reason must be explained by.</summary>
[JsonConverter(typeof(CamelCase<LostReasonRequires>))]
public enum LostReasonRequires
{
    None,
    Comment,
    Competitor,
}

/// <summary>Why deals are lost.</summary>
public sealed record LostReason(string Code, Localized Title, LostReasonRequires Requires);
