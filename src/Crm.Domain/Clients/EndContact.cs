namespace Crm.Domain.Clients;

/// <summary>Ends a contact: the person is at the client no more. The contact stays for what names it.</summary>
public sealed record EndContact(ContactId Id, Personal? Reason)
{
    public Decision Decide(Client client, CommandContext context) =>
        client.Contacts.FirstOrDefault(one => one.Id == Id) switch
        {
            null => Rejection.NotFound("contact.not_found"),
            { Ended: not null } => Decision.AlreadySatisfied,
            _ => Decision.Accept(new ContactEnded(Id, Reason) { HappenedAt = context.Now }),
        };
}
