using System.Globalization;
using Npgsql;

namespace Crm.Testing;

/// <summary>SQL on the database of a host: for faults that no client can cause, and for counts that no answer tells.</summary>
public static class Sql
{
    public static Task Execute(this CrmApp app, string sql) => Execute(app.ConnectionString, sql);

    public static Task<string> Read(this CrmApp app, string sql) => Read(app.ConnectionString, sql);

    public static async Task<long> Number(this CrmApp app, string sql) =>
        long.Parse(await Read(app.ConnectionString, sql), CultureInfo.InvariantCulture);

    /// <summary>A transaction that holds the deal's lock until it is disposed.</summary>
    public static async Task<NpgsqlConnection> Hold(this CrmApp app, string deal)
    {
        var connection = await app.Connect();
        await using var command = new NpgsqlCommand(
            "begin; select 1 from crm_events.mt_streams where id = @deal for update",
            connection
        )
        {
            Parameters = { new("deal", Guid.Parse(deal)) },
        };
        return await command.ExecuteScalarAsync() is 1 ? connection : throw new ArgumentException("no such deal", deal);
    }

    /// <summary>A connection outside the pool, so that disposing it ends its session.</summary>
    public static async Task<NpgsqlConnection> Connect(this CrmApp app)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(app.ConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>How many sessions wait for a lock of this one, or for one that waits for it.</summary>
    public static Task<long> BlockedBy(this CrmApp app, NpgsqlConnection holder) =>
        app.Number(
            $"""
            with recursive blocked (pid) as (
                select {holder.ProcessID}
                union select a.pid from pg_stat_activity a join blocked b on b.pid = any(pg_blocking_pids(a.pid)))
            select count(*) - 1 from blocked
            """
        );

    public static async Task Execute(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task Execute(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await connection.Execute(sql);
    }

    /// <summary>The first value of the first row, as text.</summary>
    public static async Task<string> Read(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }
}
