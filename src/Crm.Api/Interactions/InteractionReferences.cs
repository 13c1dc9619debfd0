using Crm.Api.Catalog;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Interactions;
using Crm.Projections.ReadModels.Interactions;
using Npgsql;

namespace Crm.Api.Interactions;

/// <summary>Finds interactions that a caller may see, and checks what they refer to.</summary>
public sealed class InteractionReferences(NpgsqlDataSource database, References references, Names names)
{
    /// <summary>Null: there is none, or none that the caller sees.</summary>
    public Task<InteractionDocument?> Find(HttpContext http, Guid id) =>
        new InteractionList(InteractionVisibility.Of(Caller.Of(http).Grants)).FindVisible(
            database,
            id,
            http.RequestAborted
        );

    public async Task<InteractionDocument> Get(HttpContext http, Guid id) =>
        await Find(http, id) ?? throw ProblemException.NotFound("interaction.not_found");

    public async Task<Interaction> Seen(HttpContext http, Guid id, string pointer) =>
        await Find(http, id) is { State: var found }
            ? found
            : throw ProblemException.Member(pointer, "interaction.not_found", "the id of an interaction");

    /// <summary>The participants; contacts are those of the client, or of the deal's client.</summary>
    public async ValueTask<ImmutableArray<Counterpart>> With(
        IReadOnlyList<CounterpartBody>? with,
        (Guid? Deal, ClientId? Client) on,
        CancellationToken ct
    )
    {
        var found = ImmutableArray.CreateBuilder<Counterpart>();
        foreach (var (one, i) in TextValidation.Most(with, "/with", 100).Select((one, i) => (one, i)))
        {
            if (new object?[] { one.ContactId, one.UserId, one.Name }.Count(given => given is not null) != 1)
                throw ProblemException.Member($"/with/{i}", "member.conflict", "one of contactId, userId and name");
            found.Add(
                new Counterpart(
                    one.ContactId is { } contact ? await Contact(contact, on, $"/with/{i}/contactId", ct) : null,
                    TextValidation.PersonalOrNull(one.Name, $"/with/{i}/name", TextValidation.Short)
                )
                {
                    User = one.UserId is { } user ? await references.User(user, $"/with/{i}/userId", ct) : null,
                }
            );
        }

        return found.ToImmutable();
    }

    private async ValueTask<ContactId> Contact(
        Guid id,
        (Guid? Deal, ClientId? Client) on,
        string pointer,
        CancellationToken ct
    )
    {
        if (on.Deal is { } deal)
            return await references.Contact(deal, id, pointer, ct);
        var client = on.Client is { } own ? await names.Client(own, ct) : null;
        return client?.Contacts.Any(one => one.Id.Value == id) == true
            ? new(id)
            : throw ProblemException.Member(pointer, "contact.not_found", "the id of a contact of the client");
    }
}
