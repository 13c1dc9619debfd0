using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Api.DealKinds;
using Crm.Domain.Catalog;
using Crm.Domain.Settings;
using Crm.Projections.Settings;
using Npgsql;
using Wolverine;

namespace Crm.Api.Settings;

/// <summary>PATCH /settings.</summary>
public static class UpdateSettingsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPatch("/settings", Patch)
            .Operation(
                "updateSettings",
                Permissions.SettingsManage,
                "Settings",
                "Change settings",
                "Changes settings by merge patch; each that differs becomes a fact. Needs If-Match.",
                refuses:
                [
                    "validation.failed",
                    "if_match.required",
                    "version.stale",
                    "capability.dependency_unmet",
                    "capability.in_use",
                    "vat_rate.in_use",
                ],
                matchRequired: true
            )
            .Takes(
                new UpdateSettingsBody(
                    new(Name: "ООО «Поставщик»"),
                    Branding: new("#1f4e79", new("Здравствуйте!", "Dear customer,")),
                    TimeZone: "Europe/Moscow",
                    WorkingCalendar: new(Holidays: [Sample.Day(6, 12)]),
                    NumberSeries: new Dictionary<string, NumberSeriesBody>(StringComparer.Ordinal)
                    {
                        ["invoices"] = new("СЧ-", 5),
                    }
                ),
                "application/merge-patch+json"
            )
            .Answers<SettingsAnswer>();

    private static async Task<IResult> Patch(
        HttpContext http,
        IMessageBus bus,
        Company company,
        KindsInUse kinds,
        NpgsqlDataSource database
    )
    {
        var members = await Body.Read<Dictionary<string, JsonElement>>(http, mediaType: "application/merge-patch+json");
        var patch = JsonSerializer.SerializeToNode(members)!;
        var initial = company.Over(CompanySettings.Initial);
        var used = patch["capabilities"] is null ? [] : await kinds.Now(http.RequestAborted);
        var rates = patch.AsObject().ContainsKey("vatRates") ? await Rates(database, http.RequestAborted) : [];
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

    /// <summary>Rates of products in use. One that a product is given at this very moment by a host that knows the rate still is found by the line that would copy it.</summary>
    private static async Task<ImmutableArray<RateInUse>> Rates(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "select (data->'state'->>'vatRate')::numeric, count(*), min(id::text)::uuid from crm.mt_doc_product where not archived and data->'state'->>'vatRate' is not null group by 1 order by 1"
        );
        await using var reader = await command.ExecuteReaderAsync(ct);
        var used = ImmutableArray.CreateBuilder<RateInUse>();
        while (await reader.ReadAsync(ct))
            used.Add(new(reader.GetDecimal(0), reader.GetInt64(1), new(reader.GetGuid(2))));
        return used.ToImmutable();
    }
}
