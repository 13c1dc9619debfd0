namespace Crm.Projections.EventStore;

/// <summary>Origin of the events of one command: the metadata stored with each event.</summary>
/// <param name="User">The actor: <c>user:…</c>, <c>key:…</c> or <c>server</c>.</param>
/// <param name="Headers">The operation (<c>command</c>) and the credential.</param>
public sealed record EventOrigin(
    string User,
    string? Correlation,
    string? Causation,
    IReadOnlyDictionary<string, object> Headers
);
