namespace Crm.Api.Tests.Lists;

/// <summary>docs/domain.md, Lists: filters, search, sort orders and their refusals. A host of its own, so that its data is known.</summary>
public sealed class ListDealsTests(ListedDeals data) : IClassFixture<ListedDeals>
{
    [Theory]
    [InlineData("status=open&kind=manual-sale", "Ёлки оптом")]
    [InlineData("status=lost", "Проигранная")]
    [InlineData("stage=first-contact,engaging", "Берёза Дача Проигранная")]
    [InlineData("kind=simple", "Цемент")]
    [InlineData("currency=RUB&expectedAmount.gte=200", "Ёлки оптом")]
    [InlineData("currency=RUB&expectedAmount.lt=200.00", "Берёза")]
    [InlineData("currency=RUB&expectedAmount.gt=100&expectedAmount.lte=500", "Ёлки оптом")]
    [InlineData("probability.gte=50", "Цемент")]
    [InlineData("expectedCloseOn.gte=2027-01-01", "Дача")]
    [InlineData("expectedCloseOn.lt=2027-01-01", "")]
    [InlineData("managerId={manager}", "Берёза")]
    [InlineData("clientId={client}", "Дача")]
    [InlineData("source={source}", "Цемент")]
    [InlineData("source=fair", "Цемент")]
    [InlineData("q=ёлки", "Ёлки оптом")]
    [InlineData("q=ЕЛКИ", "Ёлки оптом")]
    [InlineData("q=берез", "Берёза")]
    [InlineData("q=опт елк", "Ёлки оптом")]
    [InlineData("q=лютик", "Дача")]
    [InlineData("q=ЛЮТ дач", "Дача")]
    [InlineData("q=доски", "Берёза")]
    [InlineData("q=нету", "")]
    [InlineData("openedAt.gte=2100-01-01T00:00:00Z", "")]
    [InlineData("unassigned=true&status=lost", "Проигранная")]
    public async Task Filters_find_what_they_say(string query, string titles)
    {
        var found = (await data.Api.Get("/deals?" + data.Fill(query))).Must(200)["items"]!
            .AsArray()
            .Select(x => (string)x!["title"]!);
        found
            .Order(StringComparer.Ordinal)
            .Should()
            .Equal(
                titles
                    .Replace("Ёлки оптом", "Ёлки_оптом", StringComparison.Ordinal)
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(x => x.Replace('_', ' '))
                    .Order(StringComparer.Ordinal)
            );
    }

    [Fact]
    public async Task A_deal_is_found_by_its_number()
    {
        var number = (string)(await data.Api.Get("/deals?q=цемент"))["items"]![0]!["number"]!;
        (await data.Api.Get("/deals?number=" + number))["items"]!.AsArray().Should().ContainSingle();
        (await data.Api.Get("/deals?q=" + number))["items"]!.AsArray().Should().ContainSingle();
    }

    [Theory]
    [
        InlineData("limit=0", "limit.invalid"),
        InlineData("limit=201", "limit.invalid"),
        InlineData("limit=-1", "limit.invalid"),
        InlineData("limit=abc", "limit.invalid"),
        InlineData("limit=", "limit.invalid"),
        InlineData("limit=1.5", "limit.invalid"),
        InlineData("limit=99999999999999", "limit.invalid")
    ]
    [
        InlineData("sort=title", "sort.invalid"),
        InlineData("sort=", "sort.invalid"),
        InlineData("sort=--openedAt", "sort.invalid"),
        InlineData("sort=openedAt,-openedAt", "sort.invalid"),
        InlineData("sort=d.id", "sort.invalid")
    ]
    [
        InlineData("sort=-expectedAmount", "sort.needs_currency"),
        InlineData("sort=openedAt,expectedAmount", "sort.needs_currency")
    ]
    [
        InlineData("cursor=", "cursor.invalid"),
        InlineData("cursor=abc", "cursor.invalid"),
        InlineData("cursor=!!!", "cursor.invalid"),
        InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "cursor.invalid")
    ]
    [
        InlineData("asOf=2026-01-01T00:00:00Z", "parameter.unknown"),
        InlineData("knownAt=2026-01-01T00:00:00Z", "parameter.unknown"),
        InlineData("title=x", "parameter.unknown"),
        InlineData("expectedAmount=5", "parameter.unknown")
    ]
    [
        InlineData("status=closed", "parameter.invalid"),
        InlineData("stage=nonsense", "parameter.invalid"),
        InlineData("kind=nonsense", "parameter.invalid"),
        InlineData("managerId=me", "parameter.invalid"),
        InlineData("clientId=1", "parameter.invalid"),
        InlineData("currency=rub", "parameter.invalid"),
        InlineData("currency=XXX", "parameter.invalid")
    ]
    [
        InlineData("expectedAmount.gte=NaN", "parameter.invalid"),
        InlineData("expectedAmount.gte=1e5", "parameter.invalid"),
        InlineData("probability.lt=x", "parameter.invalid"),
        InlineData("openedAt.gt=yesterday", "parameter.invalid"),
        InlineData("expectedCloseOn.lt=2026-02-30", "parameter.invalid"),
        InlineData("unassigned=1", "parameter.invalid"),
        InlineData("count=yes", "parameter.invalid")
    ]
    [InlineData("limit=5&limit=6", "parameter.twice")]
    [
        InlineData("expectedAmount.gte=1", "filter.needs_currency"),
        InlineData("expectedAmount.gt=1", "filter.needs_currency"),
        InlineData("expectedAmount.lte=1", "filter.needs_currency"),
        InlineData("status=open&expectedAmount.lt=1", "filter.needs_currency")
    ]
    public async Task Bad_parameters_are_named(string query, string code)
    {
        var refused = (await data.Api.Get("/deals?" + query)).Must(400);
        refused.Code.Should().Be(code);
        ((string)refused["errors"]![0]!["parameter"]!).Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task An_unknown_parameter_gets_a_suggestion()
    {
        ((string)(await data.Api.Get("/deals?statsu=open")).Must(400)["errors"]![0]!["detail"]!)
            .Should()
            .Contain("status");
        ((string)(await data.Api.Get("/deals?expectedAmount.gt3=1")).Must(400)["errors"]![0]!["detail"]!)
            .Should()
            .Contain("expectedAmount.gt");
        (await data.Api.Post("/clients?dryRun=true", new { name = "А" }))
            .Must(400)
            .Code.Should()
            .Be("parameter.unknown");
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_filters_and_sort()
    {
        var cursor = (string)(await data.Api.Get("/deals?limit=1&sort=number")).Must(200)["nextCursor"]!;
        (await data.Api.Get($"/deals?limit=2&sort=number&cursor={cursor}")).Must(200);
        (await data.Api.Get($"/deals?limit=1&sort=-number&cursor={cursor}"))
            .Must(400)
            .Code.Should()
            .Be("cursor.invalid");
        (await data.Api.Get($"/deals?limit=1&sort=number&status=open&cursor={cursor}"))
            .Must(400)
            .Code.Should()
            .Be("cursor.invalid");
        (await data.Api.Get($"/clients?limit=1&cursor={cursor}")).Must(400).Code.Should().Be("cursor.invalid");
        (await data.Api.Get($"/deals?limit=1&sort=number&cursor={cursor[..^2]}AA"))
            .Must(400)
            .Code.Should()
            .Be("cursor.invalid");
    }

    [Fact]
    public async Task Count_and_link_lead_through_the_list()
    {
        var first = (await data.Api.Get("/deals?limit=2&count=true&q=&sort=number")).Must(200);
        ((long)first["total"]!).Should().BeGreaterThanOrEqualTo(5);
        var link = first.Headers["Link"];
        link.Should().EndWith("; rel=\"next\"");
        var second = (await data.Api.Get(link[1..link.IndexOf('>', StringComparison.Ordinal)])).Must(200);
        second["items"]!.AsArray().Should().HaveCount(2);
        ((long)second["total"]!).Should().Be((long)first["total"]!);
        ((string)second["items"]![0]!["id"]!).Should().NotBe((string)first["items"]![0]!["id"]!);
        (await data.Api.Get("/deals?limit=200")).Headers.Should().NotContainKey("Link");
    }
}

/// <summary>Five deals that differ in everything that can be filtered by.</summary>
public sealed class ListedDeals : IAsyncLifetime
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private CrmApp app = null!;

    public Testing.Api Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        Api = await app.As();
        names["manager"] = (await Api.Post("/users", new { name = "Олег" })).Must(201).Id;
        names["client"] = (await Api.Post("/clients", new { name = "ООО Лютик" })).Must(201).Id;
        names["source"] = (await Api.Post("/sources", new { code = "fair", title = "Выставка" })).Must(201).Id;
        await Open(
            new
            {
                title = "Ёлки оптом",
                kind = "manual-sale",
                expectedAmount = Sale.Rub("500.00"),
            }
        );
        await Open(
            new
            {
                title = "Берёза",
                managerId = names["manager"],
                expectedAmount = Sale.Rub("100.00"),
                interest = new[] { new { text = "доски" } },
            }
        );
        await Open(
            new
            {
                title = "Дача",
                clientId = names["client"],
                expectedCloseOn = "2027-02-01",
            }
        );
        await Open(
            new
            {
                title = "Цемент",
                kind = "simple",
                source = "fair",
                probability = 70,
                expectedAmount = new { amount = "300.00", currency = "USD" },
            }
        );
        var lost = await Open(new { title = "Проигранная" });
        (await Api.Post($"/deals/{lost}/close", new { outcome = "lost", lostReason = "price" })).Must(200);
    }

    public string Fill(string text) =>
        names.Aggregate(text, (x, name) => x.Replace("{" + name.Key + "}", name.Value, StringComparison.Ordinal));

    private async Task<string> Open(object body) => (await Api.Post("/deals", body)).Must(201).Id;

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
