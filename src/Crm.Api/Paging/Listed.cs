using System.Text.Json.Serialization;

namespace Crm.Api.Paging;

/// <summary>A page of a list.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="NextCursor">Pass it as cursor to get the next page; null at the end.</param>
public sealed record Listed<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>Number of all items that match the filters; only with count=true.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Total { get; init; }
}
