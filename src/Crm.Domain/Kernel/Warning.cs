namespace Crm.Domain.Kernel;

/// <summary>Something about an accepted command that a person should look at; it changes nothing.</summary>
/// <param name="Code">Stable code of the warning, <c>noun.reason</c>.</param>
/// <param name="Pointer">JSON pointer to the member of the body; null: the command as a whole.</param>
/// <param name="Detail">What was found, in the language of the request.</param>
public sealed record Warning(string Code, string? Pointer, string Detail);
