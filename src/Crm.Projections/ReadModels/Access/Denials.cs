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
}

/// <summary>Writes the security log.</summary>
public sealed class Denials(NpgsqlDataSource database)
{
    internal const string Columns =
        "id, at, status, code, missing, credential, actor, operation, method, path, address, trace";

    private const string Insert =
        $"insert into {DenialTable.Qualified} ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    public async Task Add(Denial denial)
    {
        await using var command = database.CreateCommand(Insert);
        foreach (
            var value in new object?[]
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
            }
        )
            command.Parameters.AddWithValue(value ?? DBNull.Value);
        await command.ExecuteNonQueryAsync();
    }
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
        };

    public void OfActor(string actor) => Where($"d.actor = {Parameter(actor)}");

    public void WithStatus(decimal status) => Where($"d.status = {Parameter(status)}");

    public void OfOperation(string operation) => Where($"d.operation = {Parameter(operation)}");

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
