using System.Collections.Concurrent;
using Crm.Api.Catalog;
using Crm.Api.CustomFields;
using Crm.Api.Settings;
using Crm.Domain.CustomFields;
using Crm.Domain.DealKinds;
using Crm.Domain.Deals;
using Crm.Domain.Settings;
using Crm.Projections.Deals;
using Npgsql;

namespace Crm.Api.Deals;

/// <summary>Opens a deal.</summary>
/// <param name="Title">What the deal is about, up to 500 characters.</param>
/// <param name="Kind">Code of the kind; standard-sale when neither kind nor kindId is given.</param>
/// <param name="KindId">Id of the kind, instead of its code.</param>
/// <param name="ClientId">Whose deal it is; may come later.</param>
/// <param name="ManagerId">Who leads it; the caller when absent, nobody for a key without a user.</param>
/// <param name="Probability">Percent, 0 to 100; absent: the stage's default.</param>
/// <param name="SourceId">Id or code of a source.</param>
/// <param name="CustomFields">Values of the fields of deals, by code.</param>
/// <param name="Id">UUID of the new deal; made by the server when absent.</param>
/// <param name="HappenedAt">Business time; the past needs the permission backdate.</param>
public sealed record OpenDealBody(
    string Title,
    string? Kind = null,
    Guid? KindId = null,
    Guid? ClientId = null,
    Guid? ManagerId = null,
    Money? ExpectedAmount = null,
    int? Probability = null,
    string? SourceId = null,
    IReadOnlyList<InterestBody>? Interest = null,
    DateOnly? ExpectedCloseOn = null,
    string? Comment = null,
    IReadOnlyList<ExternalRef>? ExternalRefs = null,
    SortedDictionary<string, FieldInput?>? CustomFields = null,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>POST /deals.</summary>
public static class OpenDealEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals", Post)
            .Operation(
                "openDeal",
                Permissions.DealsWrite,
                "Deals",
                "Open a deal",
                "Opens a deal; a guided one enters its first stage and raises its first task in the same transaction.",
                refuses:
                [
                    "validation.failed",
                    "currency.differs",
                    "backdate.not_permitted",
                    "happened_at.future",
                    "id.taken",
                    "deal_kind.retired",
                ]
            )
            .Takes(
                new OpenDealBody(
                    "Принтеры для бухгалтерии",
                    ClientId: Sample.Client,
                    ExpectedAmount: Sample.Rub(54000),
                    SourceId: "site",
                    Interest: [new(Text: "Принтер лазерный", Quantity: 3, Unit: "шт")],
                    ExpectedCloseOn: Sample.Day(1, 31)
                )
            )
            .Answers<DealAnswer>(201)
            .Answers<DealAnswer>()
            .Capability(Capabilities.Deals);

    private static async Task<IResult> Post(
        HttpContext http,
        CreationPath path,
        DealAnswers answers,
        References references,
        KindBook kinds,
        DealNumbers numbers,
        DealReader reader,
        Problems problems,
        DryRuns dryRuns,
        Company company,
        TimeProvider clock
    )
    {
        var ct = http.RequestAborted;
        var body = await Body.Read<OpenDealBody>(http);
        var intent = Intents.Of(Caller.Of(http), clock, company, body.HappenedAt);
        if (body.Kind is not null && body.KindId is not null)
            throw ProblemException.Member("/kindId", "member.conflict", "kind or kindId");
        var process = References.Kind(kinds, body.Kind, body.KindId, intent.Now);
        var id = body.Id ?? Guid.CreateVersion7();
        var open = new OpenDeal(
            new(id),
            "",
            Texts.Required(body.Title, "/title", Texts.Title),
            body.ClientId is { } client ? await references.Client(http, client, "/clientId") : null,
            body.ManagerId is { } manager ? await references.User(manager, "/managerId", ct) : intent.User,
            body.ExpectedAmount,
            EditDealEndpoint.Percent(body.Probability),
            body.SourceId is { } source ? await references.Source(source, "/sourceId", ct) : null,
            await InterestBody.Lines(http, body.Interest, "/interest", references),
            body.ExpectedCloseOn,
            Texts.PersonalOrNull(body.Comment, "/comment"),
            EditDealEndpoint.Refs(body.ExternalRefs)
        )
        {
            CustomFields = (
                await references.Fields.Read(http, FieldOwner.Deal, body.CustomFields, "/customFields")
            ).Filled(),
        };
        var retired = kinds.IsRetired(process.Code) ? ChangeKind.Retired(process.Code) : null;
        if (DryRuns.Wanted(http))
            return await Foretold(
                http,
                dryRuns,
                open,
                retired is null ? open.Decide(process, intent) : retired,
                intent
            );
        if ((retired ?? open.Decide(process, intent).Refused) is { } refused)
            return await path.Repeated(
                    http,
                    new Creation(id, body, body.Id is not null, []),
                    _ => reader.Present(http, id, ct)
                ) ?? problems.Answer(http, refused);

        var decision = (
            open with
            {
                Number = intent.Series(NumberSeries.Deals).Number(await numbers.Next(ct), intent.Today.Year),
            }
        ).Decide(process, intent);
        var document = decision.Facts.Aggregate(
            (DealDocument?)null,
            (deal, fact) => DealDocument.After(deal, id, fact, intent.Now)
        )!;
        var creation = new Creation(id, body, body.Id is not null, decision.Facts);
        return await path.Open(
            http,
            creation,
            document,
            async () =>
            {
                var rendered = await answers.Of(http, document);
                return new Reply(201, rendered.Body) { ETag = rendered.ETag, Location = $"/api/v1/deals/{id}" };
            },
            x => reader.Present(http, id, x)
        );
    }

    /// <summary>Without a number: that is given to deals that are opened in truth.</summary>
    private static Task<IResult> Foretold(
        HttpContext http,
        DryRuns dryRuns,
        OpenDeal open,
        Decision decision,
        Intent intent
    ) =>
        dryRuns.Answer(
            http,
            decision.Facts.Aggregate(
                (DealDocument?)null,
                (deal, fact) => DealDocument.After(deal, open.Id.Value, fact, intent.Now)
            ),
            decision
        );
}

/// <summary>Numbers for people, from a sequence outside the streams, fetched in blocks: gapless is not promised.</summary>
public sealed class DealNumbers(NpgsqlDataSource database) : IDisposable
{
    public void Dispose() => one.Dispose();

    private const int Block = 50;
    private readonly SemaphoreSlim one = new(1, 1);
    private readonly ConcurrentQueue<long> left = new();

    public async ValueTask<long> Next(CancellationToken ct)
    {
        long number;
        while (!left.TryDequeue(out number))
            await Fetch(ct);
        return number;
    }

    private async Task Fetch(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            if (!left.IsEmpty)
                return;
            await using var command = database.CreateCommand(
                $"select nextval('crm.deal_number') from generate_series(1, {Block})"
            );
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                left.Enqueue(reader.GetInt64(0));
        }
        finally
        {
            one.Release();
        }
    }
}
