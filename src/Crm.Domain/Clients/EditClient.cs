using Crm.Domain.CustomFields;

namespace Crm.Domain.Clients;

/// <summary>Replaces plain attributes of a client. Only given values that differ become events.</summary>
public sealed record EditClient(Personal? Name, bool LegalGiven, LegalDetails? Legal)
{
    public FieldList CustomFields { get; init; } = FieldList.Empty;

    public Decision Decide(Client client, TaxIdRule taxIds, CommandContext context)
    {
        var verdict = LegalGiven ? taxIds.Judge(client.Id, client.Legal, Legal) : TaxIdVerdict.Fine;
        if (verdict.Refusal is { } refusal)
            return refusal;
        List<DomainEvent> events = [];
        if (Name is not null && !Name.SameText(client.Name))
            events.Add(new ClientRenamed(Name));
        if (LegalGiven && !Same(client.Legal, Legal))
            events.Add(new LegalDetailsChanged(Legal));
        if (verdict.Event is { } accepted)
            events.Add(accepted);
        if (client.CustomFields.Beyond(CustomFields) is { Values.IsEmpty: false } changed)
            events.Add(new ClientFieldsChanged(changed));
        return Decision.Accept(events.Select(x => x with { HappenedAt = context.Now })) with
        {
            Warnings = verdict.Warnings,
        };
    }

    private static bool Same(LegalDetails? a, LegalDetails? b) =>
        (a?.TaxId?.Text, a?.Kpp?.Text, a?.Country, a?.RegisteredName?.Text, a?.Address?.Text, a?.BankAccount?.Text)
        == (b?.TaxId?.Text, b?.Kpp?.Text, b?.Country, b?.RegisteredName?.Text, b?.Address?.Text, b?.BankAccount?.Text);
}
