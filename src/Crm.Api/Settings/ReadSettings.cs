using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Domain.Processes;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.DealKinds;
using Crm.Projections.ReadModels.Settings;

namespace Crm.Api.Settings;

/// <summary>GET /settings, /settings/capabilities and /settings/history.</summary>
public static class ReadSettingsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/settings", Get)
            .Operation(
                new("getSettings")
                {
                    Permission = Permissions.SettingsRead,
                    Tag = "Settings",
                    Summary = "Read the settings",
                    Description =
                        "Company details, branding, base currency, time zone, languages, working calendar, "
                        + "number series and capabilities, in their present state or as of a past time.",
                    Query = [Param.AsOf],
                }
            )
            .Answers<SettingsAnswer>();
        routes
            .MapGet("/settings/capabilities", Capabilities)
            .Operation(
                new("listCapabilities")
                {
                    Permission = Permissions.SettingsRead,
                    Tag = "Settings",
                    Summary = "List capabilities",
                    Description =
                        "Capabilities that can be switched off, their dependencies, and the checks of "
                        + "published kinds that depend on them.",
                    Query = [.. Param.Page, Param.AsOf],
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<CapabilityAnswer>();
        routes
            .MapGet("/settings/history", History)
            .Operation(
                new("listSettingsHistory")
                {
                    Permission = Permissions.SettingsRead,
                    Tag = "Settings",
                    Summary = "Read the history of the settings",
                    Description = "Every change in the order of recording, with author, time and changed values.",
                    Query = [.. Param.Page, Param.AsOf],
                    Refusals = ["limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<ChangeAnswer>();
    }

    private static async Task<IResult> Get(HttpContext http, Company company, ResourceHistory history) =>
        SettingsAnswer.Of(company, await At(http, company, history)).Reply();

    private static async Task<IResult> Capabilities(
        HttpContext http,
        Company company,
        ResourceHistory history,
        KindRegistry kinds,
        CursorSeal cursors,
        TimeProvider clock
    )
    {
        var (state, language, at) = (
            (await At(http, company, history)).State,
            Language.Of(http),
            Query.Instant(http, "asOf") ?? clock.GetUtcNow()
        );
        var published = kinds.Codes.Select(x => kinds.InForce(x, at)!).ToArray();
        return Pages.Cut(
            http,
            cursors,
            [
                .. Domain.Settings.Capabilities.All.Select(x => new CapabilityAnswer(
                    x.Code,
                    CapabilityTitles.All[x.Code].In(language),
                    state.IsOn(x.Code),
                    x.Needs,
                    [.. published.SelectMany(k => k.ChecksThatNeed(x.Code)).Distinct()]
                )),
            ],
            x => x.Code
        );
    }

    private static Task<IResult> History(HttpContext http, Company company, ResourceHistory history) =>
        history.Page(http, SettingsDocument.Stream, SettingsDocument.Initial, Fold, x => Shown(company.Over(x.State)));

    /// <summary>What a patch can set, and the pictures, which it cannot.</summary>
    private static JsonNode Shown(CompanySettings x)
    {
        var shown = JsonSerializer.SerializeToNode(UpdateSettingsBody.Of(x), Wire.Json)!;
        (shown["branding"]!["logo"], shown["branding"]!["signature"]) = (
            x.Branding.Logo?.Hash,
            x.Branding.Signature?.Hash
        );
        shown["booksClosedUntil"] = JsonSerializer.SerializeToNode(x.BooksClosedUntil, Wire.Json);
        return shown;
    }

    private static async Task<SettingsDocument> At(HttpContext http, Company company, ResourceHistory history) =>
        Query.Instant(http, "asOf") is null
            ? await company.Load(http.RequestAborted)
            : await history.At(http, SettingsDocument.Stream, SettingsDocument.Initial, Fold);

    private static SettingsDocument Fold(SettingsDocument x, EventRow e) =>
        SettingsDocument.After(x, e.Data, e.RecordedAt);
}
