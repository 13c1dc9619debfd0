using System.Text.Json.Serialization;
using Crm.Domain.CustomFields;

namespace Crm.Domain.Clients;

/// <summary>Whether a client is a company (организация) or a person (физическое лицо).</summary>
[JsonConverter(typeof(CamelCase<ClientKind>))]
public enum ClientKind
{
    Company,
    Person,
}

/// <summary>The details that an invoice needs.</summary>
public sealed record LegalDetails(Personal? TaxId, Personal? RegisteredName, Personal? Address, Personal? BankAccount)
{
    /// <summary>Registration reason code (КПП) beside a tax id of Russia.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Personal? Kpp { get; init; }

    /// <summary>Country of the tax id, ISO 3166-1; null: that of the company.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Country { get; init; }
}

/// <summary>A person at a client.</summary>
public sealed record Contact(ContactId Id, Personal Name, Personal? Phone, Personal? Email, string? Role)
{
    /// <summary>Null while the person is a contact.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContactEnd? Ended { get; init; }
}

/// <summary>Since when, and why, a person is no contact any more.</summary>
public sealed record ContactEnd(DateTimeOffset At, Personal? Reason);

/// <summary>A company or person that buys or may buy.</summary>
public sealed record Client(
    ClientId Id,
    Personal Name,
    ClientKind Kind,
    LegalDetails? Legal,
    ImmutableArray<Contact> Contacts
)
{
    public FieldList CustomFields { get; init; } = FieldList.Empty;

    /// <summary>The user who registered the client and sees it whatever their scope is; null: a key without a user.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserId? CreatedBy { get; init; }

    /// <summary>
    /// Required legal details that are missing. A company needs taxId and registeredName, a person registeredName.
    /// </summary>
    [JsonIgnore]
    public ImmutableArray<string> MissingDetails =>
        [
            .. Kind == ClientKind.Company && Legal?.TaxId is null ? ["taxId"] : Array.Empty<string>(),
            .. Legal?.RegisteredName is null ? ["registeredName"] : Array.Empty<string>(),
        ];

    /// <summary>Folds one event; total.</summary>
    public static Client? Evolve(Client? before, ClientId id, DomainEvent domainEvent) =>
        domainEvent switch
        {
            ClientRegistered f => new Client(id, f.Name, f.Kind, f.Legal, f.Contacts)
            {
                CustomFields = f.CustomFields ?? FieldList.Empty,
                CreatedBy = f.By,
            },
            ClientRenamed f => before is null ? null : before with { Name = f.Name },
            LegalDetailsChanged f => before is null ? null : before with { Legal = f.Legal },
            ClientFieldsChanged f => before is null
                ? null
                : before with
                {
                    CustomFields = before.CustomFields.After(f.Fields),
                },
            ClientDuplicateAccepted => before,
            ContactAdded f => before?.WithContacts([.. before.Contacts, f.Contact]),
            ContactChanged f => before?.WithContacts(
                before.Contacts.Select(one => one.Id == f.Contact.Id ? f.Contact : one)
            ),
            ContactsOrdered f => before?.WithContacts(before.Contacts.OrderBy(one => f.Contacts.IndexOf(one.Id))),
            ContactEnded f => before?.WithContacts(
                before.Contacts.Select(one =>
                    one.Id == f.Contact ? one with { Ended = new(f.HappenedAt, f.Reason) } : one
                )
            ),
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "an event that clients do not handle"
            ),
        };

    /// <summary>Ended contacts come last, in the order of their end.</summary>
    private Client WithContacts(IEnumerable<Contact> contacts) =>
        this with
        {
            Contacts = [.. contacts.OrderBy(one => one.Ended is not null).ThenBy(one => one.Ended?.At)],
        };
}

/// <summary>A client was registered.</summary>
public sealed record ClientRegistered(
    Personal Name,
    ClientKind Kind,
    LegalDetails? Legal,
    ImmutableArray<Contact> Contacts
) : DomainEvent
{
    public FieldList? CustomFields { get; init; }

    /// <summary>The user who registered it; null: a key without a user, or a client of an earlier version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UserId? By { get; init; }
}

/// <summary>A client was renamed.</summary>
public sealed record ClientRenamed(Personal Name) : DomainEvent;

/// <summary>A client's legal details were replaced.</summary>
public sealed record LegalDetailsChanged(LegalDetails? Legal) : DomainEvent;

/// <summary>A client got the tax id and KPP of other clients on purpose.</summary>
public sealed record ClientDuplicateAccepted(ImmutableArray<ClientId> Clients) : DomainEvent;

/// <summary>Custom fields of a client were changed; contains only the changed ones.</summary>
public sealed record ClientFieldsChanged(FieldList Fields) : DomainEvent;

/// <summary>A contact was added, after those that have not ended.</summary>
public sealed record ContactAdded(Contact Contact) : DomainEvent;

/// <summary>A contact was corrected; contains all its values.</summary>
public sealed record ContactChanged(Contact Contact) : DomainEvent;

/// <summary>The contacts that have not ended got another order.</summary>
public sealed record ContactsOrdered(ImmutableArray<ContactId> Contacts) : DomainEvent;

/// <summary>A person is no contact any more.</summary>
public sealed record ContactEnded(ContactId Contact, Personal? Reason) : DomainEvent;
