using System.Text.Json;
using Crm.Domain.Settings;
using Crm.Projections.Settings;
using Npgsql;

namespace Crm.Api.Settings;

/// <summary>
/// The company's settings as this host knows them: read at most every 30 s, so that another host's change is seen within that
/// time; a change on this host is seen at once. What nobody ever set is as configured: <c>Company:BaseCurrency</c> (RUB),
/// <c>Company:TimeZone</c> (Europe/Moscow).
/// </summary>
public sealed class Company
{
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(30);
    private readonly NpgsqlDataSource database;
    private readonly TimeProvider clock;
    private readonly CompanySettings configured;
    private volatile Known known;
    private int changes;

    public Company(IConfiguration configuration, NpgsqlDataSource database, TimeProvider clock)
    {
        (this.database, this.clock) = (database, clock);
        configured = CompanySettings.Initial with
        {
            BaseCurrency = new Currency(configuration["Company:BaseCurrency"] ?? "RUB"),
            TimeZone = configuration["Company:TimeZone"] ?? "Europe/Moscow",
        };
        known = new Known(configured, -1, DateTimeOffset.MinValue);
    }

    public CompanySettings Settings => known.Settings;

    public Currency BaseCurrency => Settings.BaseCurrency!.Value;

    public TimeZoneInfo TimeZone => known.Zone;

    /// <summary>Settings with what was never set as configured.</summary>
    public CompanySettings Over(CompanySettings stored) =>
        stored with
        {
            BaseCurrency = stored.BaseCurrency ?? configured.BaseCurrency,
            TimeZone = stored.TimeZone ?? configured.TimeZone,
        };

    /// <summary>Those of the given capabilities that are off; null when none is.</summary>
    public IReadOnlyList<string>? Off(params ReadOnlySpan<string> capabilities)
    {
        if (Settings.Off.IsEmpty)
            return null;
        var off = capabilities.ToArray().Where(x => !Settings.IsOn(x)).ToArray();
        return off.Length == 0 ? null : off;
    }

    /// <summary>Before each request and each run of a timer: looks again when what is known is too old.</summary>
    public async ValueTask Refresh(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (known.Until > now && known.Change == Volatile.Read(ref changes))
            return;
        // Counted before the look: a change that falls into it makes what was seen old at once.
        var change = Volatile.Read(ref changes);
        known = new Known(Over((await Load(ct)).State), change, now + Believed);
    }

    /// <summary>This host changed something.</summary>
    public void Forget() => Interlocked.Increment(ref changes);

    public async Task<SettingsDocument> Load(CancellationToken ct)
    {
        await using var command = database.CreateCommand("select data from crm.mt_doc_settings where id = $1");
        command.Parameters.AddWithValue(SettingsDocument.Stream);
        return await command.ExecuteScalarAsync(ct) is string json
            ? JsonSerializer.Deserialize<SettingsDocument>(json, CrmStore.Json)!
            : SettingsDocument.Initial;
    }

    private sealed record Known(CompanySettings Settings, int Change, DateTimeOffset Until)
    {
        public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(Settings.TimeZone!);
    }
}
