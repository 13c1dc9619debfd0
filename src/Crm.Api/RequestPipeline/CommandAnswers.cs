using System.Globalization;
using Wolverine;

namespace Crm.Api.RequestPipeline;

/// <summary>Invokes a command and writes its outcome as the answer of the request.</summary>
public static class CommandAnswers
{
    /// <param name="command">The command's message; its handler returns a <see cref="CommandOutcome"/>.</param>
    public static async Task<IResult> Answer(this IMessageBus bus, HttpContext http, object command)
    {
        var outcome = await bus.InvokeAsync<CommandOutcome>(command, http.RequestAborted);
        return await Answer(http, outcome);
    }

    public static async Task<IResult> Answer(HttpContext http, CommandOutcome outcome) =>
        outcome switch
        {
            CommandOutcome.Accepted accepted => new AnswerResult(accepted.Answer, accepted.Position),
            CommandOutcome.AlreadySatisfied satisfied => new AnswerResult(satisfied.Answer, satisfied.Position),
            CommandOutcome.Replayed replayed => new AnswerResult(replayed.Answer, replayed.Position, IsReplayed: true),
            CommandOutcome.Refused refused => Refused(http, refused),
            CommandOutcome.Previewed preview => await http
                .RequestServices.GetRequiredService<IPreviewRenderer>()
                .Render(http, preview),
            CommandOutcome.Stale stale => throw await Explained(http, stale),
            _ => throw Problem(outcome),
        };

    private static ProblemException Problem(CommandOutcome outcome) =>
        outcome switch
        {
            CommandOutcome.Forbidden forbidden => Authorizer.Missing(forbidden.Missing),
            CommandOutcome.NotFound missing => ProblemException.NotFound(missing.Code),
            CommandOutcome.Busy or CommandOutcome.Outdated => new(503, "resource.busy") { RetryAfterSeconds = 1 },
            CommandOutcome.KeyInProgress => new(409, "idempotency.in_progress") { RetryAfterSeconds = 1 },
            CommandOutcome.KeyReused => new(422, "idempotency.key_reused"),
            CommandOutcome.IdTaken taken => new(409, taken.Code),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "an unknown outcome"),
        };

    private static AnswerResult Refused(HttpContext http, CommandOutcome.Refused refused)
    {
        DenialLog.Record(http, http.RequestServices.GetRequiredService<ProblemRenderer>().Of(http, refused.Rejection));
        return new AnswerResult(refused.Answer, refused.Position);
    }

    private static async Task<ProblemException> Explained(HttpContext http, CommandOutcome.Stale stale)
    {
        var names = http.RequestServices.GetRequiredService<Names>();
        var language = Language.Of(http);
        List<FactSince> since = [];
        foreach (var one in stale.Since)
            since.Add(
                new(
                    one.Type,
                    EventTitles.All[one.Type].In(language),
                    await names.Actor(one.Actor, http.RequestAborted),
                    one.RecordedAt
                )
            );
        return new ProblemException(412, "version.stale") { Since = since };
    }
}

/// <summary>Writes an answer that was rendered before its commit.</summary>
/// <param name="Position">Of the command's last event, for readers that wait for it.</param>
public sealed record AnswerResult(StoredAnswer Answer, long? Position, bool IsReplayed = false) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (IsReplayed)
            response.Headers["Idempotency-Replayed"] = "true";
        if (Answer.ETag is not null)
            response.Headers.ETag = Answer.ETag;
        if (Answer.Location is not null)
            response.Headers.Location = Answer.Location;
        if (Position is { } position)
            response.Headers["Crm-Position"] = position.ToString(CultureInfo.InvariantCulture);
        response.StatusCode = Answer.Status;
        response.ContentType = Answer.Status >= 400 ? ProblemRenderer.MediaType : "application/json; charset=utf-8";
        if (Answer.Status < 400)
            response.ContentLength = Answer.Body.Length;
        return response.Body.WriteAsync(Answer.Body).AsTask();
    }
}
