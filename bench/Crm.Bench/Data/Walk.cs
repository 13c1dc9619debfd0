using System.Text.Json;

namespace Crm.Bench.Data;

/// <summary>The list of deals from its first page to its last.</summary>
internal static class Walk
{
    public const string FirstPage = "/deals?limit=50&sort=-openedAt";

    public static List<Guid> Ids(Func<SetupClient> open)
    {
        var ids = new List<Guid>();
        Pages(
            open,
            page => ids.AddRange(page.GetProperty("items").EnumerateArray().Select(x => x.GetProperty("id").GetGuid()))
        );
        return ids;
    }

    /// <summary>The cursors of the pages beyond the middle. The walk also checks that every deal comes exactly once.</summary>
    public static List<string> DeepCursors(Func<SetupClient> open)
    {
        var cursors = new List<string>();
        var ids = new List<Guid>();
        Pages(
            open,
            page =>
            {
                ids.AddRange(page.GetProperty("items").EnumerateArray().Select(x => x.GetProperty("id").GetGuid()));
                if (page.GetProperty("nextCursor").GetString() is { } cursor)
                    cursors.Add(cursor);
            }
        );
        if (ids.Distinct().Count() != ids.Count)
            throw new BenchException(
                $"The walk over the list showed {ids.Count} deals, of which {ids.Distinct().Count()} differ."
            );
        return cursors[(cursors.Count / 2)..];
    }

    private static void Pages(Func<SetupClient> open, Action<JsonElement> take)
    {
        using var setup = open();
        for (
            string? cursor = null, path = FirstPage;
            path is not null;
            path = cursor is null ? null : Following(cursor)
        )
            cursor = setup.Get(
                path,
                page =>
                {
                    take(page);
                    return page.GetProperty("nextCursor").GetString();
                }
            );
    }

    public static string Following(string cursor) => $"{FirstPage}&cursor={Uri.EscapeDataString(cursor)}";
}
