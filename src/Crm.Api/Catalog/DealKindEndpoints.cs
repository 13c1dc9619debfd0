using Crm.Domain.Deals.Process;
using Crm.Projections.Catalog;

namespace Crm.Api.Catalog;

/// <summary>A kind of deal in the version in force: its stages, tasks and checks.</summary>
public sealed record DealKindAnswer(Guid Id, string Code, int Version, string Title, ProcessMode Mode, ClosingGateKind Gate, bool IsDefault, IReadOnlyList<KindStageAnswer> Stages);

/// <summary>A stage of a kind.</summary>
/// <param name="Probability">Default in percent.</param>
/// <param name="Rework">Where a declined proposal leads back to.</param>
public sealed record KindStageAnswer(string Code, string Title, int Order, int Probability, string? Rework, IReadOnlyList<KindTaskAnswer> Tasks);

/// <summary>A task that a stage raises.</summary>
/// <param name="DueDays">Calendar days after the raising.</param>
/// <param name="Checks">Names of the checks that must hold.</param>
/// <param name="Once">Not raised again when an earlier visit completed it.</param>
public sealed record KindTaskAnswer(string Code, string Title, int DueDays, IReadOnlyList<string> Checks, bool Once);

/// <summary>GET /deal-kinds and /deal-kinds/{code}.</summary>
public static class DealKindEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/deal-kinds", (HttpContext http, KindBook kinds, CursorSeal cursors, TimeProvider clock) =>
                Pages.Cut(http, cursors, [.. kinds.Codes.Select(x => Of(http, kinds.InForce(x, clock.GetUtcNow())!))], x => x.Code))
            .Operation("listDealKinds", Permissions.CatalogueRead, "Catalogues", "List deal kinds", "Kinds in the version in force.", query: Param.Page, refuses: ["limit.invalid", "cursor.invalid"]).Answers<Listed<DealKindAnswer>>();
        routes.MapGet("/deal-kinds/{code}", (string code, HttpContext http, KindBook kinds, TimeProvider clock) =>
                kinds.InForce(code, clock.GetUtcNow()) is { } process ? Reply.Ok(Of(http, process), ETags.Of(process.Version, Language.Of(http))) : throw ProblemException.NotFound("deal_kind.not_found"))
            .Operation("getDealKind", Permissions.CatalogueRead, "Catalogues", "Read a deal kind", "A kind by its code.", refuses: ["deal_kind.not_found"]).Answers<DealKindAnswer>();
    }

    private static DealKindAnswer Of(HttpContext http, DealProcess x)
    {
        var language = Language.Of(http);
        return new DealKindAnswer(CodeStream.Of("deal-kind", x.Code), x.Code, x.Version, x.Title.In(language), x.Mode, x.Gate, x.Code == ShippedKinds.Default,
            [.. x.Stages.Select((s, i) => new KindStageAnswer(s.Code, s.Title.In(language), i + 1, s.Probability, s.Rework,
                [.. s.Tasks.Select(t => new KindTaskAnswer(t.Code, t.Title.In(language), t.DueDays, [.. t.Checks.Select(c => c.Code)], t.Once))]))]);
    }
}
