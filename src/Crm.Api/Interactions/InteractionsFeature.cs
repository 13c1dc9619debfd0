using Crm.Api.Deals;
using Crm.Domain.Deals.Activities;

namespace Crm.Api.Interactions;

/// <summary>Interactions, presentations and comments of a deal.</summary>
public static class InteractionsFeature
{
    public static IServiceCollection AddInteractions(this IServiceCollection services) =>
        services
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
        PresentationEndpoints.Map(routes);
        CommentEndpoints.Map(routes);
    }
}
