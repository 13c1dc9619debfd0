using Npgsql;

namespace Crm.Api.Deals;

/// <summary>What a list of deals reads of each row: the card as bytes, and what has to be named.</summary>
public static class DealPage
{
    public const string Columns = "d.card, d.client_id, d.manager_id";

    public static (byte[] Card, Guid? Client, Guid? Manager) Read(NpgsqlDataReader row) =>
        (row.GetFieldValue<byte[]>(0), row.IsDBNull(1) ? null : row.GetGuid(1), row.IsDBNull(2) ? null : row.GetGuid(2));
}
