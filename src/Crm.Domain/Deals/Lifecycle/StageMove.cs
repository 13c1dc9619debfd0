using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>How a deal entered a stage.</summary>
[JsonConverter(typeof(CamelCase<StageMove>))]
public enum StageMove
{
    /// <summary>With the opening of the deal.</summary>
    Opening,

    /// <summary>The last mandatory task of the stage before was completed.</summary>
    Passed,

    /// <summary>The last mandatory task of the stage before was skipped.</summary>
    Skipped,

    /// <summary>A rework edge, taken by a decline.</summary>
    Rework,

    /// <summary>By hand.</summary>
    ByHand,

    /// <summary>A reopening, back into the stage of the closing.</summary>
    Reopening,

    /// <summary>The guided process goes on after the deal was led by hand.</summary>
    Resumed,

    /// <summary>The deal moved to another version of its kind, which has another stage in the place of its own.</summary>
    NewVersion,
}
