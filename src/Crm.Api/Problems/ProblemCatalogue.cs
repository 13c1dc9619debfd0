using System.Collections.Frozen;

namespace Crm.Api.Problems;

/// <summary>
/// All codes of problems, errors and blockers, with their texts. openapi/problems.md is generated from it; a test
/// ensures that no other code is used.
/// </summary>
public static class ProblemCatalogue
{
    /// <param name="Status">HTTP status; 0 for codes of errors, blockers and warnings.</param>
    /// <param name="Detail">What went wrong in one request; may have a place for a value.</param>
    /// <param name="Fix">What to do about the code, whatever the request; names of the contract in backticks.</param>
    public sealed record Entry(string Code, int Status, Localized Title, Localized Detail, Localized Fix);

    public static IReadOnlyList<Entry> Entries { get; } =
    [
        .. from problems in ProblemStatuses.All
        from code in problems.Codes
        select new Entry(
            code,
            problems.Status,
            ProblemTexts.All[$"{code}.title"],
            ProblemTexts.All[$"{code}.detail"],
            FixTexts.All.Find(code) ?? ProblemTexts.All[$"{code}.detail"]
        ),
        .. BlockerTexts.All.Keys.Select(code => new Entry(
            code,
            0,
            BlockerTexts.All[code],
            BlockerTexts.All[code],
            FixTexts.All.Find(code) ?? BlockerTexts.All[code]
        )),
    ];

    private static readonly FrozenDictionary<string, Entry> ByCode = Entries.ToFrozenDictionary(
        x => x.Code,
        StringComparer.Ordinal
    );

    public static Entry Of(string code) =>
        ByCode.TryGetValue(code, out var entry)
            ? entry
            : throw new KeyNotFoundException($"problem code '{code}' is not in the catalogue");

    public static Entry? Find(string code) => ByCode.GetValueOrDefault(code);
}
