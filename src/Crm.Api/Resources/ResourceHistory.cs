using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Paging;
using JasperFx.Events;
using Marten;

namespace Crm.Api.Resources;

/// <summary>A recorded change of a configuration resource, such as a role, a key or a setting.</summary>
/// <param name="Id">Unique id of the event (UUID).</param>
/// <param name="Sequence">Position in the sequence of all events of the system.</param>
/// <param name="Version">Position among the events of the resource, from 1.</param>
/// <param name="Type">Stored name of the event, such as <c>role_defined</c>.</param>
/// <param name="Title">What the event means, in the language of the request.</param>
/// <param name="Actor">Who made the change; null when it is not recorded.</param>
/// <param name="Command">Operation id of the command that made the change; null when none is recorded.</param>
/// <param name="Changes">Every field that the event changed, with its values before and after.</param>
public sealed record ChangeAnswer(
    Guid Id,
    long Sequence,
    long Version,
    string Type,
    string Title,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt,
    ActorAnswer? Actor,
    string? Command,
    IReadOnlyList<FieldChange> Changes
);

/// <summary>
/// History of configuration: every change with its author, and the resource as of an instant. Configuration is never
/// back-dated.
/// </summary>
public sealed class ResourceHistory(RequestStore store, CursorSeal cursors, Names names)
{
    /// <param name="show">
    /// Representation of the resource after an event; changes are found by comparing, so that none can be forgotten.
    /// </param>
    /// <param name="changes">Additional changes of an event; null: only those found by comparing.</param>
    public async Task<IResult> Page<T>(
        HttpContext http,
        Guid id,
        T start,
        Func<T, IEvent, T> fold,
        Func<T, object?> show,
        string? notFound = null,
        Func<T, T, IEvent, FieldChange[]?>? changes = null
    )
    {
        var (limit, scope) = (Query.Limit(http), PageOf.Scope(http));
        var after = Query.Text(http, "cursor") is { } cursor
            ? long.Parse(cursors.Open(scope, cursor)[0], CultureInfo.InvariantCulture)
            : 0;
        List<ChangeAnswer> items = [];
        var (at, more) = (start, false);
        foreach (var e in await Facts(http, id, notFound))
        {
            var before = at;
            at = There(fold(before, e), notFound);
            if (e.Version <= after)
                continue;
            if (more = items.Count == limit)
                break;
            items.Add(
                new(
                    e.Id,
                    e.Sequence,
                    e.Version,
                    e.EventTypeName,
                    EventTitles.Of(e.EventType).In(Language.Of(http)),
                    ((DomainEvent)e.Data).HappenedAt,
                    e.Timestamp,
                    await ActorAnswer.From(e, names, http.RequestAborted),
                    e.GetHeader("command")?.ToString(),
                    changes?.Invoke(before, at, e) ?? Changes(show(before), show(at), http.Viewer().Json)
                )
            );
        }

        return Pages.Of(
            http,
            new Listed<ChangeAnswer>(
                items,
                more ? cursors.Seal(scope, [items[^1].Version.ToString(CultureInfo.InvariantCulture)]) : null
            )
        );
    }

    /// <summary>The resource as of <c>asOf</c>.</summary>
    public async Task<T> At<T>(HttpContext http, Guid id, T start, Func<T, IEvent, T> fold, string? notFound = null) =>
        (await Facts(http, id, notFound)).Aggregate(start, (x, e) => There(fold(x, e), notFound));

    /// <summary>
    /// The id may belong to a stream of any other kind, such as a deal that the caller may not see. If the events do
    /// not fold to the resource, it is not found, and nothing about those events is disclosed.
    /// </summary>
    private static T There<T>(T at, string? notFound) =>
        at is null && notFound is not null ? throw ProblemException.NotFound(notFound) : at;

    private async Task<IEnumerable<IEvent>> Facts(HttpContext http, Guid id, string? notFound)
    {
        var asOf = Query.Instant(http, "asOf");
        await using var session = store.Read();
        var events = (await session.Events.FetchStreamAsync(id, token: http.RequestAborted))
            .Where(x => asOf is null || ((DomainEvent)x.Data).HappenedAt <= asOf)
            .ToArray();
        return events.Length == 0 && notFound is not null ? throw ProblemException.NotFound(notFound) : events;
    }

    private static FieldChange[] Changes(object? before, object? after, JsonSerializerOptions shape)
    {
        var (was, now) = (Fields(before, shape), Fields(after, shape));
        return
        [
            .. was
                .Keys.Union(now.Keys)
                .Where(x =>
                    x is not ("version" or "recordedAt")
                    && was.GetValueOrDefault(x)?.ToJsonString() != now.GetValueOrDefault(x)?.ToJsonString()
                )
                .Select(x => new FieldChange(
                    x,
                    was.GetValueOrDefault(x)?.DeepClone(),
                    now.GetValueOrDefault(x)?.DeepClone()
                )),
        ];
    }

    private static Dictionary<string, JsonNode?> Fields(object? x, JsonSerializerOptions shape) =>
        x is null
            ? []
            : Leaves("", JsonSerializer.SerializeToNode(x, x.GetType(), shape)).ToDictionary(f => f.Name, f => f.Value);

    private static IEnumerable<(string Name, JsonNode? Value)> Leaves(string path, JsonNode? node) =>
        node is JsonObject members
            ? members.SelectMany(x => Leaves(path.Length == 0 ? x.Key : $"{path}.{x.Key}", x.Value))
            : [(path, node)];
}
