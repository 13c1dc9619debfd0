using System.Runtime.InteropServices;

namespace Crm.Api.Startup;

/// <summary>
/// Handles Ctrl+C and SIGTERM from the start of the process. The host handles them only once it is up; until then a
/// signal would end the process at once and leave the database running.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration[] registrations;

    /// <summary>Starts listening.</summary>
    public StopSignals() =>
        registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Stop),
        ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => stop.Token;

    /// <summary>Stops listening: later signals end the process as usual.</summary>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        stop.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}
