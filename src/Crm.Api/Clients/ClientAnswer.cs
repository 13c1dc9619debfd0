using Crm.Domain.Clients;
using Crm.Projections.ReadModels.Clients;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.Clients;

/// <summary>Details that an invoice needs.</summary>
/// <param name="TaxId">ИНН or the like; a company needs it.</param>
/// <param name="RegisteredName">The name in the register; everybody needs it.</param>
public sealed record LegalDetailsBody(
    string? TaxId = null,
    string? RegisteredName = null,
    string? Address = null,
    string? BankAccount = null
)
{
    public LegalDetails Sealed(string pointer) =>
        new(
            TextValidation.PersonalOrNull(TaxId, pointer + "/taxId", 50),
            TextValidation.PersonalOrNull(RegisteredName, pointer + "/registeredName", TextValidation.Title),
            TextValidation.PersonalOrNull(Address, pointer + "/address", 1000),
            TextValidation.PersonalOrNull(BankAccount, pointer + "/bankAccount", TextValidation.Title)
        );

    public static LegalDetailsBody? Of(LegalDetails? x) =>
        x is null ? null : new(x.TaxId?.Text, x.RegisteredName?.Text, x.Address?.Text, x.BankAccount?.Text);
}

/// <summary>A person at a client.</summary>
/// <param name="Role">What the person does there.</param>
public sealed record ContactBody(
    string Name,
    string? Phone = null,
    string? Email = null,
    string? Role = null,
    Guid? Id = null
)
{
    public Contact Sealed(string pointer) =>
        new(
            new(Id ?? Guid.CreateVersion7()),
            TextValidation.Personal(Name, pointer + "/name", TextValidation.Title),
            TextValidation.PersonalOrNull(Phone, pointer + "/phone", TextValidation.Short),
            TextValidation.PersonalOrNull(Email, pointer + "/email", TextValidation.Short),
            TextValidation.Optional(Role, pointer + "/role", TextValidation.Short)
        );
}

/// <summary>A person at a client, as recorded.</summary>
public sealed record ContactAnswer(Guid Id, string? Name, string? Phone, string? Email, string? Role)
{
    public static ContactAnswer Of(Contact x) => new(x.Id.Value, x.Name.Text, x.Phone?.Text, x.Email?.Text, x.Role);
}

/// <summary>A client.</summary>
/// <param name="MissingDetails">Legal details that an order needs and that are not there.</param>
/// <param name="CustomFields">Values by code of the field.</param>
/// <param name="Version">The n of the ETag.</param>
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

    public Reply Reply() => new(200, this) { ETag = ETags.Of(Version) };

    public StoredAnswer ToStored(Viewer viewer, int status) =>
        StoredAnswer.Create(viewer, status, this, ETags.Of(Version), status == 201 ? $"/api/v1/clients/{Id}" : null);
}
