namespace Crm.Api.Deals;

/// <summary>A reference to another document of the deal.</summary>
/// <param name="Id">Id of the document.</param>
/// <param name="Number">Number of the document.</param>
public sealed record DocumentRef(Guid Id, string Number)
{
    /// <summary>In the order of their numbers.</summary>
    public static IReadOnlyList<DocumentRef> Of<T>(
        IEnumerable<T> documents,
        Func<T, Guid> id,
        Func<T, string> number
    ) => [.. documents.Select(x => new DocumentRef(id(x), number(x))).OrderBy(x => x.Number, StringComparer.Ordinal)];
}
