using Crm.Api.Operations;
using Crm.Domain.Deals.Lifecycle;
using Crm.Projections.ReadModels.DealKinds;
using Crm.Projections.ReadModels.Operations;
using JasperFx.Events;
using Marten;
using Wolverine.Attributes;

namespace Crm.Api.DealKinds;

/// <summary>Runs the back-test that long work describes.</summary>
public sealed record RunBackTest(Guid Operation) : IDurableMessage;

/// <summary>Runs a back-test, page by page, from the beginning after every interruption. It writes nothing but its own progress.</summary>
public static class RunBackTestHandler
{
    private const int Page = 200,
        Shown = 500;

    [MessageTimeout(3600)]
    public static Task Handle(
        RunBackTest message,
        OperationRuns runs,
        IDocumentStore store,
        DealsOfKinds kinds,
        Company company,
        CancellationToken ct
    ) => runs.Run(message.Operation, run => Test(run, store, kinds, company), ct);

    private static async Task<Action<LongWork>> Test(
        OperationRun run,
        IDocumentStore store,
        DealsOfKinds kinds,
        Company company
    )
    {
        var request =
            run.Work.BackTestRequest
            ?? throw new OperationFailedException(
                OperationFailure.Aborted,
                "an operation of an earlier version does not say what to replay"
            );
        await company.Refresh(run.Stopped);
        var deals = await kinds.Opened(request.Kind, request.From, request.Until, run.Stopped);
        List<(string Number, BackTestStop Stop)> stops = [];
        for (var at = 0; at < deals.Count; at += Page)
        {
            var end = Math.Min(at + Page, deals.Count);
            await Replay(request, store, company, deals[at..end], stops, run.Stopped);
            await run.Report(end / (decimal)deals.Count);
        }

        return work => work.BackTest = Result(deals.Count, stops);
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
        var process = message.Process.Gated(company.Settings.BalancedNeedsShipment);
        foreach (var id in page)
        {
            // One deal at a time: some have thousands of long events, and nobody waits for a back-test.
            await using var session = store.QuerySession();
            var own = (await session.Events.FetchStreamAsync(id, token: ct)).Select(x => (DomainEvent)x.Data).ToArray();
            if (BackTest.Run(process, new(id), own, company.TimeZone, company.Settings.Calendar) is { } stop)
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
