using System.Globalization;
using Npgsql;

namespace Crm.Bench.Postgres;

/// <summary>Figures of the server and of the bytes it stores.</summary>
internal sealed class Database(string connectionString)
{
    public NpgsqlConnectionStringBuilder Connection { get; } = new(connectionString) { Pooling = false };

    public long Size() => Scalar("select pg_database_size(current_database())");

    /// <summary>The store's events, wherever Marten's schema is; 0 where there is none.</summary>
    public long Events() =>
        Text("select format('%I.%I', schemaname, tablename) from pg_tables where tablename = 'mt_events' limit 1")
            is { Length: > 0 } table
            ? Scalar($"select count(*) from {table}")
            : 0;

    public string Settings() =>
        Text(
            """
            select 'PostgreSQL ' || current_setting('server_version') || ': '
              || string_agg(name || ' ' || current_setting(name), ', ' order by name)
            from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers')
            """
        );

    /// <summary>The five largest tables with their indexes, so that growth per deal can be attributed.</summary>
    public string Largest(int deals) =>
        Text(
            $"""
            select string_agg(format('%s %s', name, bytes / {deals.ToString(
                CultureInfo.InvariantCulture
            )}), ', ' order by bytes desc) from (
                select schemaname || '.' || relname as name, pg_total_relation_size(relid) as bytes
                from pg_stat_user_tables where schemaname <> 'yardstick' order by 2 desc limit 5) x
            """
        );

    public void Execute(string sql)
    {
        using var connection = Open();
        // One command per statement: vacuum refuses to share a batch.
        foreach (
            var statement in sql.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            using var command = new NpgsqlCommand(statement, connection);
            command.ExecuteNonQuery();
        }
    }

    private long Scalar(string sql) => long.Parse(Text(sql), CultureInfo.InvariantCulture);

    private string Text(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    private NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(Connection.ConnectionString);
        connection.Open();
        return connection;
    }
}
