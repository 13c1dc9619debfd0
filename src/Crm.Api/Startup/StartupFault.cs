using Crm.Api.Configuration;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace Crm.Api.Startup;

/// <summary>What the host says and how it ends when it cannot start: one message without stack trace, exit code 1.</summary>
public static class StartupFault
{
    private const int Interrupted = 130;

    /// <summary>Runs the host; a fault becomes its message on <paramref name="error"/> and a code that is not 0.
    /// Everything unknown goes through with its stack trace: it is a defect of ours.</summary>
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

    /// <summary>The line for a fault that we know, null for one that we do not.</summary>
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
