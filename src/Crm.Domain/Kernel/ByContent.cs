namespace Crm.Domain.Kernel;

/// <summary>Lists in events and state compare by content.</summary>
public static class ByContent
{
    public static bool Same<T>(ImmutableArray<T> a, ImmutableArray<T> b) =>
        a.IsDefaultOrEmpty ? b.IsDefaultOrEmpty : !b.IsDefault && a.AsSpan().SequenceEqual(b.AsSpan());
}
