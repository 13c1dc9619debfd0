using Crm.Api.Configuration;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace Crm.Api.Startup;

/// <summary>Ends a host that cannot start: one message without a stack trace, exit code 1.</summary>
public static class StartupFault
{
    private const int Interrupted = 130;

    /// <summary>
    /// Runs the host; a known fault becomes a message on <paramref name="error"/> and a non-zero code. An unknown one
    /// passes through with its stack trace, because it is a defect.
    /// </summary>
    public static async Task<int> Guard(Func<Task<int>> host, TextWriter error)
    {
        try
        {
            return await host();
        }
        catch (Exception e) when (Explain(e) is { } message)
        {
            await error.WriteLineAsync(message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return Interrupted; // Ctrl+C before the host was up
        }
    }

    /// <summary>The message of a known fault; null for an unknown one.</summary>
    public static string? Explain(Exception fault)
    {
        for (var e = fault; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case StartupException:
                    return e.Message;
                case AddressInUseException:
                    return $"{Outermost<IOException>(fault)?.Message ?? e.Message} "
                        + "Another host may still run; --urls gives another address.";
                case PostgresException
                {
                    SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName
                } p:
                    return SchemaCheck.Missing(p.MessageText);
                case InvalidOperationException when e.Message.Contains("HTTPS endpoint", StringComparison.Ordinal):
                    return "An https address needs a certificate: dotnet dev-certs https, or the settings Kestrel:Certificates:Default.";
                case PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction }:
                    return $"The database {DatabaseWait.ReadOnly}";
            }
        }
        return null;
    }

    private static T? Outermost<T>(Exception fault)
        where T : Exception
    {
        for (var e = fault; e is not null; e = e.InnerException)
            if (e is T found)
                return found;
        return null;
    }
}
