using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Tasks;

/// <summary>State of a task: <c>open</c>, <c>completed</c>, <c>withdrawn</c> or <c>skipped</c>.</summary>
[JsonConverter(typeof(CamelCase<StageTaskStatus>))]
public enum StageTaskStatus
{
    Open,
    Completed,
    Withdrawn,
    Skipped,
}
