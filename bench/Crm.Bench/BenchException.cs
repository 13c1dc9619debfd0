namespace Crm.Bench;

/// <summary>The run cannot continue. The message says what to do and is all that the user sees.</summary>
internal sealed class BenchException(string message) : Exception(message);
