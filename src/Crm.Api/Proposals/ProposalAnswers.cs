using Crm.Api.Clients;
using Crm.Api.Deals;
using Crm.Domain.Deals;
using Wolverine;

namespace Crm.Api.Proposals;

/// <summary>Commands on an existing proposal: it is found by its own id and decided on its deal.</summary>
public sealed class ProposalCommands(IMessageBus bus, ProposalReader proposals)
{
    /// <param name="written">The event of the proposal's own stream; null: none.</param>
    public async Task<IResult> Run(
        HttpContext http,
        Guid proposalId,
        (object Body, DateTimeOffset? HappenedAt) request,
        Func<DealContext, DealCommand> command,
        Func<DealResult, DomainEvent?>? written = null
    ) =>
        await bus.Answer(
            http,
            new ExecuteDealCommand(
                await proposals.DealOf(proposalId, http.RequestAborted),
                command,
                http.CommandRequest(request.Body, request.HappenedAt)
            )
            {
                Proposal = new(proposalId) { IsVersioned = true, Event = written },
            }
        );
}

/// <summary>Answers with the proposal as the command left it.</summary>
/// <param name="status">201 for a command that makes one.</param>
public sealed class ProposalRenderer(int status, DocumentClients clients) : AnswerRenderer<DealResult>
{
    protected override async ValueTask<StoredAnswer> Render(DealResult result, Viewer viewer, CancellationToken ct)
    {
        var content = result.Proposal!;
        var answer = ProposalAnswer.Of(
            content,
            result.State,
            result.Context.Now,
            await clients.Seen(viewer, content.State.Client, result.State, ct)
        ) with
        {
            Warnings = PrintWarnings.Of(content.State.Content, viewer.Language),
        };
        return StoredAnswer.Create(
            viewer,
            status,
            answer,
            answer.Version,
            status == 201 ? $"/api/v1/proposals/{answer.Id}" : null
        );
    }
}
