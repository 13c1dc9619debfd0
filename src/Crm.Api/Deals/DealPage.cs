using Npgsql;

namespace Crm.Api.Deals;

/// <summary>What a list of deals reads of each row: the card as bytes, and what has to be named.</summary>
public static class DealPage
{
    /// <summary>A page of the deals that the caller sees.</summary>
    /// <param name="parameters">Those of conditions that are given as text: they come first.</param>
    public static PageOf Of(HttpContext http, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var page = new PageOf("crm.mt_doc_deal d", "d.card, d.client_id, d.manager_id");
        foreach (var parameter in parameters)
            page.Parameter(parameter);
        if (Caller.Of(http).Sight.Ways("d", page.Parameter) is { } seen)
            page.Only(seen);
        return page;
    }

    public static (byte[] Card, Guid? Client, Guid? Manager) Read(NpgsqlDataReader row) =>
        (
            row.GetFieldValue<byte[]>(0),
            row.IsDBNull(1) ? null : row.GetGuid(1),
            row.IsDBNull(2) ? null : row.GetGuid(2)
        );
}
