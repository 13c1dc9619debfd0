namespace Crm.Domain.Kernel;

/// <summary>
/// A member of a request that people type or paste as an identifier: a text, or a list of texts, that is read normalized
/// (<see cref="Identifiers"/>).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IdentifierAttribute : Attribute
{
    /// <summary>A number that may be grouped by spaces, such as a tax id or an account.</summary>
    public bool IsNumber { get; init; }
}
