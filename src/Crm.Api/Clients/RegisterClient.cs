using System.Text.Json.Serialization;
using Crm.Api.CustomFields;
using Crm.Domain.Clients;
using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.Clients;
using Wolverine;

namespace Crm.Api.Clients;

/// <summary>Registers a client (контрагент): a company or a person that buys, or may buy.</summary>
/// <param name="Name">Name of the client, as users see it.</param>
/// <param name="Kind">Type of client: <c>company</c> (the default) or <c>person</c>.</param>
/// <param name="LegalDetails">Legal details (реквизиты): tax ID, registered name, address and bank account.</param>
/// <param name="Contacts">Contact persons (контактные лица) of the client.</param>
/// <param name="CustomFields">Values of the custom fields of clients, by field code.</param>
/// <param name="Override">
/// <c>true</c> registers the client although another one has the same tax ID and KPP; the history keeps this.
/// </param>
public sealed record RegisterClientBody(
    string Name,
    ClientKind Kind = ClientKind.Company,
    LegalDetailsBody? LegalDetails = null,
    IReadOnlyList<ContactBody>? Contacts = null,
    [SeveralLines] SortedDictionary<string, FieldInput?>? CustomFields = null,
    Guid? Id = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Override = null
);

/// <summary>POST /clients.</summary>
public static class RegisterClientEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/clients", Post)
            .Operation(
                new("createClient")
                {
                    Permission = Permissions.ClientsWrite,
                    Tag = "Clients",
                    Summary = "Register a client",
                    Description =
                        "Registers a client (контрагент): a company or a person, with contacts and legal details. Another client "
                        + "with the same tax ID and KPP refuses it (409, `candidates`) unless `override` is true; the same tax ID "
                        + "with another KPP is a warning.",
                    Refusals = ["validation.failed", "client.duplicate", "id.taken"],
                }
            )
            .Takes(
                new RegisterClientBody(
                    "ООО «Ромашка»",
                    LegalDetails: new("7707083893", "ООО «Ромашка»", "Москва, ул. Полевая, 1", "40702810900000000001"),
                    Contacts: [new("Анна Смирнова", "+7 495 000-00-01", "smirnova@example.com", "Главный бухгалтер")]
                )
            )
            .Answers<ClientAnswer>(201)
            .Answers<ClientAnswer>();

    private static async Task<IResult> Post(
        HttpContext http,
        IMessageBus bus,
        FieldReader fields,
        Company company,
        TimeProvider clock
    )
    {
        var body = await Body.Read<RegisterClientBody>(http);
        var (id, now) = (body.Id ?? Guid.CreateVersion7(), clock.GetUtcNow());
        var contacts = TextValidation
            .Most(body.Contacts, "/contacts", 100)
            .Select((x, i) => x.Sealed($"/contacts/{i}"))
            .ToImmutableArray();
        var domainEvent = new ClientRegistered(
            TextValidation.Personal(body.Name, "/name", TextValidation.Title),
            body.Kind,
            body.LegalDetails?.Sealed("/legalDetails"),
            contacts
        )
        {
            HappenedAt = now,
            By = Caller.Of(http).User,
            CustomFields = (await fields.Read(http, FieldOwner.Client, body.CustomFields, "/customFields"))
                .Filled()
                .OrNull(),
        };
        var holders = body.LegalDetails?.TaxIdKey() is { } key ? new TaxIdHolders(key) : null;
        return await bus.Answer(
            http,
            new RegisterClientCommand(id, [domainEvent], http.CommandRequest(body, null, body.Id))
            {
                Reads = holders,
                Decide = _ =>
                    new RegisterClient(new(id), domainEvent).Decide(
                        new(company.Settings.Country, holders?.Found ?? [], body.Override == true)
                    ),
            }
        );
    }
}
