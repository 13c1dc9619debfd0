using Crm.Api.Deals;
using Crm.Domain.Deals.Activities;

namespace Crm.Api.Interactions;

/// <summary>Interactions, presentations and comments of a deal.</summary>
public static class InteractionsFeature
{
    public static IServiceCollection AddInteractions(this IServiceCollection services) =>
        services
            .AddSingleton<InteractionReferences>()
            .AddSingleton<InteractionCards>()
            .AddSingleton<InteractionRevisions>()
            .AddSingleton(Answers(isNew: true, "createInteraction"))
            .AddSingleton(
                Answers(
                    isNew: false,
                    "updateInteraction",
                    "linkInteraction",
                    "unlinkInteraction",
                    "holdInteraction",
                    "reviewInteraction",
                    "postponeInteractionReview",
                    "withdrawInteraction"
                )
            )
            .AddPartAnswers<InteractionRecorded>(
                new(one => one.Interaction.Value, InteractionAnswer.Of, "interactions"),
                "recordInteraction"
            )
            .AddPartAnswers<PresentationHeld>(
                new(one => one.Presentation.Value, PresentationAnswer.Of, "presentations"),
                "recordPresentation"
            )
            .AddPartAnswers<CommentAdded>(new(one => one.Comment.Value, CommentAnswer.Of, "comments"), "createComment");

    public static void MapInteractions(this IEndpointRouteBuilder routes)
    {
        InteractionEndpoints.Map(routes);
        LogInteractionEndpoint.Map(routes);
        ReadInteractionsEndpoints.Map(routes);
        ChangeInteractionEndpoints.Map(routes);
        InteractionBatchEndpoint.Map(routes);
        PresentationEndpoints.Map(routes);
        CommentEndpoints.Map(routes);
    }

    private static AnswerRegistration Answers(bool isNew, params string[] operations) =>
        new(operations, provider => new InteractionRenderer(provider.GetRequiredService<InteractionCards>(), isNew));
}
