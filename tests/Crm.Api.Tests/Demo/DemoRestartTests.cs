using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Demo;

namespace Crm.Api.Tests.Demo;

/// <summary>A small part of the demo year: loaded at once, and with a host that stops in the middle.</summary>
[Collection(HostCollection.Name)]
public sealed class DemoRestartTests(TestHost host)
{
    private const int Share = 4;

    /// <summary>
    /// Percent of the commands after which the first start breaks off, among the clients; and the second, among the deals.
    /// </summary>
    private static readonly int[] BrokenOffAfter = [25, 75];

    [Fact]
    public async Task A_loading_that_was_broken_off_goes_on_and_gives_the_same_as_one_at_once()
    {
        await using var whole = await CrmApp.Start();
        await DemoYear.Load(whole, await DemoYear.Keys(whole), Share, _ => { });
        await using var broken = await CrmApp.Start();
        var keys = await DemoYear.Keys(broken);
        var commands = DemoPlan.Create(1, DemoCalendar.DayOf(broken.Clock.GetUtcNow()), Share).Count;
        foreach (var percent in BrokenOffAfter)
        {
            using var failing = new HttpClient(
                new Failing(broken.Host.Server.CreateHandler(), commands * percent / 100)
            );
            failing.BaseAddress = broken.Host.Server.BaseAddress;
            var start = () => DemoYear.Load(broken, keys, Share, _ => { }, failing);
            await start.Should().ThrowAsync<HttpRequestException>();
        }

        await DemoYear.Load(broken, keys, Share, _ => { });

        (await Content(broken, keys)).Should().Equal(await Content(whole, keys));
    }

    [Fact]
    public async Task A_store_with_deals_of_its_own_gets_none()
    {
        await Sale.Open(host.Api);
        var keys = new DemoKeys(host.Api.Key!, (_, _, _, _) => throw new InvalidOperationException("no key is needed"));

        (await DemoYear.Load(host.App, keys, Share, _ => { })).Should().Be("deals are there already, so no demo data");
    }

    /// <summary>What users read of all deals, without ids, numbers and the instants of recording.</summary>
    private static async Task<string[]> Content(CrmApp app, DemoKeys keys)
    {
        var api = new Testing.Api(app.Host.Server.CreateClient(), keys.Of(DemoStaff.Administrator));
        var deals = await api.All("/deals");
        var events = (await api.Histories(deals)).Where(one => (string?)one["type"] is not "mail_delivered");
        var reports = new[] { "sales-funnel", "lost-reasons", "gross-profit?by=month", "gross-profit?by=manager" };
        List<string> content = [];
        foreach (var report in reports)
            content.Add(Bare((await api.Report(report)).Json));
        return
        [
            .. content,
            .. deals.Select(Bare).Order(StringComparer.Ordinal),
            .. events.Select(one => $"{one["type"]} {one["happenedAt"]}").Order(StringComparer.Ordinal),
        ];
    }

    private static string Bare(JsonNode node)
    {
        Strip(node);
        return node.ToJsonString(new JsonSerializerOptions(JsonSerializerDefaults.Web));
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray items)
            foreach (var item in items)
                Strip(item);
        if (node is not JsonObject members)
            return;
        foreach (var name in members.Select(x => x.Key).Where(IsOfTheLoading).ToArray())
            members.Remove(name);
        foreach (var (_, value) in members)
            Strip(value);
    }

    private static bool IsOfTheLoading(string member) =>
        member
            is "id"
                or "number"
                or "recordedAt"
                or "updatedAt"
                or "happenedAt"
                or "position"
                or "asOf"
                or "at"
                or "drillDown"
                or "version"
        || member.EndsWith("Id", StringComparison.Ordinal);

    /// <summary>A connection that breaks after so many requests.</summary>
    private sealed class Failing(HttpMessageHandler inner, int after) : DelegatingHandler(inner)
    {
        private int sent;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
            Interlocked.Increment(ref sent) > after
                ? throw new HttpRequestException("broken off")
                : base.SendAsync(request, ct);
    }
}
