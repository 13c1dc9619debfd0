namespace Crm.Api.Commands;

/// <summary>
/// A message could not be handled because another command holds the lock. It is retried with back-off and becomes a
/// dead letter when the retries fail.
/// </summary>
public sealed class CommandBusyException() : Exception("another command holds the resource");
