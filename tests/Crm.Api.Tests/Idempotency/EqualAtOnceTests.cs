namespace Crm.Api.Tests.Idempotency;

/// <summary>Equal requests in parallel: one effect, and every caller gets the same answer.</summary>
[Collection(HostCollection.Name)]
public sealed class EqualAtOnceTests(TestHost host)
{
    private const int Many = 50;

    [Fact]
    public async Task Fifty_equal_payments_are_one()
    {
        var sale = await Sale.Open(host.Api);
        var key = Guid.NewGuid().ToString();
        var answers = await AtOnce(() =>
            host.Api.Post(sale.Path + "/payments", new { amount = Sale.Rub("10.00") }, ("Idempotency-Key", key))
        );
        Equal(answers, 201);
        ((string)(await host.Api.Get(sale.Path + "/balance"))["paid"]!["amount"]!).Should().Be("10.00");
    }

    [Fact]
    public async Task Fifty_equal_openings_are_one_deal()
    {
        var (key, title) = (Guid.NewGuid().ToString(), "Открыта" + Guid.NewGuid().ToString("N"));
        Equal(await AtOnce(() => host.Api.Post("/deals", new { title }, ("Idempotency-Key", key))), 201);
        (await host.Api.Get("/deals?q=" + title)).Must(200)["items"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Fifty_equal_openings_with_an_id_of_the_client_are_one_deal()
    {
        var (id, title) = (Guid.CreateVersion7(), "Открыта" + Guid.NewGuid().ToString("N"));
        var answers = await AtOnce(() => host.Api.Post("/deals", new { title, id }));
        answers.Count(x => x.Status == 201).Should().Be(1);
        answers
            .Should()
            .OnlyContain(x => x.Status == 201 || x.Status == 200)
            .And.OnlyContain(x => x.Id == id.ToString());
        (await host.Api.Get("/deals?q=" + title)).Must(200)["items"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Fifty_equal_refused_completions_leave_one_event()
    {
        var sale = await Sale.Open(host.Api);
        var (key, path) = (Guid.NewGuid().ToString(), $"{sale.Path}/tasks/{await sale.Task()}/complete");
        Equal(await AtOnce(() => host.Api.Post(path, new { }, ("Idempotency-Key", key))), 409);
        (await host.Api.Get(sale.Path + "/history?type=stage_task_completion_refused"))["items"]!
            .AsArray()
            .Should()
            .ContainSingle();
    }

    private static async Task<Answer[]> AtOnce(Func<Task<Answer>> send) =>
        await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Task.Run(send)));

    private static void Equal(Answer[] answers, int status)
    {
        answers.Should().OnlyContain(x => x.Status == status);
        answers
            .Select(x => (x.Text, x.ETag, Location: x.Headers.GetValueOrDefault("Location"), x.Position))
            .Distinct()
            .Should()
            .ContainSingle();
        answers.Count(x => !x.Headers.ContainsKey("Idempotency-Replayed")).Should().Be(1, "one of them is the winner");
    }
}
