using Crm.Domain.Catalog;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Catalog;
using Crm.Projections.ReadModels.Settings;

namespace Crm.Api.ReferenceData;

/// <summary>Names and settings as they are, and as they were known at an instant.</summary>
public sealed class KnownNames(Names names, EventQuery events, Company company)
{
    /// <param name="knownAt">Null: as they are.</param>
    public NamesAt At(DateTimeOffset? knownAt) => new(names, events, company, knownAt);
}

/// <summary>
/// What an answer takes from elsewhere, for one request. A frozen answer must not follow a renaming or a change of settings: it shows
/// what was recorded by its instant. Versions of kinds never change.
/// </summary>
public sealed class NamesAt(Names names, EventQuery events, Company company, DateTimeOffset? knownAt)
{
    private readonly Dictionary<UserId, string?> users = [];
    private CompanySettings? settings;

    public async ValueTask<string?> User(UserId id, CancellationToken ct)
    {
        if (knownAt is null)
            return (await names.User(id, ct))?.Name.Text;
        if (users.TryGetValue(id, out var known))
            return known;
        UserDocument? user = null;
        await foreach (var e in events.Read(id.Value, new() { KnownAt = knownAt }, ct))
            user = UserProjection.After(user, id.Value, e.Data, e.RecordedAt);
        return users[id] = user?.State.Name.Text;
    }

    public async ValueTask<Source?> Source(string code, CancellationToken ct)
    {
        if (knownAt is null)
            return await names.Source(code, ct);
        Source? source = null;
        await foreach (var e in events.Read(CodeStream.Of("source", code), new() { KnownAt = knownAt }, ct))
            source = Domain.Catalog.Source.Evolve(source, e.Data);
        return source;
    }

    public async ValueTask<LostReason?> LostReason(string code, CancellationToken ct)
    {
        if (knownAt is null)
            return await names.LostReason(code, ct);
        LostReason? reason = null;
        await foreach (var e in events.Read(CodeStream.Of("lost-reason", code), new() { KnownAt = knownAt }, ct))
            reason = Domain.Catalog.LostReason.Evolve(reason, e.Data);
        return reason;
    }

    /// <summary>Display name of the actor of an event.</summary>
    public async ValueTask<string?> Actor(string? actor, CancellationToken ct) =>
        knownAt is not null
        && actor?.StartsWith("user:", StringComparison.Ordinal) == true
        && Guid.TryParse(actor[5..], out var id)
            ? await User(new UserId(id), ct) ?? actor
            : await names.Actor(actor, ct);

    public async ValueTask<CompanySettings> Settings(CancellationToken ct)
    {
        if (knownAt is null)
            return company.Settings;
        if (settings is not null)
            return settings;
        var document = SettingsDocument.Initial;
        await foreach (var e in events.Read(SettingsDocument.Stream, new() { KnownAt = knownAt }, ct))
            document = SettingsDocument.After(document, e.Data, e.RecordedAt);
        return settings = company.Over(document.State);
    }
}
