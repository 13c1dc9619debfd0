using System.Text.Json.Serialization;

namespace Crm.Api.Paging;

/// <summary>A page of a list.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="NextCursor">Give it as cursor to read on; null at the end.</param>
public sealed record Listed<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>All items that fit the filters; only with count=true.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Total { get; init; }
}
