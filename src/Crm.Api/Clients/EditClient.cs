using System.Text.Json.Serialization;
using Crm.Api.CustomFields;
using Crm.Domain.Clients;
using Crm.Domain.CustomFields;
using Crm.Projections.ReadModels.Clients;
using Wolverine;

namespace Crm.Api.Clients;

/// <summary>Changes a client; a merge patch: an omitted member stays, null clears it.</summary>
/// <param name="Name">Name of the client; cannot be cleared.</param>
/// <param name="LegalDetails">Legal details (реквизиты), replaced as a whole; null clears them.</param>
/// <param name="CustomFields">
/// Values of the custom fields of clients, by field code; an omitted field stays, null clears it.
/// </param>
/// <param name="Override">
/// <c>true</c> accepts a tax ID and KPP that another client has; the history keeps this.
/// </param>
public sealed record EditClientBody(
    string? Name = null,
    LegalDetailsBody? LegalDetails = null,
    [SeveralLines] SortedDictionary<string, FieldInput?>? CustomFields = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Override = null
);

/// <summary>PATCH /clients/{clientId}.</summary>
public static class EditClientEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPatch("/clients/{clientId:guid}", Patch)
            .Operation(
                new("updateClient")
                {
                    Permission = Permissions.ClientsWrite,
                    Tag = "Clients",
                    Summary = "Edit a client",
                    Description =
                        "Changes name, legal details or custom fields by merge patch. A changed tax ID or KPP is compared with those "
                        + "of all clients, as in a registration. Requires If-Match.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "if_match.required",
                        "version.stale",
                        "client.not_found",
                        "client.duplicate",
                    ],
                }
            )
            .TakesPatch(new EditClientBody(LegalDetails: new("7701000001", "ООО «Ромашка»", "Москва, ул. Полевая, 1")))
            .Answers<ClientAnswer>();

    private static async Task<IResult> Patch(
        Guid clientId,
        HttpContext http,
        IMessageBus bus,
        FieldReader fields,
        Company company
    )
    {
        var (body, given) = await Body.ReadPatch<EditClientBody>(http);
        var command = new EditClient(
            given.Contains("name") ? TextValidation.Personal(body.Name ?? "", "/name", TextValidation.Title) : null,
            given.Contains("legalDetails"),
            body.LegalDetails?.Sealed("/legalDetails")
        )
        {
            CustomFields = await fields.Read(http, FieldOwner.Client, body.CustomFields, "/customFields"),
        };
        var holders = body.LegalDetails?.TaxIdKey() is { } key ? new TaxIdHolders(key) : null;
        return await bus.Answer(
            http,
            new ExecuteClientCommand(
                clientId,
                (client, context) =>
                    command.Decide(
                        client.State,
                        new(company.Settings.Country, holders?.Found ?? [], body.Override == true),
                        context
                    ),
                http.CommandRequest(new { body, given = given.Order() })
            )
            {
                Reads = holders,
            }
        );
    }
}
