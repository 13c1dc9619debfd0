using System.Diagnostics;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Kernel;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.Deals;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Deals;

/// <summary>
/// A deal with 10,000 events answers commands within twice the time of one with ten: what commands read does not grow with them.
/// </summary>
public sealed class ManyEventsTests
{
    private const int Events = 10_000,
        Page = 1000,
        Rounds = 25,
        Tries = 4;

    [Fact]
    public async Task Ten_thousand_events_do_not_slow_commands_down()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var (few, many) = (await Deal(api), await Deal(api));
        await Fill(app, Guid.Parse(many.Id));
        // More than the commands below may write: the deal really has the stated size.
        (await api.Get($"/deals/{many.Id}/history?limit=1&type=comment_added")).Must(
            200
        )["items"]!.AsArray().Should().ContainSingle();

        // Other load on this machine affects both equally, because they alternate; a few retries absorb the remaining noise.
        var slowest = double.MaxValue;
        for (var attempt = 0; attempt < Tries && slowest > 2; attempt++)
        {
            var (small, large) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                small.Add(await Commands(api, few));
                large.Add(await Commands(api, many));
            }

            slowest = Median(large) / Median(small);
        }

        slowest.Should().BeLessThanOrEqualTo(2);
    }

    private static async Task<(string Id, string Task)> Deal(Testing.Api api)
    {
        var deal = (await api.PostOnce("/deals", new { title = "Долгая" })).Must(201);
        (await api.Post($"/deals/{deal.Id}/interactions", new { kind = "call", description = "Звонок" })).Must(201);
        var next = (await api.Post($"/deals/{deal.Id}/tasks/{(string)deal["openTasks"]![0]!["id"]!}/complete")).Must(
            200
        );
        return (deal.Id, (string)next["openTasks"]![0]!["id"]!);
    }

    /// <summary>A comment, an edit of a value, and a completion that is refused after all checks were judged.</summary>
    private static async Task<double> Commands(Testing.Api api, (string Id, string Task) deal)
    {
        var clock = Stopwatch.GetTimestamp();
        (await api.Post($"/deals/{deal.Id}/comments", new { text = "Ещё" })).Must(201);
        (
            await api.Send(
                HttpMethod.Patch,
                "/deals/" + deal.Id,
                new { comment = Guid.NewGuid().ToString() },
                [("If-Match", "*")]
            )
        ).Must(200);
        (await api.Post($"/deals/{deal.Id}/tasks/{deal.Task}/complete")).Must(409);
        return Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
    }

    /// <summary>Years of calls, comments and edits, appended to the stream directly: over HTTP that would take minutes.</summary>
    private static async Task Fill(CrmApp app, Guid deal)
    {
        var store = app.Host.Services.GetRequiredService<IDocumentStore>();
        var now = app.Clock.GetUtcNow();
        for (var done = 0; done < Events; done += Page)
        {
            await using var session = store.LightweightSession();
            session.LastModifiedBy = "server:test";
            var stream = await session.Events.FetchForExclusiveWriting<DealDocument>(deal);
            stream.AppendMany(Enumerable.Range(done, Page).Select(i => (object)(Made(i) with { HappenedAt = now })));
            await session.SaveChangesAsync();
        }
    }

    private static DomainEvent Made(int i) =>
        (i % 3) switch
        {
            0 => new InteractionRecorded(
                new(Guid.CreateVersion7()),
                InteractionKind.Call,
                Direction.Out,
                null,
                Personal.Seal($"Звонок {i}", "salt"),
                [],
                true
            ),
            1 => new CommentAdded(new(Guid.CreateVersion7()), Personal.Seal($"Комментарий {i}", "salt")),
            _ => new ExpectedAmountChanged(new Money(1 + i, new Currency("RUB"))),
        };

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);
}
