using Crm.Domain.Assignments;
using Crm.Projections.ReadModels.Assignments;

namespace Crm.Api.Assignments;

/// <summary>Makes the message of a command on an assignment, with what its answer shows.</summary>
public sealed class AssignmentCalls(StoredDocuments documents, AssignmentAnswers answers)
{
    /// <param name="body">The parsed body; its digest identifies the request when a key is used again.</param>
    public Task<ExecuteAssignmentCommand> Command(HttpContext http, Guid id, AssignmentCommand command, object body) =>
        Command(id, command, http.CommandRequest(body), http.RequestAborted);

    public async Task<ExecuteAssignmentCommand> Command(
        Guid id,
        AssignmentCommand command,
        CommandRequest request,
        CancellationToken ct
    )
    {
        var document =
            await documents.Find<AssignmentDocument>(id, ct)
            ?? throw ProblemException.NotFound(AssignmentStream.NotFound);
        return ExecuteAssignmentCommand.From(id, command, request, await answers.Links(request.Viewer, document, ct));
    }
}
