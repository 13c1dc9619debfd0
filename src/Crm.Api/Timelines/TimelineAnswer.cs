using Crm.Api.Interactions;
using Crm.Api.Resources;

namespace Crm.Api.Timelines;

/// <summary>Groups of a timeline.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(CamelCase<TimelineKind>))]
public enum TimelineKind
{
    Interaction,
    Presentation,
    Document,
    Task,
    Comment,
    Stage,
    File,
    Mail,
}

/// <summary>An entry of a timeline.</summary>
/// <param name="Id">Id of the event, or of the interaction.</param>
/// <param name="Kind">Group of the entry.</param>
/// <param name="Type">Stored name of the event, such as <c>invoice_issued</c>; <c>interaction</c> for interactions.</param>
/// <param name="Title">What happened, in the language of the request.</param>
/// <param name="At">When it happened; of an interaction, when it took place or is to take place.</param>
/// <param name="RecordedAt">Time at which it was recorded.</param>
/// <param name="Actor">Who made the event; null when it is not recorded, and for interactions.</param>
/// <param name="Deal">The deal of the entry; null for an interaction on the client itself.</param>
/// <param name="SubjectId">Id of the document, task, comment or file that it is about; null when there is none.</param>
/// <param name="Number">Number of the document; null when there is none.</param>
/// <param name="Amount">Amount of the document; null when there is none.</param>
/// <param name="Text">Comment, reason or description; null when there is none or after it was erased.</param>
/// <param name="Interaction">The interaction; null for other entries.</param>
public sealed record TimelineEntryAnswer(
    Guid Id,
    TimelineKind Kind,
    string Type,
    string Title,
    DateTimeOffset At,
    DateTimeOffset RecordedAt,
    ActorAnswer? Actor,
    InteractionDealAnswer? Deal,
    Guid? SubjectId,
    string? Number,
    Money? Amount,
    string? Text,
    InteractionCardAnswer? Interaction
);
