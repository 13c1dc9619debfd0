namespace Crm.Domain.Kernel;

/// <summary>An existing record that a refused command would repeat.</summary>
/// <param name="Id">Id of the existing record.</param>
/// <param name="Name">Its name; null after it was erased.</param>
public sealed record Candidate(Guid Id, string? Name);
