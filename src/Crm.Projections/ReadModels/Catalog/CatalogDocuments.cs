using System.Security.Cryptography;
using System.Text;
using Crm.Domain.Catalog;
using JasperFx.Events;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Current state of a source.</summary>
public sealed record SourceDocument(Guid Id, Source State, DateTimeOffset RecordedAt)
{
    /// <summary>Number of events: the n of the ETag.</summary>
    public int Version { get; init; } = 1;
}

/// <summary>Current state of a lost reason.</summary>
public sealed record LostReasonDocument(Guid Id, LostReason State, DateTimeOffset RecordedAt)
{
    /// <summary>Number of events: the n of the ETag.</summary>
    public int Version { get; init; } = 1;
}

/// <summary>Stream ids derived from a code: creating the same code twice collides in the event store.</summary>
public static class CodeStream
{
    public static Guid Of(string noun, string code) => new(Version8(noun + ":" + code), bigEndian: true);

    private static byte[] Version8(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return bytes;
    }
}

public sealed class SourceProjection() : StreamProjection<SourceDocument>("source")
{
    public override SourceDocument? Evolve(SourceDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static SourceDocument? After(
        SourceDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset recordedAt
    ) =>
        Source.Evolve(before?.State, domainEvent) is { } state
            ? new(id, state, before?.RecordedAt ?? recordedAt) { Version = before is null ? 1 : before.Version + 1 }
            : null;
}

public sealed class LostReasonProjection() : StreamProjection<LostReasonDocument>("lost_reason")
{
    public override LostReasonDocument? Evolve(LostReasonDocument? snapshot, Guid id, IEvent e) =>
        After(snapshot, id, (DomainEvent)e.Data, e.Timestamp);

    public static LostReasonDocument? After(
        LostReasonDocument? before,
        Guid id,
        DomainEvent domainEvent,
        DateTimeOffset recordedAt
    ) =>
        LostReason.Evolve(before?.State, domainEvent) is { } state
            ? new(id, state, before?.RecordedAt ?? recordedAt) { Version = before is null ? 1 : before.Version + 1 }
            : null;
}
