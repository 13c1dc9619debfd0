namespace Crm.Domain.Catalog;

/// <summary>
/// Place of an item in its list: lower numbers come first. Items without a place come last, and equal places are ordered by id.
/// </summary>
public static class ListPosition
{
    private const int Most = 1_000_000;

    public static Fault? FaultOf(int? position) =>
        position is null or (>= 1 and <= Most) ? null : new("/position", "position.out_of_range", $"1 to {Most}");
}
