using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Paging;

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
public sealed class ResourceHistory(EventQuery events, CursorSeal cursors, Names names)
{
    /// <param name="show">
    /// Representation of the resource after an event; changes are found by comparing, so that none can be forgotten.
    /// </param>
    /// <param name="changes">Additional changes of an event; null: only those found by comparing.</param>
    public async Task<IResult> Page<T>(
        HttpContext http,
        Guid id,
        T start,
        Func<T, EventRow, T> fold,
        Func<T, object?> show,
        string? notFound = null,
        Func<T, T, EventRow, FieldChange[]?>? changes = null
    )
    {
        var page = new PageBuilder(http, cursors, PageOf.Scope(http));
        var after = page.After is [var last] ? long.Parse(last, CultureInfo.InvariantCulture) : 0;
        var found = await EventsOfPage.Read(Read(), page.Limit, item => item.Event.Size);
        foreach (var (e, changed) in found.Items)
        {
            var change = new ChangeAnswer(
                e.Id,
                e.Sequence,
                e.Version,
                e.Entry.Name,
                EventTitles.Of(e.Entry.Type).In(Language.Of(http)),
                e.Data.HappenedAt,
                e.RecordedAt,
                await ActorAnswer.From(e.User, names, http.RequestAborted),
                e.Command,
                changed
            );
            if (!page.Add(change, e.Version.ToString(CultureInfo.InvariantCulture)))
                return page.Answer();
        }

        if (found.More)
            page.Cut();
        return page.Answer();

        async IAsyncEnumerable<(EventRow Event, IReadOnlyList<FieldChange> Changes)> Read()
        {
            var at = start;
            await foreach (var e in Facts(http, id, notFound))
            {
                var before = at;
                at = There(fold(before, e), notFound);
                if (e.Version > after)
                    yield return (
                        e,
                        changes?.Invoke(before, at, e) ?? Changes(show(before), show(at), http.Viewer().Json)
                    );
            }
        }
    }

    /// <summary>The resource as of <c>asOf</c>.</summary>
    public async Task<T> At<T>(HttpContext http, Guid id, T start, Func<T, EventRow, T> fold, string? notFound = null)
    {
        var at = start;
        await foreach (var e in Facts(http, id, notFound))
            at = There(fold(at, e), notFound);
        return at;
    }

    /// <summary>
    /// The id may belong to a stream of any other kind, such as a deal that the caller may not see. If the events do
    /// not fold to the resource, it is not found, and nothing about those events is disclosed.
    /// </summary>
    private static T There<T>(T at, string? notFound) =>
        at is null && notFound is not null ? throw ProblemException.NotFound(notFound) : at;

    private async IAsyncEnumerable<EventRow> Facts(HttpContext http, Guid id, string? notFound)
    {
        var (asOf, isFound) = (Query.Instant(http, "asOf"), false);
        await foreach (var e in events.Read(id, EventFilter.All, http.RequestAborted))
            if (asOf is null || e.Data.HappenedAt <= asOf)
            {
                isFound = true;
                yield return e;
            }

        if (!isFound && notFound is not null)
            throw ProblemException.NotFound(notFound);
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
