using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Catalog;
using JasperFx.Events;

namespace Crm.Projections.ReadModels.Settings;

/// <summary>The only inline document of the company's settings; it does not exist until the first change.</summary>
public sealed record SettingsDocument(Guid Id, CompanySettings State, DateTimeOffset? UpdatedAt)
{
    /// <summary>The only stream of settings.</summary>
    public static Guid Stream { get; } = CodeStream.Of("settings", "company");

    /// <summary>Number of events: the n of the ETag.</summary>
    public int Version { get; init; }

    public static SettingsDocument Initial { get; } = new(Stream, CompanySettings.Initial, null);

    public static SettingsDocument After(SettingsDocument before, DomainEvent domainEvent, DateTimeOffset recordedAt) =>
        new(before.Id, CompanySettings.Evolve(before.State, domainEvent), recordedAt) { Version = before.Version + 1 };
}

public sealed class SettingsProjection() : StreamProjection<SettingsDocument>("settings")
{
    public override SettingsDocument? Evolve(SettingsDocument? snapshot, Guid id, IEvent e) =>
        SettingsDocument.After(snapshot ?? SettingsDocument.Initial, (DomainEvent)e.Data, e.Timestamp);
}
