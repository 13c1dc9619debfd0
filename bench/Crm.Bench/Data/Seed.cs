using System.Collections.Concurrent;

namespace Crm.Bench.Data;

/// <summary>
/// Fills the store up to a number of deals of the standard sale: mixed amounts, a few hundred clients; three of ten have passed the
/// first contact, one of ten is qualified, one of fifty is lost. Lists, stages and reports then have different values to show.
/// </summary>
internal static class Seed
{
    private const int Clients = 300;

    public static World Run(Func<SetupClient> setup, int deals)
    {
        var known = Walk.Ids(setup);
        var clients = new Guid[Clients];
        Parallel8.Run(setup, 0, Clients, (d, i) => clients[i] = d.AddClient(i));

        var ids = new ConcurrentBag<Guid>(known);
        var position = Parallel8.Run(setup, known.Count, deals, (d, i) => ids.Add(One(d, clients[i % Clients], i)));
        return new World(clients, [.. ids], Math.Max(0, deals - known.Count), position);
    }

    private static Guid One(SetupClient setup, Guid client, int number)
    {
        var opened = setup.Open(client, Amount(number));
        if (number % 10 < 3)
        {
            setup.RecordCall(opened.Deal);
            setup.Complete(opened);
        }

        if (number % 10 == 0)
            setup.Complete(setup.Standing(opened.Deal, "qualify-client"));
        if (number % 50 == 7)
            setup.Lose(opened.Deal);
        return opened.Deal;
    }

    /// <summary>Spreads the amounts over the whole range by a multiplication: the same in every run, in no order.</summary>
    private static int Amount(int number) => 100_000_000 + (int)(number * 2_654_435_761L % 900_000_000);
}

/// <summary>The contents of the store after seeding.</summary>
internal sealed record World(Guid[] Clients, Guid[] Deals, int Added, long Position);
