using System.Globalization;
using Crm.Api.Csv;
using Crm.Domain.Currencies;
using Crm.Projections.ReadModels.Currencies;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace Crm.Api.Currencies;

/// <summary>POST /exchange-rates/import, and the columns of a file of rates.</summary>
internal static class ExchangeRateFile
{
    private static readonly CsvColumn Base = new("base", ExchangeRateFileTexts.Base, "currency", "код валюты", "cdx")
    {
        IsIdentifier = true,
    };
    private static readonly CsvColumn Quote = new("quote", ExchangeRateFileTexts.Quote, "в валюте")
    {
        IsIdentifier = true,
    };
    private static readonly CsvColumn ValidOn = new(
        "validOn",
        ExchangeRateFileTexts.ValidOn,
        "действует с",
        "date",
        "data",
        "valid on"
    );
    private static readonly CsvColumn Rate = new("rate", ExchangeRateFileTexts.Rate, "curs");
    private static readonly CsvColumn Nominal = new("nominal", ExchangeRateFileTexts.Nominal, "единиц", "units");

    internal static readonly CsvColumn[] Columns = [Base, Quote, ValidOn, Rate];
    private static readonly CsvColumn[] Understood = [.. Columns, Nominal];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/exchange-rates/import", Import)
            .Operation(
                new("importExchangeRates")
                {
                    Permission = Permissions.CatalogueWrite,
                    Tag = "Catalogues",
                    Summary = "Import exchange rates",
                    Description =
                        $"Sets exchange rates from a CSV file: UTF-8 or Windows-1251, at most 10 MiB and {CsvTable.MostRows} rows, "
                        + "separated by commas or "
                        + "semicolons, decimal point or comma, headers in English or Russian "
                        + $"({string.Join(", ", Understood.Select(x => x.Name))}). "
                        + "base: a code of ISO 4217 or a name as the Bank of Russia writes it; "
                        + "quote: the company's base currency when omitted; nominal: the number of units that "
                        + "the rate is for, 1 when omitted. Importing the same file twice changes nothing.",
                    Query = Csv.Import.Parameters,
                    Refusals =
                    [
                        "import.faulty",
                        "import.headers_faulty",
                        "import.empty",
                        "import.not_utf8",
                        "import.too_large",
                        "import.too_many_rows",
                        "parameter.invalid",
                    ],
                }
            )
            .WithMetadata(new CsvBody(Understood))
            .Answers<ImportAnswer>();

    internal static IReadOnlyList<string?> Cells(ExchangeRateAnswer x, decimal rate, string language) =>
        [
            x.Base,
            x.Quote,
            x.ValidOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            CsvCells.Text(rate, language),
        ];

    private static async Task<IResult> Import(HttpContext http, CsvImporter importer, Company company)
    {
        var perItem = Csv.Import.PerItem(http);
        var upload = await CsvUpload.Read(http);
        var table = CsvTable.Read(upload.Text, Understood, Base, ValidOn, Rate);
        var import = new Import(table, perItem);
        var rates = import.HeadersWrong
            ? []
            : table
                .Rows.Select(x => (Row: x, Rate: Read(x, import, company.BaseCurrency)))
                .Where(x => x.Rate is not null)
                .ToArray();
        var streams = rates.Select(x => CurrencyPairDocument.StreamOf(x.Rate!.Pair)).Distinct().ToArray();
        return await importer.Run(
            http,
            new ImportCommand(upload.Hash, perItem, company.BaseCurrency.Code),
            "exchange-rates",
            "resource.busy",
            _ => Task.FromResult(streams),
            (session, context) => Decide(session, context, streams, rates, import)
        );
    }

    /// <summary>A row by itself: null, and its faults told, when it is no rate.</summary>
    private static DayRate? Read(CsvRow row, Import import, Currency companyBase)
    {
        List<RequestFault> faults = [];
        var pair = new CurrencyPair(Code(Base, null), Code(Quote, companyBase));
        if (faults.Count == 0 && pair.Base == pair.Quote)
            faults.Add(
                row.Fault(
                    row.Has(Quote) ? Quote : Base,
                    "exchange_rate.same_currency",
                    "another currency than the base"
                )
            );
        if (!CsvCells.TryDate(row[ValidOn] ?? "", out var day))
            faults.Add(row.Fault(ValidOn, "member.invalid", "a day, such as 2026-03-01 or 01.03.2026"));
        if (!CsvCells.TryNumber(row[Nominal] ?? "1", 0, out var units) || units <= 0)
            faults.Add(row.Fault(Nominal, "member.invalid", "a whole number above zero"));
        if (!CsvCells.TryNumber(row[Rate] ?? "", SetExchangeRates.Decimals, out var rate))
            faults.Add(row.Fault(Rate, "member.invalid", "a number of at most 10 decimals"));
        else if (units > 0 && SetExchangeRates.Wrong(rate / units, "") is { } wrong)
            faults.Add(row.Fault(Rate, wrong.Code, wrong.Expected!));
        foreach (var fault in faults)
            import.Faulty(fault);
        return faults.Count > 0 ? null : new DayRate(pair, day, rate / units);

        Currency Code(CsvColumn column, Currency? otherwise)
        {
            if (row[column] is null && otherwise is { } absent)
                return absent;
            var code = row[column] is { } cell ? CurrencyNames.CodeOf(cell) : "";
            if (!Currency.IsKnown(code))
                faults.Add(row.Fault(column, "currency.unknown", "a code of ISO 4217, such as USD"));
            return new(code);
        }
    }

    private static async Task<Import> Decide(
        IDocumentSession session,
        CommandContext context,
        Guid[] streams,
        (CsvRow Row, DayRate? Rate)[] rates,
        Import import
    )
    {
        var known = await Standing(session, streams);
        Dictionary<Guid, CurrencyPair> kept = [];
        foreach (var rate in known)
            kept[CurrencyPairDocument.StreamOf(rate.Pair)] = rate.Pair;
        HashSet<Guid> begun = [.. kept.Keys];
        var byDay = known
            .GroupBy(x => x.Pair)
            .ToDictionary(x => x.Key, x => x.ToDictionary(r => r.ValidOn, r => r.Rate));
        Dictionary<Guid, List<IEvent>> events = [];
        Dictionary<(CurrencyPair, DateOnly), CsvRow> seen = [];
        foreach (var (row, found) in rates)
        {
            var (rate, stream) = (found!, CurrencyPairDocument.StreamOf(found!.Pair));
            var before = byDay.GetValueOrDefault(rate.Pair) ?? [];
            // The first row of a pair that is new says in which direction it is kept.
            var decision = new SetExchangeRates(rate.Pair, [rate]).Decide(
                kept.TryGetValue(stream, out var direction) ? direction : null,
                before,
                context
            );
            var isRepeated = !seen.TryAdd((rate.Pair, rate.ValidOn), row);
            if (isRepeated && row.IsEqual(seen[(rate.Pair, rate.ValidOn)], Understood))
                import.Unchanged();
            else if (isRepeated)
                import.Faulty(row.Twice(seen[(rate.Pair, rate.ValidOn)], ValidOn));
            else if (decision.Refused is { } refused)
                import.Faulty(
                    row.Fault(
                        Base,
                        refused.Code,
                        refused.Blockers is [var blocker, ..] ? $"{blocker.Expected}: 1 / rate" : Phrase.None
                    )
                );
            else if (decision.Events.IsEmpty)
                import.Unchanged();
            else
            {
                kept[stream] = rate.Pair;
                if (!events.TryGetValue(stream, out var list))
                    events[stream] = list = [];
                list.AddRange(decision.Events.Select(x => RequestStore.Recorded(session, x, context.Now)));
                import.Did(
                    row.Line,
                    !before.ContainsKey(rate.ValidOn),
                    string.Create(CultureInfo.InvariantCulture, $"{rate.Pair} {rate.ValidOn:yyyy-MM-dd}"),
                    [
                        new(
                            "rate",
                            before.TryGetValue(rate.ValidOn, out var was) ? ExchangeRateAnswer.Text(was) : null,
                            ExchangeRateAnswer.Text(rate.Rate)
                        ),
                    ]
                );
            }
        }

        foreach (var (stream, list) in events)
        {
            if (begun.Contains(stream))
                session.Events.Append(stream, list.Cast<object>().ToArray());
            else
                session.Events.StartStream<CurrencyPairDocument>(stream, list.Cast<object>().ToArray());
        }

        return import;
    }

    private static async Task<List<DayRate>> Standing(IDocumentSession session, Guid[] pairs)
    {
        await using var command = RateQuery.Standing(pairs);
        await using var reader = await session.ExecuteReaderAsync(command, CancellationToken.None);
        return await RateQuery.Read(reader, CancellationToken.None);
    }
}
