using System.Text.Json.Serialization;
using Crm.Domain.Clients;
using Crm.Projections.ReadModels.Clients;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.Clients;

/// <summary>Legal details of a client (реквизиты), required for invoices.</summary>
/// <param name="TaxId">
/// Tax ID (ИНН), or the foreign equivalent; required for companies. Of Russia: 10 digits of a company or 12 of a person, with check
/// digits, in new clients and where it is changed.
/// </param>
/// <param name="RegisteredName">Full registered name (полное наименование); required for companies and persons.</param>
/// <param name="Address">Registered address (юридический адрес).</param>
/// <param name="BankAccount">Bank account and bank (расчётный счёт, БИК), as free text.</param>
/// <param name="Kpp">
/// Registration reason code (КПП) beside a tax ID of Russia, 9 characters; with it the branches of one company are different clients.
/// Absent when there is none.
/// </param>
/// <param name="Country">
/// Country of the tax ID, ISO 3166-1 alpha-2, such as <c>KZ</c>; tax IDs of other countries than <c>RU</c> have no fixed form. Absent: the
/// country in the settings.
/// </param>
public sealed record LegalDetailsBody(
    [property: Identifier(IsNumber = true)] string? TaxId = null,
    string? RegisteredName = null,
    [SeveralLines] string? Address = null,
    [property: Identifier] string? BankAccount = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Identifier(IsNumber = true)]
        string? Kpp = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Identifier]
        string? Country = null
)
{
    public LegalDetails Sealed(string pointer) =>
        new(
            TextValidation.PersonalOrNull(TaxId, pointer + "/taxId", 50),
            TextValidation.PersonalOrNull(RegisteredName, pointer + "/registeredName", TextValidation.Title),
            TextValidation.PersonalOrNull(Address, pointer + "/address", 1000),
            TextValidation.PersonalOrNull(BankAccount, pointer + "/bankAccount", TextValidation.Title)
        )
        {
            Kpp = TextValidation.PersonalOrNull(Kpp, pointer + "/kpp", 50),
            Country = TextValidation.Optional(Country, pointer + "/country", 50),
        };

    /// <summary>The key of the tax id, under which clients are compared; null: there is none.</summary>
    public string? TaxIdKey() => TaxIds.Key(TaxId);

    public static LegalDetailsBody? Of(LegalDetails? x) =>
        x is null
            ? null
            : new(x.TaxId?.Text, x.RegisteredName?.Text, x.Address?.Text, x.BankAccount?.Text, x.Kpp?.Text, x.Country);
}

/// <summary>A contact person (контактное лицо) of a client.</summary>
/// <param name="Name">Name of the person.</param>
/// <param name="Phone">Telephone number, in any format.</param>
/// <param name="Email">E-mail address; its domain in any script or in punycode.</param>
/// <param name="Role">Position or role of the person at the client, such as <c>Директор</c>.</param>
public sealed record ContactBody(
    string Name,
    [property: Identifier] string? Phone = null,
    [property: Identifier] string? Email = null,
    string? Role = null,
    Guid? Id = null
)
{
    public Contact Sealed(string pointer) =>
        new(
            new(Id ?? Guid.CreateVersion7()),
            TextValidation.Personal(Name, pointer + "/name", TextValidation.Title),
            TextValidation.PersonalOrNull(Phone, pointer + "/phone", TextValidation.Short),
            TextValidation.EmailOrNull(Email, pointer + "/email"),
            TextValidation.Optional(Role, pointer + "/role", TextValidation.Short)
        );
}

/// <summary>A contact person (контактное лицо) of a client.</summary>
/// <param name="Name">Name of the person; null after it was erased.</param>
/// <param name="Phone">Telephone number, in any format; null when unknown or erased.</param>
/// <param name="Email">E-mail address; null when unknown or erased.</param>
/// <param name="Role">Position or role of the person at the client, such as <c>Директор</c>; null when unknown.</param>
public sealed record ContactAnswer(Guid Id, string? Name, string? Phone, string? Email, string? Role)
{
    /// <summary>Since when, and why, the person is no contact any more; null while it is one.</summary>
    public ContactEndAnswer? Ended { get; init; }

    public static ContactAnswer Of(Contact x) =>
        new(x.Id.Value, x.Name.Text, x.Phone?.Text, x.Email?.Text, x.Role)
        {
            Ended = x.Ended is { } end ? new(end.At, end.Reason?.Text) : null,
        };
}

/// <summary>The end of a contact.</summary>
/// <param name="At">Time at which the contact was ended.</param>
/// <param name="Reason">Why; null when no reason was given or after it was erased.</param>
public sealed record ContactEndAnswer(DateTimeOffset At, string? Reason);

/// <summary>A client (контрагент): a company or a person that buys, or may buy.</summary>
/// <param name="Name">Name of the client; null after it was erased.</param>
/// <param name="Kind">Whether the client is a company or a person.</param>
/// <param name="LegalDetails">Legal details (реквизиты); null when none are recorded or after they were erased.</param>
/// <param name="Contacts">Contact persons (контактные лица) of the client in their order, the main one first, ended ones last.</param>
/// <param name="MissingDetails">
/// Names of the legal details that an order requires and the client lacks: <c>taxId</c>, <c>registeredName</c>.
/// </param>
/// <param name="CustomFields">Values of the custom fields of the client, by field code.</param>
/// <param name="RecordedAt">Time at which the client was registered.</param>
/// <param name="UpdatedAt">Time at which the last event of the client was recorded.</param>
/// <param name="Version">Version: number of events of the client so far; the <c>n</c> of the ETag.</param>
public sealed record ClientAnswer(
    Guid Id,
    string? Name,
    ClientKind Kind,
    LegalDetailsBody? LegalDetails,
    IReadOnlyList<ContactAnswer> Contacts,
    IReadOnlyList<string> MissingDetails,
    IReadOnlyDictionary<string, System.Text.Json.Nodes.JsonNode?> CustomFields,
    DateTimeOffset RecordedAt,
    DateTimeOffset UpdatedAt,
    int Version
)
{
    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    public static ClientAnswer Of(DocumentResult<ClientDocument> result, Viewer viewer) =>
        Of(result.Document) with
        {
            Warnings = Problems.Warnings.In(result.Warnings, viewer.Language),
        };

    public static ClientAnswer Of(ClientDocument x) =>
        new(
            x.Id,
            x.State.Name.Text,
            x.State.Kind,
            LegalDetailsBody.Of(x.State.Legal),
            [.. x.State.Contacts.Select(ContactAnswer.Of)],
            x.State.MissingDetails,
            FieldJson.Of(x.State.CustomFields),
            x.RecordedAt,
            x.UpdatedAt,
            x.Version
        );

    public Reply Reply() => new(200, this) { Version = Version };

    public StoredAnswer ToStored(Viewer viewer, int status) =>
        StoredAnswer.Create(viewer, status, this, Version, status == 201 ? $"/api/v1/clients/{Id}" : null);
}
