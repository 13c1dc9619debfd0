using System.Text.Json.Serialization;

namespace Crm.Api.DealKinds;

/// <summary>
/// State of a deal kind: <c>draft</c> (never published), <c>published</c>, or <c>retired</c> (not available for new deals).
/// </summary>
[JsonConverter(typeof(CamelCase<KindState>))]
public enum KindState
{
    Draft,
    Published,
    Retired,
}
