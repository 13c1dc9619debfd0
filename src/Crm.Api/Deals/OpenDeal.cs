using Crm.Api.Catalog;
using Crm.Api.CustomFields;
using Crm.Domain.CustomFields;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Processes;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.DealKinds;
using Wolverine;

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
                new("openDeal")
                {
                    Permission = Permissions.DealsWrite,
                    Tag = "Deals",
                    Summary = "Open a deal",
                    Description =
                        "Opens a deal; a guided one enters its first stage and raises its first task in the same transaction.",
                    Refusals =
                    [
                        "validation.failed",
                        "currency.differs",
                        "backdate.not_permitted",
                        "happened_at.future",
                        "id.taken",
                        "deal_kind.retired",
                    ],
                }
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
        IMessageBus bus,
        References references,
        KindRegistry kinds,
        TimeProvider clock
    )
    {
        var body = await Body.Read<OpenDealBody>(http);
        if (body.Kind is not null && body.KindId is not null)
            throw ProblemException.Member("/kindId", "member.conflict", "kind or kindId");
        var process = References.Kind(kinds, body.Kind, body.KindId, clock.GetUtcNow());
        var open = await Command(http, body, references);
        return await bus.Answer(
            http,
            new OpenDealCommand(open, process, http.CommandRequest(body, body.HappenedAt, body.Id))
            {
                Refused = kinds.IsRetired(process.Code) ? ChangeKind.Retired(process.Code) : null,
            }
        );
    }

    private static async Task<OpenDeal> Command(HttpContext http, OpenDealBody body, References references)
    {
        var ct = http.RequestAborted;
        return new OpenDeal(
            new(body.Id ?? Guid.CreateVersion7()),
            "",
            TextValidation.Required(body.Title, "/title", TextValidation.Title),
            body.ClientId is { } client ? await references.Client(http, client, "/clientId") : null,
            body.ManagerId is { } manager ? await references.User(manager, "/managerId", ct) : Caller.Of(http).User,
            body.ExpectedAmount,
            EditDealEndpoint.Percent(body.Probability),
            body.SourceId is { } source ? await references.Source(source, "/sourceId", ct) : null,
            await InterestBody.Lines(http, body.Interest, "/interest", references),
            body.ExpectedCloseOn,
            TextValidation.PersonalOrNull(body.Comment, "/comment"),
            EditDealEndpoint.Refs(body.ExternalRefs)
        )
        {
            CustomFields = (
                await references.Fields.Read(http, FieldOwner.Deal, body.CustomFields, "/customFields")
            ).Filled(),
        };
    }
}
