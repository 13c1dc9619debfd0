namespace Crm.Api.Commands;

/// <summary>Makes the intent of a command: the only place where clock and ids enter.</summary>
public static class Intents
{
    public static Intent Of(Caller caller, TimeProvider clock, Company company, DateTimeOffset? happenedAt) =>
        new(clock.GetUtcNow(), happenedAt, caller.User, caller.Grants.Rights, company.TimeZone, Guid.CreateVersion7);
}

/// <summary>Facts of the company until settings exist: <c>Company:BaseCurrency</c> (RUB), <c>Company:TimeZone</c> (Europe/Moscow).</summary>
public sealed record Company(Currency BaseCurrency, TimeZoneInfo TimeZone)
{
    public static Company Of(IConfiguration configuration) => new(
        new Currency(configuration["Company:BaseCurrency"] ?? "RUB"),
        TimeZoneInfo.FindSystemTimeZoneById(configuration["Company:TimeZone"] ?? "Europe/Moscow"));
}
