namespace Crm.Api.Paging;

/// <summary>A page of a list.</summary>
/// <param name="Items">Items of this page.</param>
/// <param name="NextCursor">Cursor of the next page, to be sent as <c>cursor</c>; null on the last page.</param>
public sealed record Listed<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>Number of all items that match the filters; null without count=true.</summary>
    public long? Total { get; init; }
}
