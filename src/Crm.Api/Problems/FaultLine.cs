using System.Diagnostics;
using System.Net.Sockets;
using System.Reflection;
using Npgsql;

namespace Crm.Api.Problems;

/// <summary>
/// An exception as one log line: types, SQL states, locations in our own code. Exception messages are left out, because
/// they repeat statements, addresses and user input; set this category to Debug to see them.
/// </summary>
public static class FaultLine
{
    private const int Places = 4;

    public static string Of(Exception fault) =>
        string.Join(" < ", StoreFaults.Chain(fault).Select(Kind))
        + " in "
        + string.Join(
            " < ",
            StoreFaults
                .Chain(fault)
                .Reverse()
                .SelectMany(Frames)
                .Distinct(StringComparer.Ordinal)
                .Take(Places)
                .DefaultIfEmpty("a library")
        );

    private static string Kind(Exception e) =>
        e switch
        {
            PostgresException { TableName: { Length: > 0 } table } known =>
                $"PostgresException {known.SqlState} at {table}.{known.ConstraintName ?? known.ColumnName}",
            PostgresException known => $"PostgresException {known.SqlState}",
            SocketException socket => $"SocketException {socket.SocketErrorCode}",
            ProblemException problem => problem.Code,
            _ => e.GetType().Name,
        };

    private static IEnumerable<string> Frames(Exception e) =>
        new StackTrace(e, fNeedFileInfo: false).GetFrames().Select(x => Place(x.GetMethod())).OfType<string>();

    /// <summary>
    /// Async methods and lambdas are reported under the names of their containing methods; frames of the request
    /// pipeline are left out.
    /// </summary>
    private static string? Place(MethodBase? method)
    {
        if (
            method?.DeclaringType is not { Namespace: { } room } owner
            || !room.StartsWith("Crm.", StringComparison.Ordinal)
        )
            return null;
        var name = method.Name;
        for (; owner.DeclaringType is { } outer && owner.Name.StartsWith('<'); owner = outer)
            if (!owner.Name.StartsWith("<>", StringComparison.Ordinal))
                name = owner.Name;
        name = name.TrimStart('<').Split('>')[0];
        return name == "InvokeAsync" ? null : $"{owner.Name}.{name}";
    }
}
