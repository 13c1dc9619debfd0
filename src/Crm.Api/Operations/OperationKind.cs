using Crm.Projections.ReadModels.Operations;

namespace Crm.Api.Operations;

/// <summary>A kind of long-running operation: a feature registers it together with the handler of its message.</summary>
/// <param name="Name">As in <see cref="LongWork.Kind"/>.</param>
/// <param name="Message">The message that runs it; null when the operation does not say enough to run again.</param>
/// <param name="RepeatsAfterAnyError">
/// Its steps are commits of their own, so a repetition goes on behind what is done; otherwise only faults that pass by themselves are
/// worth a repetition.
/// </param>
public sealed record OperationKind(
    string Name,
    Func<LongWork, IDurableMessage?> Message,
    bool RepeatsAfterAnyError = false
);

/// <summary>A run ends its operation as failed, with a code that tells why.</summary>
public sealed class OperationFailedException(string code, string reason) : Exception(reason)
{
    /// <summary>As in <see cref="OperationFailure"/>.</summary>
    public string Code => code;
}
