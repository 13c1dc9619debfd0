namespace Crm.Api.Tests.Lists;

/// <summary>Pages are stable under inserts: a client that reads all pages gets every deal that existed at the start, once.</summary>
public sealed class StablePagesTests : IAsyncLifetime
{
    private const int Deals = 90;
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        api = await app.As();
        await Task.WhenAll(Enumerable.Range(0, Deals).Select(i => Task.Run(() => Open(i))));
    }

    /// <summary>Few values, so that every order has many ties; every third deal has none of them.</summary>
    private async Task<string> Open(int i) => (
            await api.Post(
                "/deals",
                i % 3 == 0
                    ? new { title = $"Сделка {i}", kind = "manual-sale" }
                    : new
                    {
                        title = $"Сделка {i}",
                        kind = "manual-sale",
                        probability = i % 4 * 10,
                        expectedCloseOn = $"2027-0{1 + (i % 3)}-01",
                        expectedAmount = Sale.Rub($"{i % 5}.00"),
                    }
            )
        ).Must(201).Id;

    [Fact]
    public async Task Walking_all_pages_under_inserts_gives_every_earlier_deal_once_in_order()
    {
        foreach (
            var (sort, limit) in ((string, int)[])
                [
                    ("openedAt", 7),
                    ("-openedAt", 13),
                    ("probability,-openedAt", 7),
                    ("-probability,number", 11),
                    ("expectedCloseOn,-probability,openedAt", 9),
                    ("-expectedCloseOn", 1 + (Deals / 2)),
                    ("currency=RUB&-expectedAmount,probability", 5),
                ]
        )
        {
            var query = sort.Contains('&', StringComparison.Ordinal)
                ? $"currency=RUB&sort={sort.Split('&')[1]}"
                : "sort=" + sort;
            var earlier = await Walk(query, 200);
            earlier.Should().OnlyHaveUniqueItems();
            var stop = new CancellationTokenSource();
            var inserts = Task.Run(async () =>
            {
                for (var i = 1; !stop.IsCancellationRequested && i < 40; i++)
                    await Open(i);
            });
            var walked = await Walk(query, limit);
            await stop.CancelAsync();
            await inserts;
            walked.Should().OnlyHaveUniqueItems(query);
            walked.Where(earlier.Contains).Should().Equal(earlier, query);
            var all = await Walk(query, 200);
            (await Walk(query, 17)).Should().Equal(all, $"{query}: a deep page is what skipping gives");
        }
    }

    private async Task<List<string>> Walk(string query, int limit)
    {
        List<string> seen = [];
        for (string? cursor = ""; cursor is not null; )
        {
            var page = (
                await api.Get($"/deals?{query}&limit={limit}" + (cursor.Length > 0 ? "&cursor=" + cursor : ""))
            ).Must(200);
            seen.AddRange(page["items"]!.AsArray().Select(x => (string)x!["id"]!));
            cursor = (string?)page["nextCursor"];
        }

        return seen;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
