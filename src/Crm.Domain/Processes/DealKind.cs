namespace Crm.Domain.Processes;

/// <summary>A kind of deals: the published versions of its process, and possibly a draft of the next one.</summary>
/// <param name="Versions">Published, oldest first; immutable.</param>
/// <param name="Draft">The future next version.</param>
public sealed record DealKind(string Code, ImmutableArray<PublishedVersion> Versions, KindDraft? Draft, bool Retired)
{
    /// <summary>Shipped kinds that were stored before stages had <see cref="Stage.NormDays"/> have those that ship.</summary>
    public ImmutableArray<PublishedVersion> Versions { get; init; } =
    [.. Versions.Select(version => version with { Process = ShippedKinds.WithNorms(version.Process) })];

    /// <summary>The number that the draft gets when published.</summary>
    public int NextVersion => Versions.IsEmpty ? 1 : Versions[^1].Process.Version + 1;

    public DealProcess? InForce => Versions.IsEmpty ? null : Versions[^1].Process;

    /// <summary>Folds one event; total.</summary>
    public static DealKind? Evolve(DealKind? before, DomainEvent domainEvent) =>
        (before, domainEvent) switch
        {
            (_, DealKindDrafted f) => new(f.Code, [], f.Draft, false),
            (null, DealKindPublished f) => new(f.Process.Code, [new(f.Process, f.HappenedAt)], null, false),
            (null, _) => null,
            ({ } x, DealKindDraftEdited f) => x with { Draft = f.Draft },
            ({ } x, DealKindDraftDiscarded) => x with { Draft = null },
            ({ } x, DealKindPublished f) => x with
            {
                Versions = x.Versions.Add(new(f.Process, f.HappenedAt)),
                Draft = null,
            },
            ({ } x, DealKindRetired) => x with { Retired = true },
            ({ } x, DealKindRestored) => x with { Retired = false },
            _ => before,
        };
}

/// <summary>A version of a process with the time of its publication.</summary>
public sealed record PublishedVersion(DealProcess Process, DateTimeOffset At);

/// <summary>A kind was created, as a draft.</summary>
public sealed record DealKindDrafted(string Code, KindDraft Draft) : DomainEvent;

/// <summary>The draft was replaced as a whole.</summary>
public sealed record DealKindDraftEdited(KindDraft Draft) : DomainEvent;

public sealed record DealKindDraftDiscarded : DomainEvent;

/// <summary>A user had the draft validated; contains the codes of the faults.</summary>
public sealed record DealKindDraftValidated(int Version, ImmutableArray<string> Faults) : DomainEvent, IAuditOnly;

/// <summary>A version came into force: deals opened from now on follow it, running deals do not change.</summary>
public sealed record DealKindPublished(DealProcess Process) : DomainEvent;

/// <summary>No new deals can be opened with this kind; running ones continue.</summary>
public sealed record DealKindRetired(Personal? Reason) : DomainEvent;

public sealed record DealKindRestored : DomainEvent;
