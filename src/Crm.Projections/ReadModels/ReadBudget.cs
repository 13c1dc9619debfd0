namespace Crm.Projections.ReadModels;

/// <summary>
/// Bounds what one page of a list reads into memory, however large its items are. It is larger than a page may be, so
/// that the size of the rendered items ends a page and this only what is read for it.
/// </summary>
public sealed class ReadBudget
{
    /// <summary>Largest size of the items of a page, in bytes as they are rendered.</summary>
    public const int PageBytes = 1024 * 1024;

    private const long Most = 2L * PageBytes;
    private long read;

    /// <summary>True for the first item, whatever its size, and as long as all items together are within the budget.</summary>
    /// <param name="size">Size of the next item as it is stored.</param>
    public bool Takes(long size)
    {
        var fits = read == 0 || read + size <= Most;
        read += Math.Max(size, 1);
        return fits;
    }
}
