using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Lifecycle;

/// <summary>How a deal entered a stage.</summary>
[JsonConverter(typeof(CamelCase<StageMove>))]
public enum StageMove
{
    /// <summary>With the opening of the deal.</summary>
    Opening,

    /// <summary>The last mandatory task of the previous stage was completed.</summary>
    Passed,

    /// <summary>The last mandatory task of the previous stage was skipped.</summary>
    Skipped,

    /// <summary>Along a rework edge, after a decline or a return.</summary>
    Rework,

    /// <summary>By hand.</summary>
    ByHand,

    /// <summary>A reopening, back into the stage of the closing.</summary>
    Reopening,

    /// <summary>The guided process was resumed after moves by hand.</summary>
    Resumed,

    /// <summary>The deal moved to another version of its kind, which maps its stage to a different one.</summary>
    NewVersion,
}
