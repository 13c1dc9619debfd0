using System.Text.Json.Serialization;

namespace Crm.Api.Csv;

/// <summary>Result of an import, or with dryRun its preview.</summary>
/// <param name="Rows">Rows of the file without the header.</param>
/// <param name="Added">Rows that added something.</param>
/// <param name="Changed">Rows that changed something.</param>
/// <param name="Unchanged">Rows that are already satisfied; they leave no event.</param>
/// <param name="Faulty">Skipped rows; only with mode=perItem, otherwise one faulty row refuses the file.</param>
/// <param name="Items">The first added or changed rows, in file order.</param>
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
/// <param name="Key">Identifies the item: a code, a code and a day, or a pair and a day.</param>
/// <param name="Changes">Changed values, before and after.</param>
public sealed record ImportItem(int Line, string Outcome, string Key, IReadOnlyList<ImportChange> Changes);

/// <summary>A value before and after.</summary>
public sealed record ImportChange(
    string Column,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Before,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? After
);
