using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Catalog;
using Crm.Api.Deals;
using Crm.Api.Hosting;
using Crm.Domain.Settings;
using Crm.Projections.Settings;
using JasperFx.Events;
using Marten;

namespace Crm.Api.Settings;

/// <summary>A change of one setting.</summary>
/// <param name="Sequence">Position in the sequence of all facts.</param>
/// <param name="Version">The n of the ETag after it.</param>
/// <param name="Type">Stored name of the fact.</param>
/// <param name="Actor">Who made it.</param>
/// <param name="Command">The operation that made it.</param>
/// <param name="Changes">Every field that it changed, before and after.</param>
public sealed record SettingsFactAnswer(Guid Id, long Sequence, long Version, string Type, string Title, DateTimeOffset HappenedAt, DateTimeOffset RecordedAt, ActorAnswer? Actor, string? Command, IReadOnlyList<FieldChange> Changes);

/// <summary>GET /settings, /settings/capabilities and /settings/history.</summary>
public static class ReadSettingsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/settings", Get)
            .Operation("getSettings", Permissions.SettingsRead, "Settings", "Read the settings", "Company, base currency, time zone, languages, working calendar, number series and capabilities: now, or as they stood.", query: [Param.AsOf])
            .Answers<SettingsAnswer>();
        routes.MapGet("/settings/capabilities", Capabilities)
            .Operation("listCapabilities", Permissions.SettingsRead, "Settings", "List capabilities", "What may be switched off, what it depends on, and which checks of published kinds ask for it.", query: [Param.AsOf])
            .Answers<Listed<CapabilityAnswer>>();
        routes.MapGet("/settings/history", History)
            .Operation("getSettingsHistory", Permissions.SettingsRead, "Settings", "Read the history of the settings", "Every change in the order of recording, with who, when and what it changed.", query: [.. Param.Page, Param.AsOf], refuses: ["limit.invalid", "cursor.invalid"])
            .Answers<Listed<SettingsFactAnswer>>();
    }

    private static async Task<IResult> Get(HttpContext http, Company company, RequestStore store) => SettingsAnswer.Of(company, await At(http, company, store)).Reply();

    private static async Task<IResult> Capabilities(HttpContext http, Company company, RequestStore store, KindBook kinds, TimeProvider clock)
    {
        var (state, language, at) = ((await At(http, company, store)).State, Language.Of(http), Query.Instant(http, "asOf") ?? clock.GetUtcNow());
        var published = kinds.Codes.Select(x => kinds.InForce(x, at)!).ToArray();
        return new Reply(200, new Listed<CapabilityAnswer>([.. Domain.Settings.Capabilities.All.Select(x =>
            new CapabilityAnswer(x.Code, x.Title.In(language), state.IsOn(x.Code), x.Needs, [.. published.SelectMany(k => x.ChecksOf(k)).Distinct()]))], null));
    }

    private static async Task<IResult> History(HttpContext http, Company company, RequestStore store, CursorSeal cursors, Names names)
    {
        var (limit, scope, language) = (Query.Limit(http), PageOf.Scope(http), Language.Of(http));
        var after = Query.Text(http, "cursor") is { } cursor ? long.Parse(cursors.Open(scope, cursor)[0], CultureInfo.InvariantCulture) : 0;
        List<SettingsFactAnswer> items = [];
        var (document, more) = (SettingsDocument.Initial, false);
        foreach (var e in await Facts(http, store))
        {
            var before = document;
            document = SettingsDocument.After(before, (Fact)e.Data, e.Timestamp);
            if (e.Version <= after) continue;
            if (more = items.Count == limit) break;
            items.Add(new(e.Id, e.Sequence, e.Version, e.EventTypeName, EventCatalogue.Of(e.EventType).Title.In(language), ((Fact)e.Data).HappenedAt, e.Timestamp,
                await HistoryEndpoint.Actor(e, names, http.RequestAborted), e.GetHeader("command")?.ToString(), Changes(company.Over(before.State), company.Over(document.State))));
        }

        return Pages.Of(http, new Listed<SettingsFactAnswer>(items, more ? cursors.Seal(scope, [items[^1].Version.ToString(CultureInfo.InvariantCulture)]) : null));
    }

    /// <summary>As they stand, or as they stood: settings are never back-dated, so the past does not change.</summary>
    private static async Task<SettingsDocument> At(HttpContext http, Company company, RequestStore store) =>
        Query.Instant(http, "asOf") is null ? await company.Load(http.RequestAborted)
        : (await Facts(http, store)).Aggregate(SettingsDocument.Initial, (x, e) => SettingsDocument.After(x, (Fact)e.Data, e.Timestamp));

    private static async Task<IEnumerable<IEvent>> Facts(HttpContext http, RequestStore store)
    {
        var asOf = Query.Instant(http, "asOf");
        await using var session = store.Read();
        return (await session.Events.FetchStreamAsync(SettingsDocument.Stream, token: http.RequestAborted)).Where(x => asOf is null || ((Fact)x.Data).HappenedAt <= asOf);
    }

    /// <summary>Found by comparing, so none can be forgotten.</summary>
    private static FieldChange[] Changes(CompanySettings before, CompanySettings after)
    {
        var (was, now) = (Fields(before), Fields(after));
        return [.. was.Keys.Union(now.Keys).Where(x => was.GetValueOrDefault(x)?.ToJsonString() != now.GetValueOrDefault(x)?.ToJsonString())
            .Select(x => new FieldChange(x, was.GetValueOrDefault(x)?.DeepClone(), now.GetValueOrDefault(x)?.DeepClone()))];
    }

    private static Dictionary<string, JsonNode?> Fields(CompanySettings x) =>
        Leaves("", JsonSerializer.SerializeToNode(UpdateSettingsBody.Of(x), Wire.Json)).ToDictionary(f => f.Name, f => f.Value);

    private static IEnumerable<(string Name, JsonNode? Value)> Leaves(string path, JsonNode? node) =>
        node is JsonObject members ? members.SelectMany(x => Leaves(path.Length == 0 ? x.Key : $"{path}.{x.Key}", x.Value)) : [(path, node)];
}
