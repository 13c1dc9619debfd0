using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Deals;

/// <summary>Resumes the guided process of a deal in manual mode.</summary>
/// <param name="Stage">Code of the stage in which the process continues.</param>
public sealed record ResumeProcessBody(
    [property: Identifier] string Stage,
    [SeveralLines] string? Reason = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>POST /deals/{dealId}/resume-process.</summary>
public static class ResumeProcessEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/resume-process", Post)
            .Operation(
                new("resumeProcess")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Deals",
                    Summary = "Resume the guided process",
                    Description =
                        "Resumes the guided process in a given stage, as a new visit. Its tasks are raised "
                        + "again, except those marked `once` that are already completed.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "deal.closed",
                        "process.not_guided",
                        "process.not_manual",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(new ResumeProcessBody("qualification", "Закупка вернулась к обычному порядку"))
            .Answers<DealAnswer>()
            .Capability(Capabilities.GuidedProcess);

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<ResumeProcessBody>(http);
        var reason = TextValidation.PersonalOrNull(body.Reason, "/reason");
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                new ResumeProcess(body.Stage, reason),
                http.CommandRequest(body, body.HappenedAt)
            )
        );
    }
}
