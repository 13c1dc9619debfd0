using System.Text.Json.Serialization;

namespace Crm.Domain.Assignments;

/// <summary>
/// State of an assignment: <c>given</c>, <c>accepted</c>, <c>awaitsReview</c> (completed, and its reviewer has not answered),
/// <c>completed</c>, <c>declined</c> or <c>cancelled</c>.
/// </summary>
[JsonConverter(typeof(CamelCase<AssignmentStatus>))]
public enum AssignmentStatus
{
    Given,
    Accepted,
    AwaitsReview,
    Completed,
    Declined,
    Cancelled,
}

/// <summary>How much depends on a task: <c>low</c>, <c>normal</c> or <c>high</c>.</summary>
[JsonConverter(typeof(CamelCase<Importance>))]
public enum Importance
{
    Low,
    Normal,
    High,
}
