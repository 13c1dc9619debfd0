using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.DealKinds;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Catalog;
using Crm.Projections.ReadModels.Settings;
using Wolverine;

namespace Crm.Api.Settings;

/// <summary>PATCH /settings.</summary>
public static class UpdateSettingsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPatch("/settings", Patch)
            .Operation(
                new("updateSettings")
                {
                    Permission = Permissions.SettingsManage,
                    Tag = "Settings",
                    Summary = "Change settings",
                    Description =
                        "Changes settings by merge patch; each changed setting is recorded as an event. Requires "
                        + "If-Match.",
                    RequiresMatch = true,
                    Refusals =
                    [
                        "validation.failed",
                        "if_match.required",
                        "version.stale",
                        "capability.dependency_unmet",
                        "capability.in_use",
                        "vat_rate.in_use",
                    ],
                }
            )
            .TakesPatch(
                new UpdateSettingsBody(
                    new(Name: "ООО «Поставщик»"),
                    Branding: new("#1f4e79", new("Здравствуйте!", "Dear customer,")),
                    TimeZone: "Europe/Moscow",
                    WorkingCalendar: new(Holidays: [Sample.Day(6, 12)]),
                    NumberSeries: new Dictionary<string, NumberSeriesBody>(StringComparer.Ordinal)
                    {
                        ["invoices"] = new("СЧ-", 5),
                    }
                )
            )
            .Answers<SettingsAnswer>();

    private static async Task<IResult> Patch(
        HttpContext http,
        IMessageBus bus,
        Company company,
        KindsInUse kinds,
        VatRatesInUse vatRates
    )
    {
        var members = await Body.Read<Dictionary<string, JsonElement>>(http, isPatch: true);
        var patch = JsonSerializer.SerializeToNode(members)!;
        var initial = company.Over(CompanySettings.Initial);
        var used = patch["capabilities"] is null ? [] : await kinds.Now(http.RequestAborted);
        // A rate that a product is given at this moment by a host that still knows it is refused by the line that would copy it.
        var rates = patch.AsObject().ContainsKey("vatRates") ? await vatRates.Load(http.RequestAborted) : [];
        return await bus.Answer(
            http,
            new ExecuteSettingsCommand(
                SettingsDocument.Stream,
                (settings, context) =>
                {
                    var before = company.Over(settings.State);
                    return new ChangeSettings(UpdateSettingsBody.Patched(before, patch, initial))
                    {
                        RatesInUse = rates,
                    }.Decide(before, used, context);
                },
                http.CommandRequest(members)
            )
        );
    }
}
