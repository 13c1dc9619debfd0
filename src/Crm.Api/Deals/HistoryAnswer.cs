using System.Globalization;
using Crm.Api.Resources;
using JasperFx.Events;

namespace Crm.Api.Deals;

/// <summary>An event in the history of a deal.</summary>
/// <param name="Id">Unique id of the event (UUID).</param>
/// <param name="Sequence">Position in the sequence of all events of the system.</param>
/// <param name="Version">Position among the events of the deal, from 1.</param>
/// <param name="Type">Stored name of the event, such as <c>deal_opened</c>.</param>
/// <param name="Title">What the event means, in the language of the request.</param>
/// <param name="Late"><c>true</c> when the event was recorded with a business time in the past.</param>
/// <param name="Actor">Who made the event; null when it is not recorded.</param>
/// <param name="Cause">What caused the event; null when a command recorded it directly.</param>
/// <param name="Command">Operation id of the command that made the event; null when none is recorded.</param>
/// <param name="CorrelationId">
/// Value of the X-Correlation-ID header of the request that made the event, otherwise the request's trace id; null when none is
/// recorded.
/// </param>
/// <param name="CausationId">Id of the request or message that directly made the event; null when none is recorded.</param>
/// <param name="Comment">Comment or reason given with the command; null when there is none.</param>
/// <param name="Changes">Every field that the event changed, with its values before and after.</param>
/// <param name="Data">Content of the event as it is stored, without salts and digests; null when it cannot be read.</param>
/// <param name="Unreadable">
/// <c>event.unreadable</c> (the stored content is damaged) or <c>event.type_unknown</c> (a newer version of the server has recorded it):
/// what the event changed is not shown. Null for all other events.
/// </param>
public sealed record HistoryAnswer(
    Guid Id,
    long Sequence,
    long Version,
    string Type,
    string Title,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt,
    bool Late,
    ActorAnswer? Actor,
    Cause? Cause,
    string? Command,
    string? CorrelationId,
    string? CausationId,
    string? Comment,
    IReadOnlyList<FieldChange> Changes,
    System.Text.Json.Nodes.JsonNode? Data,
    string? Unreadable
);
