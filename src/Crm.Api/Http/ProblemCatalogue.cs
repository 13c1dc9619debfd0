using System.Collections.Frozen;

namespace Crm.Api.Http;

/// <summary>
/// Every code that a problem, one of its errors or one of its blockers can carry, with its texts. openapi/problems.md is
/// generated from it; a code that is not here cannot be answered (a test).
/// </summary>
public static class ProblemCatalogue
{
    /// <param name="Status">HTTP status; 0 for codes of errors and blockers.</param>
    public sealed record Entry(string Code, int Status, Localized Title, Localized Detail);

    public static IReadOnlyList<Entry> Entries { get; } =
    [.. ProblemTexts.Protocol, .. ProblemTexts.Domain, .. BlockerTexts.All];

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
