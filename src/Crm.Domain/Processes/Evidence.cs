namespace Crm.Domain.Processes;

/// <summary>The event that proved a task: its stored name and the id of its subject.</summary>
public readonly record struct Evidence(string Fact, Guid Id);
