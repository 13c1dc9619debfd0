using System.Net.Http.Headers;
using System.Text;

namespace Crm.Api.Tests.Catalog;

/// <summary>Rates over HTTP: by day, by recording, from files.</summary>
public sealed class ExchangeRateTests : IAsyncLifetime
{
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        api = await app.As();
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task A_rate_holds_until_the_next_and_what_was_known_stays_known()
    {
        await Set("USD", "90.5", "2026-01-01");
        await Set("USD", "95.0000000001", "2026-02-01");
        (await On("2026-01-31")).Should().Equal(("USD", "RUB", "2026-01-01", "90.5"));
        (await On("2026-02-01")).Should().Equal(("USD", "RUB", "2026-02-01", "95.0000000001"));
        (await On("2025-12-31")).Should().BeEmpty();
        var then = Now();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Set("USD", "91", "2026-01-01");
        (await On("2026-01-31")).Single().Item4.Should().Be("91");
        foreach (var name in (string[])["asOf", "knownAt"])
            (await On("2026-01-31", $"&{name}={Uri.EscapeDataString(then)}")).Single().Item4.Should().Be("90.5");
        (await api.Get("/exchange-rates?count=true")).Must(200)["total"]!.GetValue<long>().Should().Be(2);
        var history = (await api.Get("/exchange-rates/history?base=RUB&quote=USD")).Must(200)["items"]!.AsArray();
        history.Should().HaveCount(3).And.OnlyContain(x => (string)x!["type"]! == "exchange_rate_set");
        history[2]!["changes"]!
            .AsArray()
            .Select(x => ((string)x!["field"]!, (string)x["before"]!, (string)x["after"]!))
            .Should()
            .Equal(("rates.2026-01-01", "90.5", "91"));
    }

    [Fact]
    public async Task An_unchanged_rate_leaves_no_event_and_an_invalid_one_is_refused()
    {
        await Set("USD", "90", "2026-01-01");
        var before = await Conventions.Stored.Count(app);
        await Set("USD", "90.00", "2026-01-01");
        foreach (
            var rate in (string[])
                ["0", "-1", "1e5", "1,5", "", "1.", "0.00000000001", "1000000000", "NaN", new string('9', 40)]
        )
            (await api.Post("/exchange-rates", new { @base = "EUR", rate })).Must(422);
        (await api.Post("/exchange-rates", new { @base = "XXX", rate = "1" })).Must(422);
        (await api.Post("/exchange-rates", new { @base = "RUB", rate = "1" })).Must(422)["errors"]![0]!["code"]!
            .GetValue<string>()
            .Should()
            .Be("exchange_rate.same_currency");
        (
            await api.Post(
                "/exchange-rates",
                new
                {
                    @base = "RUB",
                    quote = "USD",
                    rate = "0.01",
                }
            )
        ).Must(409).Code.Should().Be("exchange_rate.direction");
        (await api.Get("/exchange-rates/history?base=EUR&quote=RUB")).Must(404);
        (await api.Get("/exchange-rates?base=usd")).Must(400);
        (await Conventions.Stored.Count(app)).Should().Be(before);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, 6)
                .Select(i =>
                    api.Post(
                        "/exchange-rates",
                        new
                        {
                            @base = "KZT",
                            rate = $"0.{i}",
                            validOn = "2026-01-01",
                        }
                    )
                )
        );
        answers.Should().OnlyContain(x => x.Status == 200);
        (await On("2026-01-01")).Where(x => x.Item1 == "KZT").Should().ContainSingle();
        (await api.Get("/exchange-rates/history?base=KZT&quote=RUB")).Must(200)["items"]!
            .AsArray()
            .Should()
            .HaveCount(6, "first ones at once are all kept");
    }

    [Fact]
    public async Task A_file_of_rates_is_read_in_both_languages_and_comes_back()
    {
        const string file =
            "Валюта;Дата;Курс;Номинал\nUSD;01.03.2026;91,2345;1\nJPY;01.03.2026;60,5;100\nUSD;02.03.2026;92;1\n";
        Counts(await Import(file, "?dryRun=true")).Should().Be((3, 3, 0, 0, 0));
        Counts(await Import(file)).Should().Be((3, 3, 0, 0, 0));
        (await On("2026-03-01"))
            .Should()
            .BeEquivalentTo([("USD", "RUB", "2026-03-01", "91.2345"), ("JPY", "RUB", "2026-03-01", "0.605")]);
        var before = await Conventions.Stored.Count(app);
        Counts(await Import(file)).Should().Be((3, 0, 0, 3, 0));
        (await Conventions.Stored.Count(app)).Should().Be(before, "the same file changes nothing");
        foreach (var language in (string[])["en", "ru"])
        {
            var export = (await api.Get("/exchange-rates", ("Accept", "text/csv"), ("Accept-Language", language))).Must(
                200
            );
            Counts(await Import(export.Text)).Should().Be((3, 0, 0, 3, 0), export.Text);
        }

        Counts(await Import("base,quote,validOn,rate\nUSD,RUB,2026-03-02,92.5\nEUR,USD,2026-03-02,1.1\n"))
            .Should()
            .Be((2, 1, 1, 0, 0));
        var faulty = await Import(
            "base,quote,validOn,rate\nUSD,USD,2026-03-02,1\nXXX,RUB,2026-03-02,1\nEUR,RUB,2026-13-02,0\n"
                + "RUB,USD,2026-03-02,0.01\nGBP,RUB,2026-03-02,1\nGBP,RUB,2026-03-02,2\nCNY,RUB,2026-03-02,1.00000000001\n"
        );
        faulty.Must(422)["errors"]!
            .AsArray()
            .Select(x => ((string)x!["pointer"]!, (string)x["code"]!))
            .Should()
            .BeEquivalentTo(
                [
                    ("/2/quote", "exchange_rate.same_currency"),
                    ("/3/base", "currency.unknown"),
                    ("/4/validOn", "member.invalid"),
                    ("/4/rate", "amount.not_positive"),
                    ("/5/base", "exchange_rate.direction"),
                    ("/7/validOn", "import.row_twice"),
                    ("/8/rate", "member.invalid"),
                ],
                faulty.Text
            );
    }

    [Fact]
    public async Task A_file_of_many_pages_has_every_rate_once_and_in_order()
    {
        // Three pairs a day: pages end in the middle of a day.
        string[] rows =
        [
            .. Enumerable
                .Range(0, 700)
                .SelectMany(i =>
                    ((string[])["CNY", "EUR", "USD"]).Select(x =>
                        string.Create(
                            System.Globalization.CultureInfo.InvariantCulture,
                            $"{x},RUB,{new DateOnly(2024, 1, 1).AddDays(i):yyyy-MM-dd},{i + 1}"
                        )
                    )
                ),
        ];
        Counts(await Import("base,quote,validOn,rate\n" + string.Join('\n', rows))).Should().Be((2100, 2100, 0, 0, 0));
        var export = (await api.Get("/exchange-rates", ("Accept", "text/csv"), ("Accept-Language", "en")))
            .Must(200)
            .Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(x => x.TrimEnd('\r'))
            .ToArray();
        export.Should().HaveCount(2100).And.BeEquivalentTo(rows);
        export.Select(x => x.Split(',')[2]).Should().BeInAscendingOrder(StringComparer.Ordinal);
    }

    private async Task Set(string currency, string rate, string day) =>
        (
            await api.Post(
                "/exchange-rates",
                new
                {
                    @base = currency,
                    rate,
                    validOn = day,
                }
            )
        ).Must(200);

    private async Task<(string, string, string, string)[]> On(string day, string more = "") =>
        [
            .. (await api.Get($"/exchange-rates?on={day}{more}")).Must(200)["items"]!
                .AsArray()
                .Select(x => ((string)x!["base"]!, (string)x["quote"]!, (string)x["validOn"]!, (string)x["rate"]!)),
        ];

    private Task<Answer> Import(string text, string query = "") =>
        api.SendRaw(
            HttpMethod.Post,
            "/exchange-rates/import" + query,
            new ByteArrayContent(Encoding.UTF8.GetBytes(text))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("text/csv") },
            },
            []
        );

    private static (int, int, int, int, int) Counts(Answer answer) =>
        answer.Must(200) is var x
            ? ((int)x["rows"]!, (int)x["added"]!, (int)x["changed"]!, (int)x["unchanged"]!, (int)x["faulty"]!)
            : default;

    private string Now() =>
        app
            .Clock.GetUtcNow()
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
