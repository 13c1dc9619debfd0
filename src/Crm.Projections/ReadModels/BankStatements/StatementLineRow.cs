using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.BankStatements;

/// <summary>Refreshes the candidates of a statement line, in a transaction that holds the lock of its stream.</summary>
internal static class StatementLineRow
{
    private const string Update = $"update {StoreTables.StatementLines} set data = $2 where id = $1";

    public static NpgsqlBatchCommand Of(ISerializer json, StatementLineDocument line) =>
        new(Update)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = line.Id },
                new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = json.ToJson(line) },
            },
        };
}
