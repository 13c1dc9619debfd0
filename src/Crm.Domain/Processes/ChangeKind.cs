namespace Crm.Domain.Processes;

/// <summary>Commands of an administrator on a deal kind; pure decisions over its one stream.</summary>
public static class ChangeKind
{
    public static Decision Edit(DealKind kind, KindDraft draft, CommandContext context) =>
        kind.Draft is { } now && CanonicalJson.Same(now, draft)
            ? Decision.AlreadySatisfied
            : Decision.Accept(new DealKindDraftEdited(draft) { HappenedAt = context.Now });

    public static Decision Discard(DealKind kind, CommandContext context) =>
        kind.Draft is null ? Decision.AlreadySatisfied
        : kind.Versions.IsEmpty
            ? Rejection.Conflict(
                "deal_kind.never_published",
                new Blocker(
                    "deal_kind.never_published",
                    Ref(kind),
                    "a published version",
                    "none",
                    new Fix.PublishDealKind(kind.Code)
                )
            )
        : Decision.Accept(new DealKindDraftDiscarded { HappenedAt = context.Now });

    /// <summary>Records the faults found, and changes nothing.</summary>
    public static Decision Validate(DealKind kind, ProcessReferences references, CommandContext context)
    {
        if (kind.Draft is not { } draft)
            return NoDraft(kind);
        var (_, faults) = KindValidation.Of(draft, kind.Code, kind.NextVersion, references);
        return Decision.Accept(
            new DealKindDraftValidated(kind.NextVersion, [.. faults.Select(x => x.Code).Distinct()])
            {
                HappenedAt = context.Now,
            }
        );
    }

    /// <summary>Publishes the draft; refused while it has any fault.</summary>
    public static Decision Publish(DealKind kind, ProcessReferences references, CommandContext context)
    {
        if (kind.Draft is not { } draft)
            return NoDraft(kind);
        if (kind.Retired)
            return Retired(kind.Code);
        var (process, faults) = KindValidation.Of(draft, kind.Code, kind.NextVersion, references);
        if (process is null)
            return Invalid(faults);
        return Decision.Accept(new DealKindPublished(process) { HappenedAt = context.Now });
    }

    /// <summary>The refusal of a draft with faults; names all of them.</summary>
    public static Rejection Invalid(ImmutableArray<Fault> faults) =>
        Rejection.Conflict(
            faults.Any(x => x.Code == "check.unavailable") ? "check.unavailable" : "deal_kind.invalid"
        ) with
        {
            Faults = faults,
        };

    public static Decision Retire(DealKind kind, bool isDefault, Personal? reason, CommandContext context) =>
        kind.Retired ? Decision.AlreadySatisfied
        : isDefault
            ? Rejection.Conflict(
                "deal_kind.is_default",
                new Blocker("deal_kind.is_default", Ref(kind), "another default kind", Phrase.Data(kind.Code), null)
            )
        : Decision.Accept(new DealKindRetired(reason) { HappenedAt = context.Now });

    public static Decision Restore(DealKind kind, CommandContext context) =>
        kind.Retired ? Decision.Accept(new DealKindRestored { HappenedAt = context.Now }) : Decision.AlreadySatisfied;

    /// <summary>The refusal of opening a deal with a retired kind.</summary>
    public static Rejection Retired(string kind) =>
        Rejection.Conflict(
            "deal_kind.retired",
            new Blocker(
                "deal_kind.retired",
                $"deal_kind:{kind}",
                "a kind in force",
                "retired",
                new Fix.RestoreDealKind(kind)
            )
        );

    private static Rejection NoDraft(DealKind kind) =>
        Rejection.Conflict(
            "deal_kind.no_draft",
            new Blocker("deal_kind.no_draft", Ref(kind), "a draft", "none", new Fix.WriteDealKindDraft(kind.Code))
        );

    private static string Ref(DealKind kind) => $"deal_kind:{kind.Code}";
}
