using Crm.Projections.ReadModels.Currencies;

namespace Crm.Api.Currencies;

/// <summary>Exchange rates.</summary>
public static class CurrenciesFeature
{
    public static IServiceCollection AddCurrencies(this IServiceCollection services) =>
        services
            .AddSingleton<RateQuery>()
            .AddDocumentAnswers<CurrencyPairDocument>(
                (result, viewer) => StoredAnswer.Create(viewer, 200, result.Subject!, result.Document.Version),
                "setExchangeRate"
            );

    public static void MapCurrencies(this IEndpointRouteBuilder routes) => ExchangeRateEndpoints.Map(routes);
}
