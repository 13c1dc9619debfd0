using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// SQL statement that writes the row of a deal: the columns of <see cref="DealTable"/> and Marten's own.
/// </summary>
internal static class DealRow
{
    private static readonly (string Name, NpgsqlDbType Type, Func<DealDocument, object?> Value)[] Columns =
    [
        ("number", NpgsqlDbType.Varchar, x => x.Number),
        ("status", NpgsqlDbType.Varchar, x => x.Status),
        ("kind", NpgsqlDbType.Varchar, x => x.Kind),
        ("stage", NpgsqlDbType.Varchar, x => x.Stage),
        ("manager_id", NpgsqlDbType.Uuid, x => x.ManagerId),
        ("client_id", NpgsqlDbType.Uuid, x => x.ClientId),
        ("source", NpgsqlDbType.Varchar, x => x.Source),
        ("currency", NpgsqlDbType.Varchar, x => x.Currency),
        ("probability", NpgsqlDbType.Integer, x => x.Probability),
        ("next_due_at", NpgsqlDbType.TimestampTz, x => x.NextDueAt),
        ("opened_at", NpgsqlDbType.TimestampTz, x => x.OpenedAt),
        ("updated_at", NpgsqlDbType.TimestampTz, x => x.UpdatedAt),
        ("participant_ids", NpgsqlDbType.Array | NpgsqlDbType.Uuid, x => x.ParticipantIds),
        ("assignee_ids", NpgsqlDbType.Array | NpgsqlDbType.Uuid, x => x.AssigneeIds),
        ("card", NpgsqlDbType.Text, x => x.Rendered),
        ("custom_fields", NpgsqlDbType.Jsonb, x => x.CustomFields),
        ("line_fields", NpgsqlDbType.Jsonb, x => x.LineFields),
        ("invoice_keys", NpgsqlDbType.Array | NpgsqlDbType.Text, x => x.InvoiceKeys),
        ("document_keys", NpgsqlDbType.Array | NpgsqlDbType.Text, x => x.DocumentKeys),
        ("expected_amount", NpgsqlDbType.Numeric, x => x.ExpectedAmount),
        ("expected_close_on", NpgsqlDbType.Date, x => x.ExpectedCloseOn),
    ];

    /// <summary>The columns and their PostgreSQL types.</summary>
    internal static IEnumerable<(string Name, string Type)> Written =>
        Columns.Select(column => (column.Name, TypeName(column.Type)));

    private static string TypeName(NpgsqlDbType type) =>
        type switch
        {
            NpgsqlDbType.Varchar => "varchar",
            NpgsqlDbType.Uuid => "uuid",
            NpgsqlDbType.Integer => "int4",
            NpgsqlDbType.TimestampTz => "timestamptz",
            NpgsqlDbType.Text => "text",
            NpgsqlDbType.Jsonb => "jsonb",
            NpgsqlDbType.Numeric => "numeric",
            NpgsqlDbType.Date => "date",
            NpgsqlDbType.Array | NpgsqlDbType.Uuid => "_uuid",
            NpgsqlDbType.Array | NpgsqlDbType.Text => "_text",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "a type that no column has"),
        };

    private const string Table = StoreTables.Deals;
    private static readonly string Type = typeof(DealDocument).FullName!;
    private static readonly string Insert =
        $"insert into {Table} (id, data, {StoreColumns.Document}, {string.Join(", ", Columns.Select(x => x.Name))}) "
        + $"values ($1, $2, $3, '{Type}', transaction_timestamp(), {string.Join(", ", Columns.Select((_, i) => $"${i + 4}"))})";
    private static readonly string Update =
        $"update {Table} set data = $2, {StoreColumns.Version} = $3, {StoreColumns.DotNetType} = '{Type}', "
        + $"{StoreColumns.LastModified} = transaction_timestamp(), "
        + $"{string.Join(", ", Columns.Select((x, i) => $"{x.Name} = ${i + 4}"))} where id = $1";

    /// <param name="version">Version of the stream's last event.</param>
    /// <param name="opened">True for a new row.</param>
    public static NpgsqlBatchCommand Of(RowWriter rows, DealDocument deal, long version, bool opened)
    {
        deal.CardFrom(rows.Cards);
        var command = new NpgsqlBatchCommand(opened ? Insert : Update);
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = deal.Id });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = rows.Json.ToJson(deal) });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = version });
        foreach (var (_, type, value) in Columns)
            command.Parameters.Add(new() { NpgsqlDbType = type, Value = value(deal) ?? DBNull.Value });
        return command;
    }
}
