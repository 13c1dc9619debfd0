using Crm.Projections.ReadModels.Clients;

namespace Crm.Api.Clients;

/// <summary>Clients and their contacts.</summary>
public static class ClientsFeature
{
    public static IServiceCollection AddClients(this IServiceCollection services) =>
        services
            .AddSingleton<DocumentClients>()
            .AddSingleton<DuplicateCandidates>()
            .AddDocumentAnswers<ClientDocument>(
                (result, viewer) => ClientAnswer.Of(result, viewer).ToStored(viewer, 200),
                "updateClient",
                "updateContact",
                "endContact"
            )
            .AddDocumentAnswers<ClientDocument>(
                (result, viewer) => ClientAnswer.Of(result, viewer).ToStored(viewer, 201),
                "createContact",
                "createClient"
            );

    public static void MapClients(this IEndpointRouteBuilder routes)
    {
        RegisterClientEndpoint.Map(routes);
        EditClientEndpoints.Map(routes);
        ContactEndpoints.Map(routes);
        ReadClientsEndpoints.Map(routes);
    }
}
