using Npgsql;

namespace Crm.Torture;

/// <summary>Compares the ledger with the store, in plain SQL; each fault is a line.</summary>
internal sealed class Checker(string connection, Ledger ledger)
{
    public async Task<List<string>> Faults()
    {
        List<string> faults = [];
        var events = await Events();
        // I1: each acknowledged command's event is there once.
        Once(faults, events, Kind.Open, 201, "deal_opened", x => x.Deal.ToString());
        Once(faults, events, Kind.Interaction, 201, "interaction_recorded", x => x.Subject.ToString());
        Once(faults, events, Kind.Payment, 201, "payment_received", x => x.Subject.ToString());
        Once(faults, events, Kind.Complete, 200, "stage_task_completed", x => x.Subject.ToString());
        // I2: a refused completion leaves exactly one event.
        foreach (var task in ledger.Of(Kind.Complete, 409).GroupBy(x => x.Subject))
            if (
                events.GetValueOrDefault(("stage_task_completion_refused", task.Key.ToString())) is var found
                && found != task.Count()
            )
                faults.Add($"refused {task.Key}: {found} events for {task.Count()} refusals");
        // I4: versions without gap or duplicate, and the inline document includes all of them.
        await Rows(
            faults,
            "select stream_id::text || ': versions ' || count(*) || ' of ' || max(version) from crm_events.mt_events "
                + "where type <> 'tombstone' "
                + "group by stream_id having count(*) <> max(version) or min(version) <> 1 or count(distinct version) "
                + "<> count(*)"
        );
        await Rows(
            faults,
            "select d.id::text || ': the document is at ' || d.mt_version || ' of ' || s.version from "
                + "crm.mt_doc_deal d join crm_events.mt_streams s on s.id = d.id where d.mt_version <> s.version"
        );
        await Rows(
            faults,
            "select s.id::text || ': a deal without its document' from crm_events.mt_streams s left join "
                + "crm.mt_doc_deal d on d.id = s.id where s.type = 'deal_document' and d.id is null"
        );
        return faults;
    }

    private void Once(
        List<string> faults,
        Dictionary<(string, string), long> events,
        Kind kind,
        int status,
        string type,
        Func<Entry, string> subject
    )
    {
        foreach (var entry in ledger.Of(kind, status))
            if (events.GetValueOrDefault((type, subject(entry))) is var found and not 1)
                faults.Add($"{kind} {subject(entry)} was acknowledged and is there {found} times");
    }

    private async Task<Dictionary<(string, string), long>> Events()
    {
        await using var session = await Open();
        await using var command = new NpgsqlCommand(
            "select type, coalesce(data->>'interaction', data->>'payment', data->>'task', stream_id::text), count(*) "
                + "from crm_events.mt_events where type in ('deal_opened', 'interaction_recorded', 'payment_received', "
                + "'stage_task_completed', 'stage_task_completion_refused') group by 1, 2",
            session
        );
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<(string, string), long>();
        while (await reader.ReadAsync())
            found[(reader.GetString(0), reader.GetString(1))] = reader.GetInt64(2);
        return found;
    }

    private async Task Rows(List<string> faults, string sql)
    {
        await using var session = await Open();
        await using var command = new NpgsqlCommand(sql, session);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            faults.Add(reader.GetString(0));
    }

    private async Task<NpgsqlConnection> Open()
    {
        // Not pooled: a scenario may have broken what another left in the pool.
        var session = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString
        );
        await session.OpenAsync();
        return session;
    }
}
