using System.Globalization;
using Npgsql;

namespace Crm.Api.Tests.DatabaseFaults;

/// <summary>A host whose database raises an SQLSTATE of the test's choice while it inserts an event.</summary>
public sealed class FaultyStore : IAsyncLifetime
{
    private const string Trigger = """
        create table crm.fault (event text, state text, times int);
        create sequence crm.fault_met;
        create function crm.raise_fault() returns trigger language plpgsql as $$
        declare wanted crm.fault;
        begin
            select * into wanted from crm.fault where event = new.type;
            if wanted.state is not null and nextval('crm.fault_met') <= wanted.times then
                raise exception 'raised by a test' using errcode = wanted.state;
            end if;
            return new;
        end $$;
        create trigger raise_fault before insert on crm_events.mt_events for each row execute function crm.raise_fault()
        """;

    /// <summary>Tombstones of numbers that a refused command has drawn are no events of a command.</summary>
    private const string Written = """
        select (select count(*) from crm_events.mt_events where type <> 'tombstone') || ' ' || (select count(*) from crm.mt_doc_deal)
            || ' ' || (select count(*) from crm.mt_doc_proposal) || ' ' || (select count(*) from crm.mt_doc_client)
            || ' ' || (select count(*) from crm.mt_doc_idempotent_answer)
        """;

    public CrmApp App { get; private set; } = null!;
    public Testing.Api Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await CrmApp.Start();
        Api = await App.As();
        await App.Execute(Trigger);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>From now on the insertion of such an event fails, at most so many times.</summary>
    public async Task Raise(string state, string eventType, int times = int.MaxValue)
    {
        await Repair();
        await App.Execute(
            $"alter sequence crm.fault_met restart; insert into crm.fault values ('{eventType}', '{state}', {times})"
        );
    }

    public Task Repair() => App.Execute("delete from crm.fault");

    /// <summary>How often the insertion was tried since the fault was raised.</summary>
    public async Task<int> Tries() =>
        int.Parse(
            await App.Read("select case when is_called then last_value else 0 end from crm.fault_met"),
            CultureInfo.InvariantCulture
        );

    /// <summary>The contents of the store as numbers: equal before and after means that nothing was written.</summary>
    public Task<string> Count() => App.Read(Written);
}
