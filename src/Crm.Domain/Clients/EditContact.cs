namespace Crm.Domain.Clients;

/// <summary>Corrects a contact, and moves it among the contacts of its client.</summary>
/// <param name="Change">The contact with its wanted values.</param>
/// <param name="Position">Its place among the contacts that have not ended, from 1; null: where it is.</param>
public sealed record EditContact(ContactId Id, Func<Contact, Contact> Change, int? Position)
{
    public Decision Decide(Client client, CommandContext context)
    {
        if (client.Contacts.FirstOrDefault(one => one.Id == Id) is not { } contact)
            return Rejection.NotFound("contact.not_found");
        if (Position is not null && contact.Ended is not null)
            return Rejection.Invalid("/position", "contact.ended", "a contact that has not ended");
        ContactId[] order = [.. client.Contacts.Where(one => one.Ended is null).Select(one => one.Id)];
        if (Position is { } place && (place < 1 || place > order.Length))
            return Rejection.Invalid("/position", "contact.position", $"1 to {order.Length}");
        List<DomainEvent> events = [];
        if (Changed(contact) is { } changed)
            events.Add(new ContactChanged(changed));
        if (Position is { } at && Moved(order, at) is var moved && !moved.SequenceEqual(order))
            events.Add(new ContactsOrdered([.. moved]));
        return Decision.Accept(events.Select(one => one with { HappenedAt = context.Now }));
    }

    /// <summary>Null when every text is as it was; unchanged texts keep their seal.</summary>
    private Contact? Changed(Contact before)
    {
        var wanted = Change(before);
        var after = before with
        {
            Name = Kept(before.Name, wanted.Name)!,
            Phone = Kept(before.Phone, wanted.Phone),
            Email = Kept(before.Email, wanted.Email),
            Role = wanted.Role,
        };
        return after == before ? null : after;
    }

    private static Personal? Kept(Personal? before, Personal? after) =>
        after?.SameText(before) == true ? before : after;

    private List<ContactId> Moved(ContactId[] order, int at)
    {
        List<ContactId> moved = [.. order.Where(one => one != Id)];
        moved.Insert(at - 1, Id);
        return moved;
    }
}
