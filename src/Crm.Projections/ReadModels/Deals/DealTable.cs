using Marten.Schema;
using NpgsqlTypes;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// Columns and indexes of the table of deals. Every index slows down each write, so there are only those that lists
/// need.
/// </summary>
internal static class DealTable
{
    public static void Configure(DocumentMapping mapping)
    {
        foreach (
            var name in (string[])
                [
                    "Number",
                    "Status",
                    "Kind",
                    "Stage",
                    "ManagerId",
                    "ClientId",
                    "Source",
                    "Currency",
                    "Probability",
                    "NextDueAt",
                ]
        )
            mapping.DuplicateField(name);
        foreach (var name in (string[])["OpenedAt", "UpdatedAt"])
            mapping.DuplicateField(name, notNull: true);
        // Nullable, because a column added to a table with rows cannot be required.
        mapping.DuplicateField("ParticipantIds", "uuid[]").DbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid;
        mapping.DuplicateField("AssigneeIds", "uuid[]").DbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid;
        mapping.DuplicateField("Card", "text");
        mapping.DuplicateField("CustomFields", "jsonb").DbType = NpgsqlDbType.Jsonb;
        mapping.DuplicateField("LineFields", "jsonb").DbType = NpgsqlDbType.Jsonb;
        mapping.DuplicateField("InvoiceKeys", "text[]").DbType = NpgsqlDbType.Array | NpgsqlDbType.Text;
        mapping.DuplicateField("DocumentKeys", "text[]").DbType = NpgsqlDbType.Array | NpgsqlDbType.Text;
        mapping.DuplicateField("ExpectedAmount", "numeric", notNull: true).DbType = NpgsqlDbType.Numeric;
        mapping.DuplicateField("ExpectedCloseOn", "date", notNull: true).DbType = NpgsqlDbType.Date;

        Index(mapping, "deal_opened", "opened_at", "id");
        Index(mapping, "deal_stage", "stage", "opened_at", "id");
        Index(mapping, "deal_manager", "manager_id", "opened_at", "id");
        Index(mapping, "deal_client", "client_id", "opened_at", "id");
        Index(mapping, "deal_stage_entered", "kind", "stage", StageEntered).Predicate =
            "((status)::text = 'open'::text)";
        Index(mapping, "deal_updated", "updated_at", "id");
        Index(mapping, "deal_next_due", "next_due_at").Predicate = "(next_due_at IS NOT NULL)";
        var participants = Index(mapping, "deal_participants", "participant_ids");
        (participants.Method, participants.Predicate) = (IndexMethod.gin, "(participant_ids <> '{}'::uuid[])");
        foreach (var fields in (string[])["custom_fields", "line_fields"])
        {
            var custom = Index(mapping, "deal_" + fields, fields);
            (custom.Method, custom.Mask, custom.Predicate) = (
                IndexMethod.gin,
                "? jsonb_path_ops",
                $"({fields} IS NOT NULL)"
            );
        }

        var invoices = Index(mapping, "deal_invoice_keys", "invoice_keys");
        (invoices.Method, invoices.Predicate) = (IndexMethod.gin, "(invoice_keys IS NOT NULL)");
        var documents = Index(mapping, "deal_document_keys", "document_keys");
        (documents.Method, documents.Predicate) = (IndexMethod.gin, "(document_keys IS NOT NULL)");
    }

    /// <summary>
    /// When the deal entered its stage, as the state has it: a text of UTC. As long as it is compared with whole seconds in the collation
    /// of bytes, its order is that of time. A column would be stale after a write of an earlier release.
    /// </summary>
    public const string StageEntered =
        "((((data -> 'state'::text) -> 'stage'::text) ->> 'enteredAt'::text)) COLLATE \"C\"";

    private static IndexDefinition Index(DocumentMapping mapping, string name, params string[] columns)
    {
        var index = new IndexDefinition(name) { Columns = columns };
        mapping.Indexes.Add(index);
        return index;
    }
}
