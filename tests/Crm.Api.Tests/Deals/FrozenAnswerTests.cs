using System.Globalization;

namespace Crm.Api.Tests.Deals;

/// <summary>With both instants an answer about a deal is the same for ever after, whatever is renamed.</summary>
public sealed class FrozenAnswerTests
{
    [Fact]
    public async Task Does_not_follow_a_renamed_user_or_another_base_currency()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var user = (await api.Post("/users", new { name = "Анна Белова" })).Must(201).Id;
        var sale = await Sale.Open(api);
        (await api.Post(sale.Path + "/manager", new { userId = user })).Must(200);
        (await api.Post($"{sale.Path}/tasks/{await sale.Task()}/reassign", new { userId = user })).Must(200);
        var by = await app.AsUser(
            Guid.Parse((await api.Post("/users", new { name = "Борис", roles = new[] { "director" } })).Must(201).Id)
        );
        (await by.Post(sale.Path + "/comments", new { text = "Жду" })).Must(201);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var now = app.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        string[] paths = ["", "/tasks", "/history", "/stages", "/balance"];
        var before = new List<string>();
        foreach (var path in paths)
            before.Add((await api.Get($"{sale.Path}{path}?asOf={now}&knownAt={now}")).Must(200).Text);
        before[0].Should().Contain("Анна Белова").And.Contain("RUB");
        before[2].Should().Contain("Борис");

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Rename(api, user, "Анна Чехова");
        var boris = (await api.Get("/users?limit=200")).Must(200)["items"]!
            .AsArray()
            .Single(one => (string)one!["name"]! == "Борис")!["id"]!.ToString();
        await Rename(api, boris, "Борис Второй");
        (await api.Patch("/settings", new { baseCurrency = "USD", timeZone = "Asia/Tokyo" })).Must(200);

        for (var i = 0; i < paths.Length; i++)
            (await api.Get($"{sale.Path}{paths[i]}?asOf={now}&knownAt={now}"))
                .Must(200)
                .Text.Should()
                .Be(before[i], paths[i]);
        (await api.Get(sale.Path)).Text.Should().Contain("Анна Чехова").And.Contain("USD");
    }

    private static async Task Rename(Testing.Api api, string user, string name) =>
        (await api.Patch($"/users/{user}", new { name })).Must(200);
}
