namespace Crm.Api.Deals;

/// <summary>Deals, their tasks, history and balance.</summary>
public static class DealsFeature
{
    public static IServiceCollection AddDeals(this IServiceCollection services) =>
        services
            .AddSingleton<FirstContacts>()
            .AddSingleton<CardTitles>()
            .AddSingleton<DealAnswers>()
            .AddSingleton<IDealCards, DealCards>()
            .AddSingleton<DealReader>()
            .AddSingleton<DealParts>()
            .AddSingleton<OtherDeals>()
            .AddSingleton<DealNumbers>()
            .AddSingleton<TaskReader>()
            .AddSingleton<InterestReader>()
            .AddAnswers<OpenedDealRenderer>("openDeal")
            .AddDealAnswers(
                "assignManager",
                "changeKindVersion",
                "closeDeal",
                "completeTask",
                "convertToManual",
                "updateDeal",
                "identifyClient",
                "moveDeal",
                "reassignTask",
                "reopenDeal",
                "resumeProcess",
                "setInterest",
                "setParticipants",
                "skipTask"
            );

    public static void MapDeals(this IEndpointRouteBuilder routes)
    {
        OpenDealEndpoint.Map(routes);
        ListDealsEndpoint.Map(routes);
        GetDealEndpoint.Map(routes);
        EditDealEndpoint.Map(routes);
        IdentifyClientEndpoint.Map(routes);
        AssignManagerEndpoint.Map(routes);
        SetParticipantsEndpoint.Map(routes);
        SetInterestEndpoint.Map(routes);
        MoveDealEndpoint.Map(routes);
        CloseDealEndpoint.Map(routes);
        ReopenDealEndpoint.Map(routes);
        TaskReader.Map(routes);
        CompleteStageTaskEndpoint.Map(routes);
        SkipStageTaskEndpoint.Map(routes);
        ReassignStageTaskEndpoint.Map(routes);
        ConvertToManualEndpoint.Map(routes);
        ResumeProcessEndpoint.Map(routes);
        ChangeKindVersionEndpoint.Map(routes);
        BalanceEndpoint.Map(routes);
        HistoryEndpoint.Map(routes);
        StagesEndpoint.Map(routes);
    }
}
