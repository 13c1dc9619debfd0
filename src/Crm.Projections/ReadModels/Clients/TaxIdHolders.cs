using System.Text.Json;
using Crm.Domain.Clients;
using Crm.Projections.ReadModels.Deals;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Projections.ReadModels.Clients;

/// <summary>
/// The clients with a tax id, read under its lock: of two commands that give the same tax id at once, the second one sees the client of
/// the first.
/// </summary>
/// <param name="key">The tax id in the form of <see cref="TaxIds.Key"/>.</param>
public sealed class TaxIdHolders(string key) : LockedRead
{
    private static readonly string Sql =
        $"select data from {StoreTables.Clients} where {SearchWords.Sql("words", "$1")}";

    /// <summary>Empty until it is read.</summary>
    public IReadOnlyList<Client> Found { get; private set; } = [];

    public override Guid? Queue => QueueName.Of(Name);

    protected override NpgsqlBatchCommand Lock =>
        new("select pg_advisory_xact_lock(hashtextextended($1, 0))") { Parameters = { Text("crm." + Name) } };

    protected override NpgsqlBatchCommand Command => new(Sql) { Parameters = { Text(key.ToLowerInvariant()) } };

    private string Name => "tax-id:" + key;

    protected override async Task Read(NpgsqlDataReader reader, CancellationToken ct)
    {
        List<Client> found = [];
        while (await reader.ReadAsync(ct))
            found.Add(JsonSerializer.Deserialize<ClientDocument>(reader.GetString(0), StoreFormat.Json)!.State);
        // A word of a name may be equal to the tax id.
        Found = [.. found.Where(client => TaxIds.Key(client.Legal?.TaxId?.Text) == key)];
    }

    private static NpgsqlParameter Text(string value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value };
}
