using Crm.Api.Startup;

namespace Crm.Api.Configuration;

/// <summary>
/// Why the host cannot start, in words for the person who starts it; <see cref="StartupFault"/> shows them without stack trace.
/// </summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
