using Crm.Domain.Access;

namespace Crm.Api.Tests.Clocks;

/// <summary>
/// docs/domain.md, Two clocks, as a client meets them. A host of the class's own: its clock is moved, and every instant is relative
/// to it.
/// </summary>
public sealed class TwoClocksTests(TestHost host) : IClassFixture<TestHost>
{
    private readonly CrmApp app = host.App;
    private readonly Testing.Api api = host.Api;

    private string At(TimeSpan fromNow) =>
        app
            .Clock.GetUtcNow()
            .Add(fromNow)
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private string Days(double days) => At(TimeSpan.FromDays(days));

    private async Task<string> Open(double days, string kind = "manual-sale") => (
            await api.Post(
                "/deals",
                new
                {
                    title = "Давняя",
                    kind,
                    happenedAt = Days(days),
                }
            )
        ).Must(201).Id;

    [Fact]
    public async Task A_clock_that_is_a_little_ahead_means_now_and_more_is_refused()
    {
        var writer = await app.As(Scope.Read, Scope.Write);
        var ahead = (await writer.Post("/deals", new { title = "А", happenedAt = At(TimeSpan.FromSeconds(4)) })).Must(
            201
        );
        ((string)ahead["openedAt"]!).Should().Be((string)ahead["recordedAt"]!);
        (await writer.Post("/deals", new { title = "А", happenedAt = At(TimeSpan.FromSeconds(-4)) })).Must(201);
        foreach (var path in (string[])["/deals", $"/deals/{ahead.Id}/comments"])
        {
            var future = (
                await api.Post(
                    path,
                    path == "/deals"
                        ? new { title = "А", happenedAt = At(TimeSpan.FromSeconds(6)) }
                        : new { text = "А", happenedAt = At(TimeSpan.FromSeconds(6)) }
                )
            ).Must(422);
            future.Code.Should().Be("happened_at.future");
            ((string)future["errors"]![0]!["pointer"]!).Should().Be("/happenedAt");
        }

        (
            await writer.Post(
                $"/deals/{ahead.Id}/comments",
                new { text = "А", happenedAt = At(TimeSpan.FromSeconds(-6)) }
            )
        )
            .Must(403)
            .Code.Should()
            .Be("backdate.not_permitted");
    }

    [Fact]
    public async Task A_too_early_instant_is_refused_with_the_earliest_one_and_that_works()
    {
        var id = await Open(-30);
        (await api.Post($"/deals/{id}/move", new { stage = "engaging", happenedAt = Days(-10) })).Must(200);
        await Early($"/deals/{id}/move", earliest => new { stage = "prospecting", happenedAt = earliest ?? Days(-20) });
        await Early($"/deals/{id}/comments", earliest => new { text = "А", happenedAt = earliest ?? Days(-31) });
        (
            await api.Post(
                $"/deals/{id}/close",
                new
                {
                    outcome = "lost",
                    lostReason = "price",
                    happenedAt = Days(-11),
                }
            )
        ).Must(409);
        await Early(
            $"/deals/{id}/close",
            earliest => new
            {
                outcome = "lost",
                lostReason = "price",
                happenedAt = earliest ?? Days(-11),
            }
        );
        (await api.Post($"/deals/{id}/reopen", new { reason = "Рано", happenedAt = Days(-5) })).Must(200);
        await Early($"/deals/{id}/comments", earliest => new { text = "А", happenedAt = earliest ?? Days(-6) });
    }

    [Fact]
    public async Task A_late_edit_of_a_value_may_not_lie_before_its_last_change()
    {
        var id = await Open(-30);
        (await api.Patch($"/deals/{id}", new { title = "Второе", happenedAt = Days(-10) })).Must(200);
        (await api.Patch($"/deals/{id}", new { comment = "Раньше можно", happenedAt = Days(-20) })).Must(200);
        var early = (await api.Patch($"/deals/{id}", new { title = "Первое", happenedAt = Days(-20) })).Must(409);
        early.Code.Should().Be("happened_at.out_of_order");
        (await api.Patch($"/deals/{id}", new { title = "Третье", happenedAt = (string)early["earliest"]! })).Must(200);
    }

    [Fact]
    public async Task A_deal_and_its_parts_are_read_as_of_an_instant()
    {
        var id = await Open(-30);
        (await api.Patch($"/deals/{id}", new { expectedAmount = Sale.Rub("100.00"), happenedAt = Days(-20) })).Must(
            200
        );
        (await api.PostOnce($"/deals/{id}/payments", new { amount = Sale.Rub("40.00"), happenedAt = Days(-10) })).Must(
            201
        );
        var known = At(TimeSpan.Zero);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await api.Post($"/deals/{id}/comments", new { text = "Поздно вспомнили", happenedAt = Days(-25) })).Must(201);

        (await api.Get($"/deals/{id}?asOf={Days(-40)}")).Must(404).Code.Should().Be("deal.not_found");
        (await api.Get($"/deals/{id}?knownAt={Days(-1)}")).Must(404);
        (await api.Get($"/deals/{id}?asOf={Days(-25)}")).Must(200)["expectedAmount"].Should().BeNull();
        ((string)(await api.Get($"/deals/{id}?asOf={Days(-15)}"))["expectedAmount"]!["amount"]!).Should().Be("100.00");
        ((string)(await api.Get($"/deals/{id}/balance?asOf={Days(-15)}"))["paid"]!["amount"]!).Should().Be("0.00");
        ((string)(await api.Get($"/deals/{id}/balance?asOf={Days(-5)}"))["paid"]!["amount"]!).Should().Be("40.00");
        (await Count($"/deals/{id}/payments?asOf={Days(-15)}")).Should().Be(0);
        (await Count($"/deals/{id}/payments?asOf={Days(-5)}")).Should().Be(1);
        (await Count($"/deals/{id}/comments?asOf={Days(-22)}")).Should().Be(1);
        (await Count($"/deals/{id}/comments?asOf={Days(-22)}&knownAt={known}")).Should().Be(0);
        (await Count($"/deals/{id}/stages?asOf={Days(-22)}")).Should().Be(1);
        var late = (await api.Get($"/deals/{id}/history?type=comment_added"))["items"]![0]!;
        ((bool)late["late"]!).Should().BeTrue();
        (await api.Get($"/deals/{id}/comments?asOf=yesterday")).Must(400).Code.Should().Be("parameter.invalid");
        (await api.Get($"/deals/{id}?at={known}")).Must(400).Code.Should().Be("parameter.unknown");
    }

    [Fact]
    public async Task A_pinned_answer_is_frozen()
    {
        var id = await Open(-30);
        var client = (await api.Post("/clients", new { name = "Старое имя" })).Must(201).Id;
        (await api.Post($"/deals/{id}/client", new { clientId = client, happenedAt = Days(-20) })).Must(200);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var asOf = await api.Get($"/deals/{id}?asOf={Days(-10)}");
        asOf["final"].Should().BeNull();
        var pinned = (string)asOf["pinnedUrl"]!;
        ((bool)(await api.Get(pinned)).Must(200)["final"]!).Should().BeFalse("events of this instant may still arrive");
        app.Clock.Advance(TimeSpan.FromSeconds(11));
        var frozen = (await api.Get(pinned)).Must(200);
        frozen["final"].Should().BeNull();
        frozen["pinnedUrl"].Should().BeNull();

        (await api.Patch($"/deals/{id}", new { title = "Задним числом", happenedAt = Days(-15) })).Must(200);
        (await api.Patch("/clients/" + client, new { name = "Новое имя" })).Must(200);
        app.Clock.Advance(TimeSpan.FromDays(1));
        var later = (await api.Get(pinned)).Must(200);
        (later.Text, later.ETag).Should().Be((frozen.Text, frozen.ETag));
        var now = (await api.Get($"/deals/{id}?asOf={Days(-10)}")).Must(200);
        ((string)now["title"]!, (string)now["client"]!["name"]!).Should().Be(("Задним числом", "Новое имя"));
    }

    [Fact]
    public async Task A_task_is_shown_with_its_checks_as_of_an_instant()
    {
        var sale = await Sale.Open(api);
        var (task, before) = (await sale.Task(), At(TimeSpan.Zero));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await api.Post(sale.Path + "/interactions", new { kind = "call", description = "Да" })).Must(201);
        ((bool)(await api.Get($"{sale.Path}/tasks/{task}"))["checks"]![0]!["met"]!).Should().BeTrue();
        ((bool)(await api.Get($"{sale.Path}/tasks/{task}?asOf={before}"))["checks"]![0]!["met"]!).Should().BeFalse();
    }

    private async Task Early(string path, Func<string?, object> body)
    {
        var early = (await api.Post(path, body(null))).Must(409);
        early.Code.Should().Be("happened_at.out_of_order");
        (await api.Post(path, body((string)early["earliest"]!))).Status.Should().BeOneOf([200, 201], path);
    }

    private async Task<int> Count(string path) => (await api.Get(path)).Must(200)["items"]!.AsArray().Count;
}
