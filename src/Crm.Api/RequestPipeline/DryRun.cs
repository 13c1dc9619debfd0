namespace Crm.Api.RequestPipeline;

/// <summary>
/// <c>dryRun=true</c>: same authorization, If-Match and validation, but an answer instead of a commit.
/// </summary>
public static class DryRun
{
    public static Param Parameter { get; } =
        new(
            "dryRun",
            "boolean",
            "`true` returns a preview of the command (200, `Crm-Dry-Run: true`) and writes nothing; an "
                + "Idempotency-Key is neither required nor used."
        );

    public static bool IsWanted(HttpContext http) => Query.Flag(http, Parameter.Name);
}

/// <summary>Answers a command that was only previewed.</summary>
public interface IPreviewRenderer
{
    Task<IResult> Render(HttpContext http, CommandOutcome.Previewed preview);
}
