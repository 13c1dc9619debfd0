using System.Text.Json.Nodes;
using Crm.Api.Demo;
using Crm.Api.Startup;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Demo;

/// <summary>The whole demo year on a host of its own, loaded once.</summary>
public sealed class DemoYear : IAsyncLifetime
{
    private const string Developer = "crm_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private CrmApp app = null!;
    private DemoKeys keys = null!;

    public Testing.Api Administrator { get; private set; } = null!;
    public Testing.Api Head { get; private set; } = null!;
    public Testing.Api Manager { get; private set; } = null!;

    public List<string> Progress { get; } = [];

    public JsonNode[] Deals { get; private set; } = [];

    /// <summary>The events of all deals.</summary>
    public JsonNode[] Events { get; private set; } = [];

    public DateTimeOffset Now => app.Clock.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start();
        keys = await Keys(app);
        await Load(app, keys, 100, Progress.Add);

        Administrator = Of(DemoStaff.Administrator);
        Head = Of(DemoStaff.Heads[0].Code);
        Manager = Of(DemoStaff.Managers[0].Code);
        Deals = await Administrator.All("/deals");

        Events = await Administrator.Histories(Deals);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    /// <summary>A later start of the host.</summary>
    public Task<string> Start() => Load(app, keys, 100, _ => { });

    public int Count(string type) => Events.Count(one => (string?)one["type"] == type);

    /// <summary>Deals with at least so many events of a type.</summary>
    public int DealsWith(string type, int atLeast = 1) =>
        Events
            .Where(one => (string?)one["type"] == type)
            .GroupBy(one => (string)one["deal"]!)
            .Count(x => x.Count() >= atLeast);

    internal static async Task<DemoKeys> Keys(CrmApp app)
    {
        var preparation = app.Host.Services.GetRequiredService<Preparation>();
        await preparation.Run(new("", Developer, IsNew: true), CancellationToken.None);
        return new DemoKeys(Developer, preparation.AddKey);
    }

    /// <summary>One start of the host.</summary>
    internal static async Task<string> Load(
        CrmApp app,
        DemoKeys keys,
        int share,
        Action<string> say,
        HttpClient? http = null
    )
    {
        var data = new DemoData(http ?? app.Host.Server.CreateClient(), keys, app.Clock, say);
        var said = await data.Prepare(share, mails: true, CancellationToken.None);
        await data.Load(CancellationToken.None);
        return said;
    }

    private Testing.Api Of(string actor) => new(app.Host.Server.CreateClient(), keys.Of(actor));
}

internal static class DemoReading
{
    /// <summary>All pages of a list.</summary>
    public static async Task<JsonNode[]> All(this Testing.Api api, string path)
    {
        List<JsonNode> items = [];
        for (string? cursor = null; ; )
        {
            var page = (await api.Get(path + "?limit=200" + (cursor is null ? "" : "&cursor=" + cursor))).Must(200);
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            if ((cursor = (string?)page["nextCursor"]) is null)
                return [.. items];
        }
    }

    /// <summary>A report that has read all that was written before.</summary>
    public static async Task<Answer> Report(this Testing.Api api, string path)
    {
        var reason = new { code = $"reading-{Guid.NewGuid():N}", title = "Чтение отчёта" };
        var position = (await api.PostOnce("/lost-reasons", reason)).Must(201).Headers["Crm-Position"];
        return (await api.Get("/reports/" + path, ("Crm-Min-Position", position))).Must(200);
    }

    /// <summary>The events of deals, each with the id of its deal as <c>deal</c>.</summary>
    public static async Task<JsonNode[]> Histories(this Testing.Api api, IEnumerable<JsonNode> deals)
    {
        List<JsonNode> events = [];
        foreach (var deal in deals.Select(deal => (string)deal["id"]!))
        foreach (var one in await api.All($"/deals/{deal}/history"))
        {
            one["deal"] = deal;
            events.Add(one);
        }

        return [.. events];
    }
}
