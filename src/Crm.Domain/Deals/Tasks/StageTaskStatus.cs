using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Tasks;

/// <summary>Status of a stage task.</summary>
[JsonConverter(typeof(CamelCase<StageTaskStatus>))]
public enum StageTaskStatus
{
    Open,
    Completed,
    Withdrawn,
    Skipped,
}
