using Npgsql;

namespace Crm.Projections.ReadModels.Access;

/// <summary>A request that was denied.</summary>
/// <param name="Missing">The permission that the caller lacks.</param>
public sealed record Denial(Guid Id, DateTimeOffset At, int Status, string Code, string? Missing)
{
    public string? Credential { get; init; }
    public string? Actor { get; init; }
    public string? Operation { get; init; }
    public required string Method { get; init; }
    public required string Path { get; init; }
    public string? Address { get; init; }
    public required string Trace { get; init; }

    /// <summary>Number of denials that the entry stands for; the other members are those of the first.</summary>
    public int Count { get; init; } = 1;
}

/// <summary>Writes the security log.</summary>
public sealed class Denials(NpgsqlDataSource database)
{
    internal const string Columns =
        $"id, at, status, code, missing, credential, actor, operation, method, path, address, trace, {DenialTable.Count}";

    private const string Values = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13";
    private const string Written = $"{Columns}, {DenialTable.Series}, {DenialTable.Number}";

    /// <summary>
    /// Takes the first free number from $15 on, and then from 1. Another host may take it at the same time: then there
    /// was a free number, and nothing is added.
    /// </summary>
    private const string AddOne = $"""
        with free as (
            select numbers.number from generate_series(1, $16) as numbers(number)
            where not exists (
                select from {DenialTable.Qualified} d
                where d.{DenialTable.Series} = $14 and d.{DenialTable.Number} = numbers.number
            )
            order by numbers.number < $15, numbers.number limit 1
        ), added as (
            insert into {DenialTable.Qualified} ({Written}) select {Values}, $14, free.number from free
            on conflict ({DenialTable.Series}, {DenialTable.Number}) do nothing returning 1
        )
        select exists (select from free), exists (select from added)
        """;

    private const string AddRest = $"""
        insert into {DenialTable.Qualified} as d ({Written}) values ({Values}, $14, $15)
        on conflict ({DenialTable.Series}, {DenialTable.Number})
        do update set {DenialTable.Count} = d.{DenialTable.Count} + excluded.{DenialTable.Count}
        """;

    /// <summary>Adds a row for the denial unless its series has <paramref name="most"/> of them.</summary>
    /// <param name="series">Identifies the series on every host.</param>
    /// <param name="number">Position in the series on this host, from 1.</param>
    /// <returns>False when the series has its rows.</returns>
    public async Task<bool> Add(Denial denial, Guid series, int number, int most)
    {
        // Each time that another host was faster the series has a row more.
        for (var attempt = 0; attempt < most; attempt++)
        {
            await using var command = database.CreateCommand(AddOne);
            command.Parameters.AddRange(Parameters(denial, series, number, most));
            await using var row = await command.ExecuteReaderAsync();
            await row.ReadAsync();
            var (isFree, isAdded) = (row.GetBoolean(0), row.GetBoolean(1));
            if (isAdded || !isFree)
                return isAdded;
        }

        return false;
    }

    /// <summary>Adds further denials to the rows of their series that count them.</summary>
    public async Task AddRests(IEnumerable<(Guid Series, Denial Denial)> rests, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        // One order on every host: they lock the same rows in one transaction each.
        foreach (var (series, denial) in rests.OrderBy(rest => rest.Series))
        {
            var command = new NpgsqlBatchCommand(AddRest);
            command.Parameters.AddRange(Parameters(denial, series, DenialTable.Rest));
            batch.BatchCommands.Add(command);
        }

        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter[] Parameters(Denial denial, params ReadOnlySpan<object> further) =>
        [
            .. new object?[]
            {
                denial.Id,
                denial.At,
                denial.Status,
                denial.Code,
                denial.Missing,
                denial.Credential,
                denial.Actor,
                denial.Operation,
                denial.Method,
                denial.Path,
                denial.Address,
                denial.Trace,
                denial.Count,
            }
                .Concat(further.ToArray())
                .Select(value => new NpgsqlParameter { Value = value ?? DBNull.Value }),
        ];
}

/// <summary>The security log.</summary>
public sealed class DenialList() : ListQuery($"{DenialTable.Qualified} d", Denials.Columns, "d.id")
{
    public static SortColumn NewestFirst { get; } = new("id", "d.id", "uuid", true);

    public static Denial Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInt32(2), row.GetString(3), Text(row, 4))
        {
            Credential = Text(row, 5),
            Actor = Text(row, 6),
            Operation = Text(row, 7),
            Method = row.GetString(8),
            Path = row.GetString(9),
            Address = Text(row, 10),
            Trace = row.GetString(11),
            Count = row.GetInt32(12),
        };

    public void OfActor(string actor) => Where($"d.actor = {Parameter(actor)}");

    public void WithStatus(decimal status) => Where($"d.status = {Parameter(status)}");

    public void OfOperation(string operation) => Where($"d.operation = {Parameter(operation)}");

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
