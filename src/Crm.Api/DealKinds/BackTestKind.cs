using System.Globalization;
using Crm.Api.Operations;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.Operations;
using Marten;

namespace Crm.Api.DealKinds;

/// <summary>Selects the past deals to replay under a version of a process.</summary>
/// <param name="From">Earliest opening date of the deals, in the company's time zone; unlimited when omitted.</param>
/// <param name="To">Latest opening date of the deals, inclusive, in the company's time zone; unlimited when omitted.</param>
/// <param name="Kind">Code of the deal kind whose deals are replayed; the tested kind when omitted.</param>
public sealed record BackTestBody(
    DateOnly? From = null,
    DateOnly? To = null,
    [property: Identifier] string? Kind = null
);

/// <summary>POST /deal-kinds/{code}/versions/{version}/back-test.</summary>
public static class BackTestEndpoint
{
    internal const string Kind = "back-test";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deal-kinds/{code}/versions/{version:int}/back-test", Post)
            .Operation(
                new("backTestDealKind")
                {
                    Permission = Permissions.KindsManage,
                    Tag = "Deal kinds",
                    Summary = "Back-test a version of a deal kind",
                    Description =
                        "Replays past deals under a draft or a published version and reports which of them "
                        + "it would have stopped, where, and their amounts. Conditions that the events of a "
                        + "deal do not show, such as checklist confirmations or the legal details of that day, "
                        + "count as met. Changes nothing; the result is available at Location. Requires "
                        + "visibility of all deals.",
                    Refusals =
                    [
                        "permission.missing",
                        "validation.failed",
                        "deal_kind.not_found",
                        "deal_kind.version_not_found",
                        "deal_kind.invalid",
                        "check.unavailable",
                    ],
                }
            )
            .Takes(new BackTestBody(Sample.Day(1, 1), Sample.Day(3, 31)))
            .WithoutPreview()
            .Answers<OperationAnswer>(202);

    private static async Task<IResult> Post(
        string code,
        int version,
        HttpContext http,
        KindCommands commands,
        Kinds kinds,
        OutgoingMessages outgoing,
        IDocumentStore store,
        CommandContexts contexts,
        TimeProvider clock
    )
    {
        var ct = http.RequestAborted;
        // It tells of every deal of the kind, with its amount.
        if (Caller.Of(http).Grants.DealsOf(Permissions.DealsRead) != Reach.All)
            throw new ProblemException(403, "permission.missing")
            {
                Missing = $"{Permissions.DealsRead.Name} (deals: all)",
            };
        var body = await Body.Read<BackTestBody>(http);
        if (body.From > body.To)
            throw ProblemException.Member("/to", "member.conflict", "a day not before from");
        var kind = (await commands.Find(code, ct)).State;
        var deals = body.Kind is { } given ? Codes.Fold(given) : kind.Code;
        if (deals != kind.Code && !kinds.Registry.Codes.Contains(deals))
            throw ProblemException.Member("/kind", "deal_kind.not_found", Phrase.Data(kinds.Registry.Codes));
        var process = kind.Versions.FirstOrDefault(x => x.Process.Version == version)?.Process;
        if (process is null)
        {
            if (kind.Draft is not { } draft || version != kind.NextVersion)
                throw ProblemException.NotFound("deal_kind.version_not_found");
            (process, var faults) = KindValidation.Of(draft, kind.Code, version, await commands.World(ct));
            if (process is null)
                return http
                    .RequestServices.GetRequiredService<ProblemRenderer>()
                    .Answer(http, ChangeKind.Invalid(faults));
        }

        var context = contexts.Create(Caller.Of(http));
        var now = clock.GetUtcNow();
        var work = new LongWork
        {
            Id = Guid.CreateVersion7(),
            Kind = Kind,
            Subject = string.Create(CultureInfo.InvariantCulture, $"{kind.Code}@{version}"),
            CreatedAt = now,
            UpdatedAt = now,
            // The process as it was asked about: the draft may be written anew meanwhile.
            BackTestRequest = new(
                process,
                deals,
                body.From is { } from ? context.EndOf(from.AddDays(-1)).AddSeconds(1) : null,
                body.To is { } to ? context.EndOf(to).AddSeconds(1) : null
            ),
        };
        await using var session = store.LightweightSession();
        WorkLeases.Insert(session, work);
        // The message leaves with the commit: accepted work is never lost, whatever is killed in between.
        await outgoing.Enlist(session, new(new RunBackTest(work.Id)));
        await session.SaveChangesAsync(ct);
        return new Reply(202, OperationAnswer.Of(work, http.Viewer().Language))
        {
            Location = $"/api/v1/operations/{work.Id}",
        };
    }
}
