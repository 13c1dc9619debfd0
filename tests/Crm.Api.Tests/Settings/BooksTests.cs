namespace Crm.Api.Tests.Settings;

/// <summary>Closed books bind money and goods by the day on which they happen.</summary>
public sealed class BooksTests
{
    [Fact]
    public async Task Books_are_closed_moved_and_bind()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var opened = new { title = "Поставка", happenedAt = app.Clock.GetUtcNow().AddDays(-40) };
        var sale = "/deals/" + (await api.Post("/deals", opened)).Must(201).Id;
        var (today, day) = (DateOnly.FromDateTime(app.Clock.GetUtcNow().DateTime), app.Clock.GetUtcNow().AddDays(-10));
        var closed = (await api.Post("/settings/books", new { closedUntil = today.AddDays(-5) })).Must(200);
        ((string)closed["booksClosedUntil"]!).Should().Be(Wire(today.AddDays(-5)));
        (await api.Post("/settings/books", new { closedUntil = today.AddDays(-5) })).Must(200);

        var pay = new { amount = Sale.Rub("5.00"), happenedAt = day };
        var refused = (await api.PostOnce(sale + "/payments", pay)).Must(409);
        (refused.Code, (string)refused["blockers"]![0]!["fix"]!["operationId"]!)
            .Should()
            .Be(("period.closed", "moveBooks"));

        var accountant = await User("accountant");
        (await accountant.Post("/settings/books", new { closedUntil = today.AddDays(-4) })).Must(200);
        var earlier = new { closedUntil = today.AddDays(-20), reason = "Забыли оплату" };
        var missing = (await accountant.Post("/settings/books", earlier)).Must(403);
        ((string)missing["missing"]!).Should().Be("books.reopen");
        (await api.Post("/settings/books", new { closedUntil = today.AddDays(-20) })).Must(422);
        (await api.Post("/settings/books", new { closedUntil = today.AddDays(1) })).Must(422);
        (await api.Post("/settings/books", earlier)).Must(200);
        var manager = await User("sales-manager");
        (await manager.Post("/settings/books", earlier)).Must(403);

        (await accountant.PostOnce(sale + "/payments", pay)).Must(201);
        var history = (await api.Get("/settings/history")).Must(200).Text;
        history.Should().Contain("books_closed").And.Contain("booksClosedUntil");

        async Task<Testing.Api> User(string role)
        {
            var user = (await api.Post("/users", new { name = role, roles = new[] { role } })).Must(201).Id;
            return await app.AsUser(Guid.Parse(user));
        }
    }

    private static string Wire(DateOnly day) => day.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
