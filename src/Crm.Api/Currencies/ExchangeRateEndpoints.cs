using System.Globalization;
using System.Text.Json;
using Crm.Api.Csv;
using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Domain.Currencies;
using Crm.Projections.ReadModels.Currencies;
using Npgsql;
using Wolverine;

namespace Crm.Api.Currencies;

/// <summary>/exchange-rates: rates of pairs by day, as they are known or were.</summary>
public static class ExchangeRateEndpoints
{
    private static readonly Param[] Filters =
    [
        new Param("base", "string", "Only rates that price this currency, ISO 4217.", "USD").Checked(http =>
            Query.Currency(http, "base")
        ),
        new Param("quote", "string", "Only rates in this currency, ISO 4217.", "RUB").Checked(http =>
            Query.Currency(http, "quote")
        ),
        new(
            "on",
            "date",
            "Only the rate of each pair that applies on this day; all rates of all days when omitted.",
            "2026-03-01"
        ),
        Param.AsOf with
        {
            Description = "Returns the rates as they were known at this instant, without later corrections.",
        },
        (
            Param.KnownAt with
            {
                Description = "Same as asOf: the business time of a rate is its recording time.",
            }
        ).Checked(http => KnownAt(http)),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/exchange-rates", Set)
            .Operation(
                new("setExchangeRate")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Set an exchange rate",
                    Description =
                        "Sets the rate of a currency pair from a day on; it applies until the pair's next "
                        + "rate. A pair keeps the direction of its first rate; the opposite direction uses the "
                        + "inverse. A rate that is already set records no event.",
                    Refusals = ["validation.failed", "exchange_rate.direction", "version.stale"],
                }
            )
            .Takes(new SetExchangeRateBody("USD", "91.2345", "RUB", Sample.Day(3, 1)))
            .Answers<ExchangeRateAnswer>();
        routes
            .MapGet("/exchange-rates", List)
            .Operation(
                new("listExchangeRates")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = "Catalogues",
                    Summary = "List exchange rates",
                    Description =
                        "Exchange rates (курсы валют), ordered by day and pair. With `Accept: text/csv` all "
                        + "matching rates as a file that importExchangeRates accepts.",
                    AnswersCsv = true,
                    Query = [.. Param.Page, Param.Count, .. Filters],
                    Refusals = ["limit.invalid", "cursor.invalid", "parameter.invalid", "parameter.conflict"],
                }
            )
            .AnswersList<ExchangeRateAnswer>();
        routes
            .MapGet(
                "/exchange-rates/history",
                (HttpContext http, ResourceHistory history) =>
                {
                    var pair = new CurrencyPair(
                        Query.Currency(http, "base") ?? throw Query.Invalid("base", "a code of ISO 4217"),
                        Query.Currency(http, "quote") ?? throw Query.Invalid("quote", "a code of ISO 4217")
                    );
                    return history.Page(
                        http,
                        CurrencyPairDocument.StreamOf(pair),
                        ImmutableDictionary<DateOnly, decimal>.Empty,
                        After,
                        _ => null,
                        "exchange_rate.not_found",
                        Changes
                    );
                }
            )
            .Operation(
                new("listExchangeRateHistory")
                {
                    Permission = Permissions.CatalogueRead,
                    Tag = "Catalogues",
                    Summary = "Read the history of a currency pair",
                    Description =
                        "Every rate and every correction in the order of recording, with author, time and "
                        + "changed values.",
                    Query =
                    [
                        .. Param.Page,
                        Param.AsOf,
                        Filters[0] with
                        {
                            Description = "One currency of the pair, ISO 4217.",
                            IsRequired = true,
                        },
                        Filters[1] with
                        {
                            Description = "The other currency of the pair, ISO 4217.",
                            IsRequired = true,
                        },
                    ],
                    Refusals = ["exchange_rate.not_found", "limit.invalid", "cursor.invalid", "parameter.invalid"],
                }
            )
            .AnswersList<ChangeAnswer>();
        ExchangeRateFile.Map(routes);
    }

    private static async Task<IResult> Set(HttpContext http, IMessageBus bus, Company company, CommandContexts contexts)
    {
        var body = await Body.Read<SetExchangeRateBody>(http);
        var pair = new CurrencyPair(
            Known(body.Base, "/base"),
            body.Quote is { } quote ? Known(quote, "/quote") : company.BaseCurrency
        );
        if (
            !ExactDecimal.TryParse(body.Rate, NumberStyles.AllowDecimalPoint, out var rate)
            || body.Rate.Length > 24
            || body.Rate[^1] == '.'
        )
            throw ProblemException.Member("/rate", "member.invalid", "a decimal string of at most 10 decimals");
        var (id, day) = (CurrencyPairDocument.StreamOf(pair), body.ValidOn ?? contexts.Create(Caller.Of(http)).Today);
        var standing = new StandingRate(id, day);
        var set = new SetExchangeRates(pair, [new(pair, day, rate)]);
        return await bus.Answer(
            http,
            new ExecuteCurrencyPairCommand(
                id,
                (known, context) => set.Decide(known.Version == 0 ? null : known.Pair, standing.Known, context),
                http.CommandRequest(body)
            )
            {
                Reads = standing,
                Subject = new ExchangeRateAnswer(pair.Base.Code, pair.Quote.Code, day, ExchangeRateAnswer.Text(rate)),
            }
        );
    }

    private static DateTimeOffset? KnownAt(HttpContext http)
    {
        var (knownAt, asOf) = (Query.Instant(http, "knownAt"), Query.Instant(http, "asOf"));
        return asOf is not null && knownAt is not null
            ? throw ProblemException.Parameter("knownAt", "parameter.conflict", "asOf or knownAt")
            : asOf ?? knownAt;
    }

    private static async Task<IResult> List(HttpContext http, NpgsqlDataSource database, CursorSeal cursors)
    {
        var (on, known) = (Query.Date(http, "on"), KnownAt(http));
        var list = new ExchangeRateList(on, known);
        if (Query.Currency(http, "base") is { } priced)
            list.OfBase(priced);
        if (Query.Currency(http, "quote") is { } quote)
            list.OfQuote(quote);
        var page = new PageOf(list);
        if (CsvExport.Wanted(http))
            return new CsvExport(
                "exchange-rates",
                ExchangeRateFile.Columns,
                page.All(
                    database,
                    [ExchangeRateList.ByDay],
                    row =>
                    {
                        var rate = ExchangeRateList.Read(row);
                        return ExchangeRateFile.Cells(Answer(rate), rate.Rate, Language.Of(http));
                    },
                    http.RequestAborted
                )
            );
        return await page.Answer(
            http,
            database,
            cursors,
            [ExchangeRateList.ByDay],
            row => Answer(ExchangeRateList.Read(row))
        );

        static ExchangeRateAnswer Answer(DayRate rate) =>
            new(rate.Pair.Base.Code, rate.Pair.Quote.Code, rate.ValidOn, ExchangeRateAnswer.Text(rate.Rate));
    }

    private static Currency Known(string code, string pointer) =>
        Currency.IsKnown(code)
            ? new(code)
            : throw ProblemException.Member(pointer, "currency.unknown", "a code of ISO 4217, such as USD");

    private static ImmutableDictionary<DateOnly, decimal> After(
        ImmutableDictionary<DateOnly, decimal> rates,
        EventRow e
    ) => e.Data is ExchangeRateSet f ? rates.SetItem(f.ValidOn, f.Rate) : rates;

    private static FieldChange[] Changes(
        ImmutableDictionary<DateOnly, decimal> before,
        ImmutableDictionary<DateOnly, decimal> after,
        EventRow e
    ) =>
        e.Data is not ExchangeRateSet f
            ? []
            :
            [
                new(
                    string.Create(CultureInfo.InvariantCulture, $"rates.{f.ValidOn:yyyy-MM-dd}"),
                    before.TryGetValue(f.ValidOn, out var was) ? ExchangeRateAnswer.Text(was) : null,
                    ExchangeRateAnswer.Text(f.Rate)
                ),
            ];
}
