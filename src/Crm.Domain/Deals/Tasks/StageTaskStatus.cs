using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Tasks;

/// <summary>Where a stage task stands.</summary>
[JsonConverter(typeof(CamelCase<StageTaskStatus>))]
public enum StageTaskStatus
{
    Open,
    Completed,
    Withdrawn,
    Skipped,
}
