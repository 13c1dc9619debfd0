using System.Text.Json.Serialization;

namespace Crm.Api.Csv;

/// <summary>Result of an import, or its preview with dryRun.</summary>
/// <param name="Rows">Data rows in the file, headers excluded.</param>
/// <param name="Added">Rows that add something.</param>
/// <param name="Changed">Rows that change something.</param>
/// <param name="Unchanged">Rows whose values are already stored; they record no event.</param>
/// <param name="Faulty">
/// Faulty rows that were left out; only with mode=perItem. With mode=atomic a faulty row refuses the file.
/// </param>
/// <param name="Items">The first rows that add or change something, in the order of the file.</param>
/// <param name="Errors">The first faults, with line and column.</param>
public sealed record ImportAnswer(
    int Rows,
    int Added,
    int Changed,
    int Unchanged,
    int Faulty,
    IReadOnlyList<ImportItem> Items,
    IReadOnlyList<ProblemError> Errors
)
{
    /// <summary>What a person should look at in rows that are accepted, with line and column.</summary>
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>For readers who may not see costs.</summary>
    public ImportAnswer WithoutCosts() =>
        this with
        {
            Items =
            [
                .. Items.Select(item =>
                    item with
                    {
                        Changes = [.. item.Changes.Where(change => change.Column is not ("cost" or "costCurrency"))],
                    }
                ),
            ],
        };
}

/// <summary>A row that adds or changes something.</summary>
/// <param name="Line">Line of the row in the file, from 1.</param>
/// <param name="Outcome">What the row does.</param>
/// <param name="Key">What the row is about: a code, a code and a day, or a currency pair and a day.</param>
/// <param name="Changes">Every changed value, before and after.</param>
public sealed record ImportItem(int Line, ImportOutcome Outcome, string Key, IReadOnlyList<ImportChange> Changes);

/// <summary>Whether a row of a file adds something new or changes what there is.</summary>
[JsonConverter(typeof(CamelCase<ImportOutcome>))]
public enum ImportOutcome
{
    Added,
    Changed,
}

/// <summary>A value before and after an import.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Before">Value before the import; null when there was none.</param>
/// <param name="After">Value after the import; null when there is none.</param>
public sealed record ImportChange(
    string Column,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Before,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? After
);
