using Npgsql;
using NpgsqlTypes;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Attachments;

/// <summary>
/// File contents by their SHA-256. Equal contents are stored once, whatever their name and wherever they are attached.
/// Written in the transaction of the event that refers to them; never changed.
/// </summary>
public static class ContentTable
{
    public const string Qualified = $"{StoreFormat.Schema}.attachment_content";

    /// <summary>The content is sent to the database as it is read, from its beginning each time a command is repeated.</summary>
    internal static NpgsqlBatchCommand Insert(StoredContent content)
    {
        content.Bytes.Position = 0;
        return new($"insert into {Qualified} (hash, content) values ($1, $2) on conflict (hash) do nothing")
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Text, Value = content.Hash },
                new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = content.Bytes },
            },
        };
    }

    internal static Table Make()
    {
        var table = new Table(
            new PostgresqlObjectName(StoreFormat.Schema, "attachment_content", SchemaUtils.IdentifierUsage.General)
        );
        table.AddColumn("hash", "text").AsPrimaryKey();
        table.AddColumn("content", "bytea").NotNull();
        return table;
    }
}

/// <summary>File content that a command stores together with its events.</summary>
/// <param name="Hash">SHA-256 over the bytes, lower-case hex.</param>
/// <param name="Bytes">Can be sought; its owner disposes it.</param>
public sealed record StoredContent(string Hash, Stream Bytes);
