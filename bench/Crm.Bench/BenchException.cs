namespace Crm.Bench;

/// <summary>The run cannot go on; the message says what to do about it and is all that the user sees.</summary>
internal sealed class BenchException(string message) : Exception(message);
