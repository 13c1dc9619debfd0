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

    [Fact]
    public async Task A_payment_that_waited_while_the_books_were_closed_is_refused()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var now = app.Clock.GetUtcNow();
        var opened = new { title = "Поставка", happenedAt = now.AddDays(-40) };
        var deal = (await api.Post("/deals", opened)).Must(201).Id;
        var pay = new { amount = Sale.Rub("5.00"), happenedAt = now.AddDays(-10) };
        Task<Answer> paying;
        await using (var holder = await app.Hold(deal))
        {
            paying = api.PostOnce($"/deals/{deal}/payments", pay);
            await Polling.Until(async () => await app.BlockedBy(holder) > 0);
            (await Close(api, now)).Must(200);
        }

        (await paying).Must(409).Code.Should().Be("period.closed");
        (await api.Get($"/deals/{deal}/payments")).Must(200)["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task The_books_are_closed_after_payments_that_are_being_written()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        Task<Answer> closing;
        await using (var holder = await app.Connect())
        {
            // The lock that commands on deals share.
            await holder.Execute("begin; select pg_advisory_xact_lock_shared(hashtextextended('crm.books', 0))");
            closing = Close(api, app.Clock.GetUtcNow());
            await Polling.Until(async () => await app.BlockedBy(holder) > 0);
            closing.IsCompleted.Should().BeFalse();
        }

        (await closing).Must(200);
    }

    private static Task<Answer> Close(Testing.Api api, DateTimeOffset now) =>
        api.Post("/settings/books", new { closedUntil = DateOnly.FromDateTime(now.AddDays(-5).DateTime) });

    private static string Wire(DateOnly day) => day.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
