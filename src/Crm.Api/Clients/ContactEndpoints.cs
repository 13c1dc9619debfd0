using Crm.Domain.Clients;
using Crm.Projections.ReadModels.Clients;
using Wolverine;

namespace Crm.Api.Clients;

/// <summary>Corrects a contact person (контактное лицо); a merge patch: an omitted member stays, null clears it.</summary>
/// <param name="Name">Name of the person; cannot be cleared.</param>
/// <param name="Phone">Telephone number, in any format.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Role">Position or role of the person at the client, such as <c>Директор</c>.</param>
/// <param name="Position">Place among the contacts that have not ended, from 1; the first one is the main contact.</param>
public sealed record EditContactBody(
    string? Name = null,
    [property: Identifier] string? Phone = null,
    [property: Identifier] string? Email = null,
    string? Role = null,
    int? Position = null
);

/// <summary>Ends a contact.</summary>
/// <param name="Reason">Why the person is no contact any more, such as <c>Уволилась</c>.</param>
public sealed record EndContactBody([SeveralLines] string? Reason = null);

/// <summary>/clients/{clientId}/contacts: a contact is added, corrected, ordered and ended.</summary>
public static class ContactEndpoints
{
    private const string Path = "/clients/{clientId:guid}/contacts/{contactId:guid}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/clients/{clientId:guid}/contacts", Add)
            .Operation(
                new("createContact")
                {
                    Permission = Permissions.ClientsWrite,
                    Tag = "Clients",
                    Summary = "Add a contact",
                    Description = "Adds a contact person (контактное лицо) to the client, after the other ones.",
                    Refusals = ["validation.failed", "client.not_found", "id.taken"],
                }
            )
            .Takes(new ContactBody("Анна Смирнова", "+7 495 000-00-01", "smirnova@example.com", "Главный бухгалтер"))
            .Answers<ClientAnswer>(201)
            .Answers<ClientAnswer>();
        routes
            .MapGet(Path, Get)
            .Operation(
                new("getContact")
                {
                    Permission = Permissions.ClientsRead,
                    Tag = "Clients",
                    Summary = "Read a contact",
                    Description = "A contact person of the client, also an ended one. The ETag is that of the client.",
                    Refusals = ["client.not_found", "contact.not_found"],
                }
            )
            .Answers<ContactAnswer>();
        routes
            .MapPatch(Path, Edit)
            .Operation(
                new("updateContact")
                {
                    Permission = Permissions.ClientsWrite,
                    Tag = "Clients",
                    Summary = "Correct a contact",
                    Description =
                        "Changes a contact by merge patch, or moves it among the contacts of the client. Requires If-Match with the "
                        + "version of the client.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "if_match.required",
                        "version.stale",
                        "client.not_found",
                        "contact.not_found",
                    ],
                }
            )
            .TakesPatch(new EditContactBody(Phone: "+7 495 000-00-02", Position: 1))
            .Answers<ClientAnswer>();
        routes
            .MapPost(Path + "/end", End)
            .Operation(
                new("endContact")
                {
                    Permission = Permissions.ClientsWrite,
                    Tag = "Clients",
                    Summary = "End a contact",
                    Description =
                        "The person is no contact of the client any more: it comes last, with the reason, and mails to its address need "
                        + "`mail.anyone` again. What names the contact keeps it.",
                    Refusals = ["validation.failed", "client.not_found", "contact.not_found", "version.stale"],
                }
            )
            .Takes(new EndContactBody("Уволилась"), optional: true)
            .Answers<ClientAnswer>();
    }

    private static async Task<IResult> Add(Guid clientId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<ContactBody>(http);
        var contact = body.Sealed("");
        return await bus.Answer(
            http,
            new ExecuteClientCommand(
                clientId,
                (client, context) => Decide(client.State, contact, context),
                http.CommandRequest(body, null, body.Id)
            )
        );
    }

    private static Decision Decide(Client client, Contact contact, CommandContext context) =>
        client.Contacts.FirstOrDefault(one => one.Id == contact.Id) is not { } known
            ? Decision.Accept(new ContactAdded(contact) { HappenedAt = context.Now })
        : ContactAnswer.Of(known) == ContactAnswer.Of(contact) ? Decision.AlreadySatisfied
        : Rejection.Conflict("id.taken");

    private static async Task<IResult> Get(Guid clientId, Guid contactId, HttpContext http, StoredDocuments documents)
    {
        var client =
            await documents.Find<ClientDocument>(clientId, http.RequestAborted)
            ?? throw ProblemException.NotFound("client.not_found");
        return client.State.Contacts.FirstOrDefault(one => one.Id.Value == contactId) is { } contact
            ? Reply.Ok(ContactAnswer.Of(contact), client.Version)
            : throw ProblemException.NotFound("contact.not_found");
    }

    private static async Task<IResult> Edit(Guid clientId, Guid contactId, HttpContext http, IMessageBus bus)
    {
        var (body, given) = await Body.ReadPatch<EditContactBody>(http);
        if (given.Contains("name") && body.Name is null)
            throw ProblemException.Member("/name", "member.null", "a value");
        var wanted = new ContactBody(body.Name ?? "-", body.Phone, body.Email, body.Role).Sealed("");
        var command = new EditContact(
            new(contactId),
            contact =>
                contact with
                {
                    Name = given.Contains("name") ? wanted.Name : contact.Name,
                    Phone = given.Contains("phone") ? wanted.Phone : contact.Phone,
                    Email = given.Contains("email") ? wanted.Email : contact.Email,
                    Role = given.Contains("role") ? wanted.Role : contact.Role,
                },
            body.Position
        );
        return await bus.Answer(
            http,
            new ExecuteClientCommand(
                clientId,
                (client, context) => command.Decide(client.State, context),
                http.CommandRequest(new { body, given = given.Order() })
            )
        );
    }

    private static async Task<IResult> End(Guid clientId, Guid contactId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<EndContactBody>(http, optional: true);
        var command = new EndContact(new(contactId), TextValidation.PersonalOrNull(body.Reason, "/reason"));
        return await bus.Answer(
            http,
            new ExecuteClientCommand(
                clientId,
                (client, context) => command.Decide(client.State, context),
                http.CommandRequest(body)
            )
        );
    }
}
