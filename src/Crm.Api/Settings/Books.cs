using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Settings;
using Wolverine;

namespace Crm.Api.Settings;

/// <summary>Closes the books until a day, or opens them again.</summary>
/// <param name="ClosedUntil">Last closed day, in the company's time zone; today at the latest.</param>
/// <param name="Reason">Reason; required when the day is moved back.</param>
public sealed record MoveBooksBody(DateOnly ClosedUntil, [SeveralLines] string? Reason = null);

/// <summary>POST /settings/books.</summary>
public static class BooksEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/settings/books", Post)
            .Operation(
                new("moveBooks")
                {
                    Permission = Permissions.BooksClose,
                    Tag = "Settings",
                    Summary = "Close the books",
                    Description =
                        "Closes the books until a day (закрытие периода): payments, refunds, shipments, returns, write-offs, their "
                        + "reversals and transfers then happen after it. Moving the day back requires the permission "
                        + "`books.reopen` and a reason.",
                    Refusals = ["validation.failed", "permission.missing"],
                }
            )
            .Takes(new MoveBooksBody(new(2025, 12, 31)))
            .Answers<SettingsAnswer>();

    private static async Task<IResult> Post(HttpContext http, IMessageBus bus, Company company)
    {
        var body = await Body.Read<MoveBooksBody>(http);
        var command = new MoveBooks(body.ClosedUntil, TextValidation.PersonalOrNull(body.Reason, "/reason"));
        return await bus.Answer(
            http,
            new ExecuteSettingsCommand(
                SettingsDocument.Stream,
                (settings, context) => command.Decide(company.Over(settings.State), context),
                http.CommandRequest(body)
            )
            {
                Reads = new LockedBooks(moves: true),
            }
        );
    }
}
