using Npgsql;

namespace Crm.Api.Tests.Conventions;

/// <summary>The contents of the store as numbers: equal before and after means that nothing was written.</summary>
public static class Stored
{
    private static readonly string[] Tables =
    [
        "crm_events.mt_streams",
        "crm.mt_doc_deal",
        "crm.mt_doc_proposal",
        "crm.mt_doc_client",
        "crm.mt_doc_product",
        "crm.mt_doc_price_list",
        "crm.list_price",
        "crm.mt_doc_currency_pair",
        "crm.exchange_rate",
        "crm.mt_doc_source",
        "crm.mt_doc_lost_reason",
        "crm.mt_doc_settings",
        "crm.mt_doc_deal_kind",
        "crm.mt_doc_custom_field",
        "crm.attachment_content",
        "crm.printed_file",
        "crm.document_number",
        "crm.mt_doc_bank_statement",
        "crm.mt_doc_statement_line",
        "crm.mt_doc_user",
        "crm.mt_doc_team",
        "crm.mt_doc_role",
        "crm.mt_doc_api_key",
        "crm.mt_doc_idempotent_answer",
        "crm.mt_doc_creation_digest",
        "crm.mt_doc_long_work",
        "wolverine.wolverine_outgoing_envelopes",
        "wolverine.wolverine_dead_letters",
    ];

    /// <summary>An expression whose value is all the numbers.</summary>
    public static string Sql { get; } =
        "(select coalesce(max(seq_id), 0) from crm_events.mt_events) || ' ' || "
        + string.Join(" || ' ' || ", Tables.Select(x => $"(select count(*) from {x})"));

    public static Task<string> Count(CrmApp app) => Count(app.ConnectionString);

    public static async Task<string> Count(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select " + Sql, connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
