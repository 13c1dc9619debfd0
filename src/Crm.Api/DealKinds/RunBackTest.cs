using Crm.Api.Operations;
using Crm.Domain.Deals.Lifecycle;
using Crm.Projections.ReadModels.DealKinds;
using JasperFx.Events;
using Marten;
using Wolverine.Attributes;

namespace Crm.Api.DealKinds;

/// <summary>Runs the back-test that long work describes.</summary>
public sealed record RunBackTest(Guid Operation) : IDurableMessage;

/// <summary>Runs a back-test, page by page; delivered again after a crash it begins anew. It writes nothing but its own progress.</summary>
public static class RunBackTestHandler
{
    private const int Page = 200,
        Shown = 500;

    [MessageTimeout(3600)]
    public static async Task Handle(
        RunBackTest message,
        IDocumentStore store,
        DealsOfKinds kinds,
        Company company,
        TimeProvider clock,
        ILogger<RunBackTest> log,
        CancellationToken ct
    )
    {
        BackTestRequest? request = null;
        if (
            !await OperationProgress.Record(
                store,
                message.Operation,
                clock,
                work => (work.State, request) = ("running", work.BackTestRequest),
                ct
            )
        )
            return;
        try
        {
            if (request is null)
                throw new InvalidOperationException("an operation of an earlier version does not say what to replay");
            await company.Refresh(ct);
            var deals = await kinds.Opened(request.Kind, request.From, request.Until, ct);
            List<(string Number, BackTestStop Stop)> stops = [];
            for (var at = 0; at < deals.Count; at += Page)
            {
                await Replay(request, store, company, deals[at..Math.Min(at + Page, deals.Count)], stops, ct);
                if (
                    !await OperationProgress.Record(
                        store,
                        message.Operation,
                        clock,
                        x => x.Progress = Math.Round(Math.Min(at + Page, deals.Count) / (decimal)deals.Count, 3),
                        ct
                    )
                )
                    return;
            }

            await OperationProgress.Record(
                store,
                message.Operation,
                clock,
                x => (x.State, x.Progress, x.BackTest) = ("succeeded", 1, Result(deals.Count, stops)),
                ct
            );
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError("Back-test of {Kind} failed: {Fault}", request?.Kind, FaultLine.Of(e));
            await OperationProgress.Record(
                store,
                message.Operation,
                clock,
                x => (x.State, x.Error) = ("failed", "the back-test broke off; the host's log says why"),
                ct
            );
        }
    }

    private static async Task Replay(
        BackTestRequest message,
        IDocumentStore store,
        Company company,
        List<Guid> page,
        List<(string Number, BackTestStop Stop)> stops,
        CancellationToken ct
    )
    {
        await using var session = store.QuerySession();
        var events = (
            await session.Events.QueryAllRawEvents().Where(x => page.Contains(x.StreamId)).ToListAsync(ct)
        ).ToLookup(x => x.StreamId);
        foreach (var id in page)
        {
            var own = events[id].OrderBy(x => x.Version).Select(x => (DomainEvent)x.Data).ToArray();
            if (BackTest.Run(message.Process, new(id), own, company.TimeZone, company.Settings.Calendar) is { } stop)
                stops.Add((own.OfType<DealOpened>().First().Number, stop));
        }
    }

    private static BackTestResult Result(int deals, List<(string Number, BackTestStop Stop)> stops) =>
        new(
            deals,
            stops.Count,
            Sums(stops.Select(x => x.Stop)),
            [
                .. stops
                    .GroupBy(x => (x.Stop.Stage, x.Stop.Task))
                    .OrderByDescending(x => x.Count())
                    .ThenBy(x => x.Key.Stage, StringComparer.Ordinal)
                    .ThenBy(x => x.Key.Task, StringComparer.Ordinal)
                    .Select(x => new BackTestPlace(
                        x.Key.Stage,
                        x.Key.Task,
                        x.Count(),
                        Sums(x.Select(s => s.Stop)),
                        x.SelectMany(s => s.Stop.Blockers.Select(b => b.Code).Distinct())
                            .CountBy(c => c)
                            .ToImmutableSortedDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal)
                    )),
            ],
            [
                .. stops
                    .Take(Shown)
                    .Select(x => new BackTestItem(
                        x.Stop.Deal.Value,
                        x.Number,
                        x.Stop.Stage,
                        x.Stop.Task,
                        x.Stop.At,
                        x.Stop.Amount,
                        [.. x.Stop.Blockers.Select(b => b.Code).Distinct()]
                    )),
            ]
        );

    private static Money[] Sums(IEnumerable<BackTestStop> stops) =>
        [
            .. stops
                .Select(x => x.Amount)
                .OfType<Money>()
                .GroupBy(x => x.Currency)
                .OrderBy(x => x.Key.Code, StringComparer.Ordinal)
                .Select(x => new Money(x.Sum(m => m.Amount), x.Key)),
        ];
}
