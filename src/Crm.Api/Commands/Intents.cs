using Crm.Api.Settings;

namespace Crm.Api.Commands;

/// <summary>Makes the intent of a command: the only place where clock and ids enter.</summary>
public static class Intents
{
    public static Intent Of(Caller caller, TimeProvider clock, Company company, DateTimeOffset? happenedAt) =>
        new(clock.GetUtcNow(), happenedAt, caller.User, caller.Grants.Rights, company.TimeZone, Guid.CreateVersion7)
        {
            Numbers = company.Settings.Numbers,
            Calendar = company.Settings.Calendar,
            WriteOffLimit = company.Settings.WriteOffLimitIn(company.BaseCurrency),
        };
}
