using Crm.Domain.Settings;

namespace Crm.Domain.CustomFields;

/// <summary>
/// Changes the mutable part of a definition: title, additional choices, archived or not. Only differences become
/// events.
/// </summary>
/// <param name="Choices">Choices to add; an identical existing choice is accepted.</param>
public sealed record ChangeCustomField(Localized? Title, ImmutableArray<FieldChoice> Choices, bool? Archived)
{
    /// <param name="kinds">All versions of deal kinds that are published or that an open deal is pinned to.</param>
    public Decision Decide(CustomField field, CommandContext context, IEnumerable<KindInUse>? kinds = null)
    {
        if (field.Type != FieldType.Choice && !Choices.IsEmpty)
            return Rejection.Invalid("/choices", "member.not_applicable", "only with type choice");
        var added = Choices.Where(x => !field.Choices.Contains(x)).ToImmutableArray();
        if (CustomField.ChoiceFaults(Choices, [.. field.Choices.Except(Choices)]).ToArray() is { Length: > 0 } faults)
            return Rejection.Invalid(faults);
        if (Archived == true && !field.Archived && Uses(field, kinds ?? []).ToArray() is { Length: > 0 } used)
            return Rejection.Conflict("custom_field.in_use", used);
        List<DomainEvent> events = [];
        if (Title is not null && Title != field.Title)
            events.Add(new CustomFieldRetitled(Title));
        if (!added.IsEmpty)
            events.Add(new CustomFieldChoicesAdded(added));
        if (Archived is { } archived && archived != field.Archived)
            events.Add(archived ? new CustomFieldArchived() : new CustomFieldRestored());
        return Decision.Accept(events.Select(x => x with { HappenedAt = context.Now }));
    }

    /// <summary>An archived field accepts no value, so a task that requires it could never be completed.</summary>
    private static IEnumerable<Blocker> Uses(CustomField field, IEnumerable<KindInUse> kinds) =>
        from kind in kinds
        where field.Owner == FieldOwner.Deal && kind.IsNeeded
        let tasks = kind.FieldUses.Where(use => use.Field == field.Code).Select(use => use.Task).ToArray()
        where tasks.Length > 0
        select new Blocker(
            "custom_field.in_use",
            kind.Ref,
            $"no check of {field.Code}, 0 open deals",
            $"{string.Join(", ", tasks)}; {kind.Need}",
            null
        );
}
