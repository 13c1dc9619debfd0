using System.Text.Json.Serialization;
using Marten;

namespace Crm.Api.Csv;

/// <summary>
/// The result of an import in progress: all rows are checked before the first one is written. With <c>mode=perItem</c>
/// faulty rows are skipped; otherwise one faulty row refuses the whole file.
/// </summary>
public sealed class Import(CsvTable table, bool perItem)
{
    private const int MostShown = CsvTable.MostFaults;
    private readonly List<ImportItem> items = [];
    private readonly List<RequestFault> faults = [.. table.Faults];
    private readonly List<Warning> warnings = [];
    private int added,
        changed,
        unchanged,
        faulty = table.FaultCount;

    public static readonly Param[] Parameters =
    [
        Param.One(
            "mode",
            ValueSet.Of<ImportMode>(),
            "What becomes of a file with faulty rows; `atomic` when omitted.",
            "perItem"
        ),
        new(
            DryRun.Parameter,
            "boolean",
            "`true` returns a preview of the import (200, `Crm-Dry-Run: true`) and writes nothing; an "
                + "Idempotency-Key is neither required nor used."
        ),
    ];

    public static bool PerItem(HttpContext http) => Query.Value<ImportMode>(http, "mode") == ImportMode.PerItem;

    public bool Refused => !perItem && faulty > 0 || HeadersWrong;

    /// <summary>With wrong headers the meaning of the cells is unknown.</summary>
    public bool HeadersWrong =>
        table.Faults.Any(x => x.Code is "import.column_unknown" or "import.column_twice" or "import.column_missing");

    public void Faulty(RequestFault fault)
    {
        faulty++;
        if (faults.Count < MostShown)
            faults.Add(fault);
    }

    public void Unchanged() => unchanged++;

    /// <summary>Something that a person should look at although the row is accepted.</summary>
    public void Warn(Warning warning)
    {
        if (warnings.Count < MostShown)
            warnings.Add(warning);
    }

    public void Did(int line, bool isNew, string key, IEnumerable<ImportChange> changes)
    {
        if (isNew)
            added++;
        else
            changed++;
        if (items.Count < MostShown)
            items.Add(new(line, isNew ? ImportOutcome.Added : ImportOutcome.Changed, key, [.. changes]));
    }

    /// <param name="language">The language of faults and warnings.</param>
    public ImportAnswer Answer(string language) =>
        new(
            table.RowCount,
            added,
            changed,
            unchanged,
            table.RowCount - added - changed - unchanged,
            items,
            [.. faults.Take(MostShown).Select(fault => ProblemRenderer.Error(fault, language))]
        )
        {
            Warnings = Problems.Warnings.In([.. warnings], language),
        };

    /// <summary>All faults, up to a thousand; the detail states their number.</summary>
    public ProblemException Refusal =>
        new(422, HeadersWrong ? "import.headers_faulty" : "import.faulty")
        {
            Errors = [.. faults.Take(MostShown)],
            DetailArgument = faulty.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
}

/// <summary>The parsed command of an import, for the digest of idempotency keys.</summary>
public sealed record ImportCommand(string Hash, bool PerItem, string? More);

/// <summary>
/// What becomes of a file with faulty rows: `atomic` refuses the whole file, `perItem` leaves the faulty rows out and lists them in
/// the answer.
/// </summary>
[JsonConverter(typeof(CamelCase<ImportMode>))]
public enum ImportMode
{
    Atomic,
    PerItem,
}
