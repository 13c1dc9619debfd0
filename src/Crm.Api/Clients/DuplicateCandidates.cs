namespace Crm.Api.Clients;

/// <summary>
/// Keeps the candidates of a refusal to those that the caller may see. After the command: the look needs a connection of its own, and a
/// command must not acquire one while it holds one.
/// </summary>
public sealed class DuplicateCandidates(Authorizer authorizer, AnswerRenderers answers)
{
    public async ValueTask<CommandOutcome> Visible(CommandOutcome outcome, CommandRequest request, CancellationToken ct)
    {
        if (outcome is not CommandOutcome.Refused { Rejection: { Candidates.IsEmpty: false } refused })
            return outcome;
        List<Candidate> seen = [];
        foreach (var candidate in refused.Candidates)
            if (await authorizer.SeesClient(request.Caller, candidate.Id, Permissions.ClientsRead, ct))
                seen.Add(candidate);
        var shown = refused with
        {
            Candidates = [.. seen],
            Blockers = [.. refused.Blockers.Where(blocker => seen.Any(one => blocker.Subject == $"client:{one.Id}"))],
        };
        return new CommandOutcome.Refused(shown, answers.Render(request, shown));
    }
}
