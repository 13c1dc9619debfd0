namespace Crm.Domain.CustomFields;

/// <summary>Changes what may change of a definition: its title, more choices, in use or archived. Only what differs becomes a fact.</summary>
/// <param name="Choices">Choices to add; one that is there already is no fault when it says the same.</param>
public sealed record ChangeCustomField(Localized? Title, ImmutableArray<FieldChoice> Choices, bool? Archived)
{
    public Decision Decide(CustomField field, Intent intent)
    {
        if (field.Type != FieldType.Choice && !Choices.IsEmpty) return Rejection.Invalid("/choices", "member.not_applicable", "only with type choice");
        var added = Choices.Where(x => !field.Choices.Contains(x)).ToImmutableArray();
        if (CustomField.ChoiceFaults(Choices, [.. field.Choices.Except(Choices)]).ToArray() is { Length: > 0 } faults) return Rejection.Invalid(faults);
        List<Fact> facts = [];
        if (Title is not null && Title != field.Title) facts.Add(new CustomFieldRetitled(Title));
        if (!added.IsEmpty) facts.Add(new CustomFieldChoicesAdded(added));
        if (Archived is { } archived && archived != field.Archived) facts.Add(archived ? new CustomFieldArchived() : new CustomFieldRestored());
        return Decision.Accept(facts.Select(x => x with { HappenedAt = intent.Now }));
    }
}
