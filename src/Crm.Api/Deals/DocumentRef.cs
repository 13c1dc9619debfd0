namespace Crm.Api.Deals;

/// <summary>Another document of the deal.</summary>
public sealed record DocumentRef(Guid Id, string Number)
{
    /// <summary>In the order of their numbers.</summary>
    public static IReadOnlyList<DocumentRef> Of<T>(
        IEnumerable<T> documents,
        Func<T, Guid> id,
        Func<T, string> number
    ) => [.. documents.Select(x => new DocumentRef(id(x), number(x))).OrderBy(x => x.Number, StringComparer.Ordinal)];
}
