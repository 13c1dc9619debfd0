using Crm.Domain.Deals;
using Crm.Projections.Settings;
using Marten;
using Npgsql;

namespace Crm.Api.Commands;

/// <summary>
/// Takes the numbers of documents in the command's own transaction, behind the deal's lock: whoever takes one holds its counter
/// until he commits, so none is given twice on any number of hosts, and what is rolled back gives it back. A command that makes
/// no document asks nothing.
/// </summary>
internal static class DocumentNumbers
{
    private const string Sql =
        $"insert into {NumberTable.Qualified} as n (series, year, last) values ($1, $2, $3) on conflict (series, year) do update set last = n.last + excluded.last returning last";

    public static async ValueTask<Decision> Fill(
        IDocumentSession session,
        Decision decision,
        Intent intent,
        CancellationToken ct
    )
    {
        var wanted = Numbering.Wanted(decision.Facts, intent);
        if (wanted.IsEmpty)
            return decision;
        var first = new Dictionary<(string, int), long>();
        foreach (var (series, year, count) in wanted)
            first[(series, year)] = await Take(session, series, year, count, ct) - count + 1;
        return decision with { Facts = Numbering.Filled(decision.Facts, intent, first) };
    }

    private static async Task<long> Take(
        IDocumentSession session,
        string series,
        int year,
        int count,
        CancellationToken ct
    )
    {
        await using var command = new NpgsqlCommand(Sql)
        {
            Parameters =
            {
                new() { Value = series },
                new() { Value = year },
                new() { Value = (long)count },
            },
        };
        try
        {
            await using var reader = await session.ExecuteReaderAsync(command, ct);
            await reader.ReadAsync(ct);
            return reader.GetInt64(0);
        }
        catch (Exception e) when (ProblemBoundary.LockedOut(e))
        {
            // Others take numbers of the same series: neither the deal nor the key is what this waited for.
            throw new ProblemException(503, "resource.busy") { RetryAfterSeconds = 1 };
        }
    }
}
