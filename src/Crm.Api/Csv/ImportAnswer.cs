using System.Text.Json.Serialization;

namespace Crm.Api.Csv;

/// <summary>What an import did, or with dryRun would do.</summary>
/// <param name="Rows">Rows of the file, the headers not counted.</param>
/// <param name="Added">Rows that brought something new.</param>
/// <param name="Changed">Rows that changed something.</param>
/// <param name="Unchanged">Rows that hold already; they leave no event.</param>
/// <param name="Faulty">Rows that are left out; only with mode=perItem, else one faulty row refuses the file.</param>
/// <param name="Items">The first rows that were added or changed, in the order of the file.</param>
/// <param name="Errors">The first faults, with line and column.</param>
public sealed record ImportAnswer(
    int Rows,
    int Added,
    int Changed,
    int Unchanged,
    int Faulty,
    IReadOnlyList<ImportItem> Items,
    IReadOnlyList<ProblemError> Errors
);

/// <summary>A row that was added or changed.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Outcome">added or changed.</param>
/// <param name="Key">What it is about: a code, a code and a day, a pair and a day.</param>
/// <param name="Changes">What it changed, before and after.</param>
public sealed record ImportItem(int Line, string Outcome, string Key, IReadOnlyList<ImportChange> Changes);

/// <summary>A value before and after.</summary>
public sealed record ImportChange(
    string Column,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Before,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? After
);
