using Crm.Api.Clients;

namespace Crm.Api.Proposals;

/// <summary>Proposals, their revisions and the approval of their discounts.</summary>
public static class ProposalsFeature
{
    public static IServiceCollection AddProposals(this IServiceCollection services) =>
        services
            .AddSingleton<ProposalReader>()
            .AddScoped<ProposalCommands>()
            .AddAnswer(201, "createProposal", "reviseProposal")
            .AddAnswer(
                200,
                "updateProposal",
                "issueProposal",
                "sendProposal",
                "acceptProposal",
                "declineProposal",
                "withdrawProposal",
                "requestDiscountApproval",
                "approveDiscount",
                "rejectDiscount"
            );

    public static void MapProposals(this IEndpointRouteBuilder routes)
    {
        DraftProposalEndpoint.Map(routes);
        EditProposalEndpoint.Map(routes);
        ProposalCommandEndpoints.Map(routes);
        DiscountApprovalEndpoints.Map(routes);
        ReadProposalsEndpoints.Map(routes);
    }

    private static IServiceCollection AddAnswer(
        this IServiceCollection services,
        int status,
        params string[] operations
    ) =>
        services.AddSingleton(
            new AnswerRegistration(
                operations,
                provider => new ProposalRenderer(status, provider.GetRequiredService<DocumentClients>())
            )
        );
}
