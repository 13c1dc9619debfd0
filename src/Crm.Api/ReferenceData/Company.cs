using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Settings;

namespace Crm.Api.ReferenceData;

/// <summary>
/// The company's settings, cached for 30 s: a change on another host is visible within that time, a change on this host
/// at once. Settings that were never changed come from the configuration: <c>Company:BaseCurrency</c> (RUB),
/// <c>Company:TimeZone</c> (Europe/Moscow); with <c>Company:Sample</c>, in Development by default, the details of a sample company.
/// </summary>
public sealed class Company
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(30);
    private readonly StoredDocuments documents;
    private readonly CompanySettings configured;
    private readonly RefreshingSnapshot<Known> snapshot;
    private readonly Known initial;

    public Company(
        IConfiguration configuration,
        StoredDocuments documents,
        TimeProvider clock,
        IHostEnvironment environment
    )
    {
        this.documents = documents;
        configured = CompanySettings.Initial with
        {
            BaseCurrency = new Currency(configuration["Company:BaseCurrency"] ?? "RUB"),
            TimeZone = configuration["Company:TimeZone"] ?? "Europe/Moscow",
        };
        if (configuration.GetValue("Company:Sample", environment.IsDevelopment()))
            configured = SampleCompany.In(configured);
        initial = new Known(configured);
        snapshot = new(async ct => new Known(Over((await Load(ct)).State)), MaximumAge, clock);
    }

    public CompanySettings Settings => Present.Settings;

    public Currency BaseCurrency => Settings.BaseCurrency!.Value;

    public TimeZoneInfo TimeZone => Present.Zone;

    /// <summary>The stored settings, completed from the configuration.</summary>
    public CompanySettings Over(CompanySettings stored) =>
        stored with
        {
            BaseCurrency = stored.BaseCurrency ?? configured.BaseCurrency,
            TimeZone = stored.TimeZone ?? configured.TimeZone,
            Profile = stored.Profile == new CompanyProfile() ? configured.Profile : stored.Profile,
            BankAccounts = stored.BankAccounts ?? Accounts(stored),
        };

    /// <summary>The one account of the stored profile, and the sample's in other currencies.</summary>
    private ImmutableArray<BankAccount>? Accounts(CompanySettings stored)
    {
        var own = BankAccount.Of(stored.Profile, stored.BaseCurrency ?? BaseOf(configured));
        if (configured.BankAccounts is not { } samples)
            return own is null ? null : [own];
        return own is null
            ? samples
            : [own, .. samples.Where(x => x.Currency != own.Currency).Select(x => x with { IsDefault = false })];
    }

    private static Currency BaseOf(CompanySettings settings) => settings.BaseCurrency!.Value;

    /// <summary>Those of the given capabilities that are off.</summary>
    public IReadOnlyList<string> Off(params ReadOnlySpan<string> capabilities) =>
        Settings.Off.IsEmpty ? [] : [.. capabilities.ToArray().Where(x => !Settings.IsOn(x))];

    /// <summary>
    /// Called before each request and each run of a timer: reloads the settings when they are too old.
    /// </summary>
    public async ValueTask Refresh(CancellationToken ct) => await snapshot.Get(ct);

    /// <summary>Called after this host changed the settings.</summary>
    public void Invalidate() => snapshot.Invalidate();

    public async Task<SettingsDocument> Load(CancellationToken ct) =>
        await documents.Find<SettingsDocument>(SettingsDocument.Stream, ct) ?? SettingsDocument.Initial;

    private Known Present => snapshot.Latest ?? initial;

    private sealed record Known(CompanySettings Settings)
    {
        public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(Settings.TimeZone!);
    }
}
