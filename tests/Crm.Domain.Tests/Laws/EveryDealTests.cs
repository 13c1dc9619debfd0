using CsCheck;

namespace Crm.Domain.Tests;

/// <summary>Invariants of the domain under random commands, valid and invalid, over all kinds.</summary>
public sealed class EveryDealTests
{
    private const int Commands = 40;
    private static readonly Cases Sequences = new(Few: 600, Full: 2600);

    [Fact]
    public void Keeps_the_laws_under_random_commands()
    {
        var run = 0;
        Gen.Select(Gen.Int[0, 7], Step.Any.Array[Commands, Commands + 10])
            .Sample(
                x =>
                {
                    var walk = Begin(x.Item1, x.Item2[0]);
                    Law.Reported(
                        walk,
                        () =>
                        {
                            foreach (var step in x.Item2)
                            {
                                RandomCommands.Tick(walk, step);
                                walk.Run(
                                    RandomCommands.Command(walk, step),
                                    RandomCommands.Time(walk, step),
                                    RandomCommands.RightsOf(step),
                                    step.Rights % 5 != 0
                                );
                                Interlocked.Increment(ref run);
                            }

                            Laws.Holes(walk, x.Item2[0].A);
                        }
                    );
                },
                iter: Sequences.Count,
                threads: 2
            );
        run.Should().BeGreaterThanOrEqualTo(Sequences.Count * Commands);
    }

    public static RandomWalk Begin(int kind, Step s)
    {
        var process =
            kind > 4 ? RandomKind.Of(s.A * 1000 + s.B)
            : kind >= 3 ? TwoCalls.Kind
            : ShippedKinds.All[kind];
        var open = new OpenDeal(
            TheDeal,
            "D-1",
            "Chairs",
            s.A % 2 == 0 ? Acme : null,
            Anna,
            null,
            null,
            null,
            [],
            null,
            null,
            []
        );
        return new RandomWalk(process, open, s.B % 2 == 0 ? null : Monday.AddDays(-(s.B % 9)));
    }
}
