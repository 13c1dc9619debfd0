using System.Globalization;
using Marten;

namespace Crm.Api.Operations;

/// <summary>A report and its progress through the events.</summary>
/// <param name="Name">Name of the report.</param>
/// <param name="Position">Position of the last event that the report includes.</param>
/// <param name="Lag">Number of events that the report does not include yet.</param>
/// <param name="State">
/// <c>current</c>, <c>behind</c>, or <c>rebuilding</c> (the live report stays available during a rebuild).
/// </param>
public sealed record ProjectionAnswer(string Name, long Position, long Lag, string State);
