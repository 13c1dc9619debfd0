using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Projections.ReadModels.Settings;
using Marten;

namespace Crm.Projections.Migrations;

/// <summary>
/// Runs before the first request: rebuilds the settings from their events, so that settings nobody changed get today's
/// defaults.
/// </summary>
public static class SettingsUpgrade
{
    public static async Task Run(IDocumentStore store, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<SettingsDocument>(SettingsDocument.Stream, ct) is null)
            return;
        // Under the lock of the stream: a change on another host waits, so that it is not overwritten.
        var stream = await session.Events.FetchForExclusiveWriting<SettingsDocument>(SettingsDocument.Stream, ct);
        var folded = (await session.Events.FetchStreamAsync(SettingsDocument.Stream, token: ct)).Aggregate(
            SettingsDocument.Initial,
            (x, e) => SettingsDocument.After(x, (DomainEvent)e.Data, e.Timestamp)
        );
        var (now, was) = (
            JsonSerializer.SerializeToNode(folded, StoreFormat.Json),
            JsonSerializer.SerializeToNode(stream.Aggregate, StoreFormat.Json)
        );
        if (JsonNode.DeepEquals(now, was))
            return;
        session.QueueSqlCommand(
            $"update {StoreTables.Settings} set data = ?::jsonb where id = ?",
            store.Options.Serializer().ToJson(folded),
            SettingsDocument.Stream
        );
        await session.SaveChangesAsync(ct);
    }
}
