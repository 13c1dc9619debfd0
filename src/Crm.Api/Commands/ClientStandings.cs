using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;

namespace Crm.Api.Commands;

/// <summary>Tells whether a decision on a deal reads the deal's client.</summary>
public static class ClientStandings
{
    public static bool AsksForDetails(TaskTemplate template) =>
        template.Checks.Any(check => check.Leaves.Any(leaf => leaf is LegalDetailsCheck));

    /// <summary>A task that checks legal details is being completed, or may complete automatically.</summary>
    /// <param name="completed">The task that a command completes.</param>
    public static bool AreRead(Deal deal, DealProcess process, StageTask? completed = null) =>
        deal.OpenTasks.Any(task =>
            process.Template(task.Code) is { } template
            && (task == completed || template.Automatic)
            && AsksForDetails(template)
        );

    public static ClientStanding? From(Client? client, ClientId id, long version) =>
        client is null
            ? null
            : new ClientStanding(id, version, client.Kind == ClientKind.Person, client.MissingDetails)
            {
                Emails =
                [
                    .. client
                        .Contacts.Where(contact => contact.Ended is null)
                        .Select(contact => contact.Email?.Text)
                        .OfType<string>(),
                ],
                Requisites = ClientRequisites.Of(client),
            };
}
