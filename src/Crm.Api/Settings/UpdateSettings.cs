using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.DealKinds;
using Crm.Domain.Settings;
using Crm.Projections.Settings;

namespace Crm.Api.Settings;

/// <summary>PATCH /settings.</summary>
public static class UpdateSettingsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPatch("/settings", Patch)
        .Operation("updateSettings", Permissions.SettingsManage, "Settings", "Change settings", "Changes settings by merge patch; each that differs becomes a fact. Needs If-Match.",
            refuses: ["validation.failed", "if_match.required", "version.stale", "capability.dependency_unmet", "capability.in_use"], matchRequired: true)
        .Takes(new UpdateSettingsBody(new(Name: "ООО «Поставщик»"), Branding: new("#1f4e79", new("Здравствуйте!", "Dear customer,")), TimeZone: "Europe/Moscow", WorkingCalendar: new(Holidays: [Sample.Day(6, 12)]),
            NumberSeries: new Dictionary<string, NumberSeriesBody>(StringComparer.Ordinal) { ["invoices"] = new("СЧ-", 5) }), "application/merge-patch+json").Answers<SettingsAnswer>();

    private static async Task<IResult> Patch(HttpContext http, StreamPath path, Company company, KindsInUse kinds)
    {
        var members = await Body.Read<Dictionary<string, JsonElement>>(http, mediaType: "application/merge-patch+json");
        var patch = JsonSerializer.SerializeToNode(members)!;
        var initial = company.Over(CompanySettings.Initial);
        var used = patch["capabilities"] is null ? [] : await kinds.Now(http.RequestAborted);
        var result = await path.Run(http, SettingsDocument.Stream, members, "route.not_found", (x, intent) =>
            {
                var before = company.Over(x.State);
                return new ChangeSettings(UpdateSettingsBody.Patched(before, patch, initial)).Decide(before, used, intent);
            },
            SettingsDocument.After, x => x.Version, x => SettingsAnswer.Of(company, x).Reply(), SettingsDocument.Initial);
        company.Forget();
        return result;
    }
}
