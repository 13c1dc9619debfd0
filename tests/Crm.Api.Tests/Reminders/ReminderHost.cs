using Crm.Api.Reminders;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Reminders;

/// <summary>A host whose clock the tests of a class move; each has users of its own.</summary>
public sealed class ReminderHost : IAsyncLifetime
{
    public CrmApp App { get; private set; } = null!;
    public Testing.Api Admin { get; private set; } = null!;
    public DateTimeOffset Now => App.Clock.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        App = await CrmApp.Start();
        Admin = await App.As();
    }

    public async Task<(string Id, Testing.Api Api)> User(string role = "sales-manager", string? team = null)
    {
        var id = (
            await Admin.Post(
                "/users",
                new
                {
                    name = role,
                    roles = new[] { role },
                    teamId = team,
                }
            )
        ).Must(201).Id;
        return (id, await App.AsUser(Guid.Parse(id)));
    }

    /// <summary>Moves the clock and lets the sweep do what is due.</summary>
    public async Task Pass(TimeSpan time)
    {
        App.Clock.Advance(time);
        await Sweep(App);
    }

    public static Task Sweep(CrmApp app) =>
        app.Host.Services.GetRequiredService<ReminderSweep>().Run(CancellationToken.None);

    /// <summary>A reminder after some time; its path.</summary>
    public static async Task<string> Set(Testing.Api api, object body) =>
        "/reminders/" + (await api.Post("/reminders", body)).Must(201).Id;

    public static Task<string> In(Testing.Api api, string duration) =>
        Set(api, new { text = "Перезвонить", after = duration });

    /// <summary>Types of the events of a reminder after its setting.</summary>
    public static async Task<string[]> EventsOf(Testing.Api api, string reminder) =>
        [
            .. (await api.Get(reminder + "/history")).Must(200)["items"]!
                .AsArray()
                .Skip(1)
                .Select(one => (string)one!["type"]!),
        ];

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}
