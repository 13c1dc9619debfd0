namespace Crm.Domain.Processes;

/// <summary>The event that proved a task: its stored name and the id of what it is about.</summary>
public readonly record struct Evidence(string Fact, Guid Id);
