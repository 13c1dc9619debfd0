namespace Crm.Domain.Clients;

/// <summary>Registers a client.</summary>
/// <param name="Registered">The client's first event, with its business time.</param>
public sealed record RegisterClient(ClientId Id, ClientRegistered Registered)
{
    public Decision Decide(TaxIdRule taxIds)
    {
        var verdict = taxIds.Judge(Id, null, Registered.Legal);
        if (verdict.Refusal is { } refusal)
            return refusal;
        return (
            verdict.Event is { } accepted
                ? Decision.Accept(Registered, accepted with { HappenedAt = Registered.HappenedAt })
                : Decision.Accept(Registered)
        ) with
        {
            Warnings = verdict.Warnings,
        };
    }
}
