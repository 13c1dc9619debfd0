namespace Crm.Projections.EventStore;

/// <summary>Who made the events of one command, and what they belong to: the metadata that the store keeps of each.</summary>
/// <param name="User">The actor: <c>user:…</c>, <c>key:…</c> or <c>server</c>.</param>
/// <param name="Headers">The operation (<c>command</c>) and the credential.</param>
public sealed record EventOrigin(
    string User,
    string? Correlation,
    string? Causation,
    IReadOnlyDictionary<string, object> Headers
);
