namespace Crm.Api.Commands;

/// <summary>
/// A message could not be handled because another command holds the resource: the queue tries again with back-off, and keeps the
/// message as a visible dead letter when that fails.
/// </summary>
public sealed class CommandBusyException() : Exception("another command holds the resource");
