namespace Crm.Api.Previews;

/// <summary>POST /previews.</summary>
public static class PreviewEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/previews", Post)
            .Operation(
                new("previewOperation")
                {
                    Permission = Permissions.SignedIn,
                    Tag = "Previews",
                    Summary = "Preview a command",
                    Description =
                        "Tries an operation and writes nothing: authorization, If-Match and validation are those of the operation, "
                        + "and its problems are answered as it would answer them, with pointers into its own body. Every operation "
                        + "that records events and takes no file has a preview. An Idempotency-Key is neither required nor used. "
                        + "The header If-Match counts where the member `ifMatch` is absent.",
                    Refusals = ["validation.failed", "preview.not_available", "deal.not_found", "if_match.required"],
                }
            )
            .Takes(
                new PreviewBody(
                    "createComment",
                    new(StringComparer.Ordinal) { ["dealId"] = Sample.Deal.ToString() },
                    new() { ["text"] = "Клиент просит рассрочку" }
                )
            )
            .Answers<DryRunAnswer>()
            .WithoutPreview();

    private static string? IfMatchOf(HttpContext http) =>
        http.Request.Headers.IfMatch.ToString() is { Length: > 0 } tag ? tag : null;

    private static async Task Post(HttpContext http, OperationRoutes routes, OperationGate gate)
    {
        var wanted = await Body.Read<PreviewBody>(http);
        var operation = PreviewedOperation.Of(wanted, routes);
        operation.Replace(http, wanted.Body, wanted.IfMatch ?? IfMatchOf(http));
        DryRun.Want(http);
        await gate.Pass(http, Caller.Of(http), operation.Operation, operation.Execute);
    }
}
