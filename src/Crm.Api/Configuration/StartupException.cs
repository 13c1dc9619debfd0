using Crm.Api.Startup;

namespace Crm.Api.Configuration;

/// <summary>
/// The reason why the host cannot start, written for its operator; <see cref="StartupFault"/> shows it without a stack
/// trace.
/// </summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
