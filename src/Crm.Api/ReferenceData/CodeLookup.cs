using Crm.Projections.ReadModels.Catalog;
using Npgsql;

namespace Crm.Api.ReferenceData;

/// <summary>
/// Finds a code of a catalogue as it was typed: the exact one, else the only one that fits without case. Codes of before may differ in
/// case only; then a lookup that fits more than one is refused.
/// </summary>
public sealed class CodeLookup(NpgsqlDataSource database)
{
    /// <param name="catalog">One of <see cref="CatalogCodes"/>.</param>
    /// <returns>Null: no code fits.</returns>
    /// <exception cref="ProblemException">409 <c>code.ambiguous</c>, which names all that fit.</exception>
    public async Task<CatalogCode?> Find(string catalog, string code, CancellationToken ct)
    {
        await using var command = CatalogCodes.Find(catalog, [code]);
        await using var connection = await database.OpenConnectionAsync(ct);
        command.Connection = connection;
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = await CatalogCodes.Read(reader, ct);
        return Choose(found, code) is { Ambiguous: null } chosen ? chosen.Code : throw Ambiguous(code, found);
    }

    /// <summary>Chooses among codes that are equal without case.</summary>
    public static (CatalogCode? Code, IReadOnlyList<CatalogCode>? Ambiguous) Choose(
        IReadOnlyList<CatalogCode> found,
        string code
    ) =>
        found.FirstOrDefault(one => one.Code == code) is { } exact ? (exact, null)
        : found.Count > 1 ? (null, found)
        : (found.Count == 1 ? found[0] : null, null);

    private static ProblemException Ambiguous(string code, IReadOnlyList<CatalogCode> found) =>
        new(409, "code.ambiguous")
        {
            DetailArgument = string.Join(", ", found.Select(one => one.Code)),
            Blockers =
            [
                .. found.Select(one => new Blocker(
                    "code.ambiguous",
                    "code:" + one.Code,
                    Phrase.Data(one.Code),
                    Phrase.Data(code),
                    null
                )),
            ],
        };
}
