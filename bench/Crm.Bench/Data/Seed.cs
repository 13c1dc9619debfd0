using System.Collections.Concurrent;

namespace Crm.Bench.Data;

/// <summary>
/// Brings the store up to so many deals of the standard sale: mixed amounts, a few hundred clients; three of ten have passed the
/// first contact, one of ten is qualified, one of fifty lost. So lists, stages and reports have something to tell apart.
/// </summary>
internal static class Seed
{
    private const int Clients = 300;

    public static World Run(Func<Desk> desk, int deals)
    {
        var known = Walk.Ids(desk);
        var clients = new Guid[Clients];
        Parallel8.Run(desk, 0, Clients, (d, i) => clients[i] = d.AddClient(i));

        var ids = new ConcurrentBag<Guid>(known);
        var position = Parallel8.Run(desk, known.Count, deals, (d, i) => ids.Add(One(d, clients[i % Clients], i)));
        return new World(clients, [.. ids], Math.Max(0, deals - known.Count), position);
    }

    private static Guid One(Desk desk, Guid client, int number)
    {
        var opened = desk.Open(client, Amount(number));
        if (number % 10 < 3)
        {
            desk.RecordCall(opened.Deal);
            desk.Complete(opened);
        }

        if (number % 10 == 0)
            desk.Complete(desk.Standing(opened.Deal, "qualify-client"));
        if (number % 50 == 7)
            desk.Lose(opened.Deal);
        return opened.Deal;
    }

    /// <summary>Spread over the whole width by a multiplication: equal in every run, in no order.</summary>
    private static int Amount(int number) => 100_000_000 + (int)(number * 2_654_435_761L % 900_000_000);
}

/// <summary>What stands in the store after seeding.</summary>
internal sealed record World(Guid[] Clients, Guid[] Deals, int Added, long Position);
