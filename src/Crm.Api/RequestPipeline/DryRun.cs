namespace Crm.Api.RequestPipeline;

/// <summary>
/// A request that only tries its command: same authorization, If-Match and validation, but a preview instead of a commit.
/// Wanted by <c>POST /previews</c>, and by <c>dryRun=true</c> of the operations that import a file.
/// </summary>
public static class DryRun
{
    public const string Parameter = "dryRun";

    public static bool IsWanted(HttpContext http) =>
        http.Items.ContainsKey(typeof(DryRun)) || Query.Flag(http, Parameter);

    public static void Want(HttpContext http) => http.Items[typeof(DryRun)] = true;
}

/// <summary>Answers a command that was only previewed.</summary>
public interface IPreviewRenderer
{
    Task<IResult> Render(HttpContext http, CommandOutcome.Previewed preview);
}
