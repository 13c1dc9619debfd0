using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Catalog;

/// <summary>Codes of a catalogue that look like a new one in another alphabet: the new one is accepted with a warning.</summary>
public sealed class LookAlikes(string catalog, string code) : LockedRead
{
    private const string Sql =
        $"select code from {CatalogCodes.Qualified} where catalog = $1 and look = $2 and fold <> $3 order by code limit 5";

    /// <summary>Empty until it is read.</summary>
    public ImmutableArray<Warning> Warnings { get; private set; } = [];

    protected override NpgsqlBatchCommand Command =>
        new(Sql) { Parameters = { Text(catalog), Text(Codes.Look(code)), Text(Codes.Fold(code)) } };

    protected override async Task Read(NpgsqlDataReader reader, CancellationToken ct)
    {
        List<string> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(reader.GetString(0));
        if (found.Count > 0)
            Warnings = [Of("/code", found)];
    }

    /// <summary>The warning that a code looks like others.</summary>
    public static Warning Of(string pointer, IEnumerable<string> others) =>
        new("code.look_alike", pointer, string.Join(", ", others));

    private static NpgsqlParameter Text(string value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value };
}
