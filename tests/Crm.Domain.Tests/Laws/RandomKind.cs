using Crm.Domain.Settings;

namespace Crm.Domain.Tests;

/// <summary>Valid guided processes of every shape: written as drafts and validated like any other.</summary>
public static class RandomKind
{
    public const string Code = "random";
    public static readonly ProcessReferences World = new(
        new HashSet<UserId> { Anna, Boris },
        new HashSet<string> { "director" },
        new HashSet<string> { "colour" },
        new CompanySettings()
    );

    public static DealProcess Of(int seed, string code = Code, int version = 1)
    {
        var random = new Random(seed);
        var count = random.Next(1, 5);
        var stages = Enumerable.Range(0, count).Select(i => Stage(random, i, count)).ToImmutableArray();
        var draft = new KindDraft(
            new("Случайный", "Random"),
            ProcessMode.Guided,
            ClosingGateKind.Settled,
            random.Next(2) == 0,
            stages
        );
        var (process, faults) = KindValidation.Of(draft, code, version, World);
        Law.Holds(
            process is not null,
            $"a random kind is valid: {string.Join("; ", faults.Select(x => $"{x.Pointer} {x.Code} {x.Expected}"))}"
        );
        return process!;
    }

    private static StageDraft Stage(Random random, int at, int count)
    {
        var tasks = Enumerable
            .Range(0, random.Next(1, 4))
            .Select(i => Task(random, $"s{at}t{i}", first: i == 0))
            .ToList();
        tasks.Add(Task(random, $"s{at}m", first: false) with { Mandatory = true });
        if (at == count - 1)
            tasks.Add(
                new($"s{at}win", new("Выигрыш", "Win"), new Due(1), [CheckCatalogue.Write(new ClosingGateCheck())])
            );
        return new StageDraft(
            $"s{at}",
            new("Этап", "Stage"),
            random.Next(0, 101),
            [.. tasks],
            Next: at < count - 1 && random.Next(3) == 0 ? $"s{at + 1}" : null,
            Rework:
            [
                .. random.Next(2) == 0
                    ? [new ReworkEdge($"s{random.Next(at + 1)}", ReworkOn.ProposalDeclined)]
                    : Array.Empty<ReworkEdge>(),
                .. random.Next(2) == 0
                    ? [new ReworkEdge($"s{random.Next(at + 1)}", ReworkOn.ReturnAccepted)]
                    : Array.Empty<ReworkEdge>(),
            ]
        );
    }

    private static TaskDraft Task(Random random, string code, bool first)
    {
        var checks = Enumerable
            .Range(0, random.Next(0, 3))
            .Select(_ => CheckCatalogue.Write(AnyCheck(random, 0)))
            .ToImmutableArray();
        return new TaskDraft(
            code,
            new("Задача", "Task"),
            new Due(random.Next(4), random.Next(3), random.Next(2) == 0),
            checks,
            Once: random.Next(4) == 0,
            Mandatory: random.Next(3) > 0,
            Parallel: !first && random.Next(3) == 0,
            Automatic: checks.Length > 0 && random.Next(3) == 0,
            Assignee: random.Next(5) switch
            {
                0 => new(AssigneeKind.User, Boris),
                1 => new(AssigneeKind.Role, null, "director"),
                2 => new(AssigneeKind.Mover),
                _ => null,
            }
        );
    }

    private static Check AnyCheck(Random random, int depth) =>
        random.Next(depth > 1 ? 12 : 14) switch
        {
            0 => new InteractionRecordedCheck(),
            1 => new InteractionRecordedCheck
            {
                Kinds = [InteractionKind.Call],
                Minimum = random.Next(1, 4),
                SinceStageEntry = random.Next(2) == 0,
                Direction = random.Next(2) == 0 ? Direction.Out : null,
            },
            2 => new ClientIdentifiedCheck(),
            3 => new InterestGivenCheck(),
            4 => new AmountGivenCheck(),
            5 => new ProposalIssuedCheck(),
            6 => new ProposalSentCheck(),
            7 => new PresentationHeldCheck(),
            8 => new OrderPlacedCheck(),
            9 => new LegalDetailsCheck(),
            10 => new ObligationsConfirmedCheck(),
            11 => new PaidAtLeastCheck(random.Next(1, 101)),
            12 => new AnyOfCheck([AnyCheck(random, depth + 1), AnyCheck(random, depth + 1)]),
            _ => new AllOfCheck([AnyCheck(random, depth + 1), AnyCheck(random, depth + 1)]),
        };
}
