using Crm.Api.Clients;

namespace Crm.Api.Deals;

/// <summary>A feature says which of its operations answer with a deal, and which with a part of one.</summary>
public static class DealAnswerRegistrations
{
    /// <summary>Operations that answer with the fresh deal.</summary>
    public static IServiceCollection AddDealAnswers(this IServiceCollection services, params string[] operations) =>
        services.AddAnswers<DealRenderer>(operations);

    /// <summary>Operations that make a part of a deal, or change one, and answer with it.</summary>
    public static IServiceCollection AddPartAnswers<TFact>(
        this IServiceCollection services,
        PartAnswer<TFact> part,
        params string[] operations
    )
        where TFact : DomainEvent =>
        services.AddSingleton(
            new AnswerRegistration(
                operations,
                provider => new PartRenderer<TFact>(
                    part,
                    provider.GetRequiredService<DealReader>(),
                    provider.GetRequiredService<DocumentClients>(),
                    provider.GetRequiredService<OtherDeals>()
                )
            )
        );
}
