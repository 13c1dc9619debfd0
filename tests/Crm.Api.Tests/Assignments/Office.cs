using System.Globalization;
using Crm.Api.Timers;
using Wolverine.Tracking;

namespace Crm.Api.Tests.Assignments;

/// <summary>A host of its own with a head of sales, two managers of their team, one of another team and an accountant.</summary>
public sealed class Office : IAsyncLifetime
{
    public CrmApp App { get; private set; } = null!;
    public Testing.Api Admin { get; private set; } = null!;
    public Person Head { get; private set; } = null!;
    public Person Anna { get; private set; } = null!;
    public Person Boris { get; private set; } = null!;
    public Person Stranger { get; private set; } = null!;
    public Person Accountant { get; private set; } = null!;
    public string Team { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        App = await CrmApp.Start();
        Admin = await App.As();
        var sales = (await Admin.Post("/teams", new { name = "Продажи" })).Must(201).Id;
        Team = (await Admin.Post("/teams", new { name = "Север", parentId = sales })).Must(201).Id;
        var south = (await Admin.Post("/teams", new { name = "Юг" })).Must(201).Id;
        Head = await Person("Ольга", sales, "head-of-sales");
        Anna = await Person("Анна", Team, "sales-manager");
        Boris = await Person("Борис", Team, "sales-manager");
        Stranger = await Person("Пётр", south, "sales-manager");
        Accountant = await Person("Вера", south, "accountant");
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();

    /// <summary>Another user with a key.</summary>
    public async Task<Person> Person(string name, string? team, params string[] roles)
    {
        var id = (
            await Admin.Post(
                "/users",
                new
                {
                    name,
                    teamId = team,
                    roles,
                }
            )
        ).Must(201).Id;
        return new(id, await App.AsUser(Guid.Parse(id)));
    }

    /// <summary>A user who sees only their own deals and the clients of these.</summary>
    public async Task<Person> Narrow()
    {
        var code = "narrow-" + Guid.NewGuid().ToString("N")[..8];
        (
            await Admin.Post(
                "/roles",
                new
                {
                    code,
                    title = new { ru = "Узкая", en = "Narrow" },
                    permissions = new[] { "deals.read", "clients.read", "assignments.write" },
                    scopes = new { deals = "own", clients = "own" },
                }
            )
        ).Must(201);
        return await Person("Глеб", null, code);
    }

    /// <summary>An assignment from one person to another.</summary>
    public static async Task<string> Give(Person from, Person to, object? more = null) =>
        (await from.Api.Post("/assignments", Body(new { userId = to.Id }, more))).Must(201).Id;

    public static async Task<string> GiveRole(Person from, string role, object? more = null) =>
        (await from.Api.Post("/assignments", Body(new { role }, more))).Must(201).Id;

    /// <summary>Runs the timer until nothing of it is left.</summary>
    public Task Sweep() => App.Ring(new SweepAssignments());

    /// <summary>An instant of the office's clock, as in JSON.</summary>
    public string In(TimeSpan time) =>
        App.Clock.GetUtcNow().Add(time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static System.Text.Json.Nodes.JsonObject Body(object assignee, object? more)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(new { title = "Перезвонить", assignee })!.AsObject();
        foreach (
            var (name, value) in System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!.AsObject().ToArray()
        )
            body[name] = value?.DeepClone();
        return body;
    }
}

/// <summary>A user with a key of their own.</summary>
public sealed record Person(string Id, Testing.Api Api);

/// <summary>One office for all classes that only add to it.</summary>
[CollectionDefinition(Name)]
public sealed class OfficeCollection : ICollectionFixture<Office>
{
    public const string Name = "office";
}
