using System.Text.Json.Serialization;
using Crm.Api.Currencies;
using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Settlement;

/// <summary>A small debt that is let go.</summary>
/// <param name="Amount">At most the debt; all write-offs of the deal together within the setting writeOffLimit.</param>
/// <param name="Side">Whose debt it closes: client (we forgive it) or us (the client leaves it to us).</param>
public sealed record WriteOffBody(
    Money Amount,
    DebtSide Side,
    string Reason,
    Guid? Id = null,
    DateTimeOffset? HappenedAt = null
);

/// <summary>/deals/{dealId}/write-offs.</summary>
public static class WriteOffEndpoints
{
    private static readonly PartRoutes Routes = new("write-offs", "WriteOff", "writeOffId", "Settlement");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/deals/{dealId:guid}/write-offs", Post)
            .Operation(
                new("recordWriteOff")
                {
                    Permission = Permissions.DebtWriteOff,
                    Tag = "Settlement",
                    Summary = "Write off a debt",
                    Description =
                        "Lets a small debt of the client or of ours go. No revenue; a column of its own in gross profit. In "
                        + "another currency than the base currency the limit is converted at the rate of the day of happenedAt, or "
                        + "the last one before. Needs an Idempotency-Key.",
                    RequiresKey = true,
                    Refusals =
                    [
                        "validation.failed",
                        "idempotency_key.required",
                        "deal.not_found",
                        "deal.closed",
                        "write_off.exceeds_debt",
                        "write_off.exceeds_limit",
                        "exchange_rate.missing",
                        "currency.differs",
                        "happened_at.out_of_order",
                        "id.taken",
                    ],
                }
            )
            .Takes(new WriteOffBody(Sample.Rub(0.4m), DebtSide.Client, "Копейки округления"))
            .Answers<WriteOffAnswer>(201)
            .Answers<WriteOffAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);
        Routes.Read<DebtWrittenOff, WriteOffAnswer>(
            routes,
            x => x.WriteOff.Value,
            "write_off.not_found",
            WriteOffAnswer.Of
        );
    }

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<WriteOffBody>(http);
        var id = body.Id ?? Guid.CreateVersion7();
        var command = new WriteOffDebt(
            new(id),
            body.Amount,
            body.Side,
            TextValidation.Personal(body.Reason, "/reason")
        );
        return await bus.Answer(
            http,
            new ExecuteDealCommand(dealId, command, http.CommandRequest(body, body.HappenedAt, body.Id)) { PartId = id }
        );
    }
}

/// <summary>A debt that was let go.</summary>
/// <param name="Side">Whose debt it closed.</param>
public sealed record WriteOffAnswer(
    Guid Id,
    Guid DealId,
    string Number,
    Money Amount,
    DebtSide Side,
    string? Reason,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
    /// <summary>
    /// The rate that the limit was converted at; absent: the deal is in the limit's currency, or an earlier write-off was taken
    /// back.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExchangeRateAnswer? LimitRate { get; init; }

    public static WriteOffAnswer Of(PartOf<DebtWrittenOff> x) =>
        new(
            x.Fact.WriteOff.Value,
            x.Deal.Id.Value,
            x.Fact.Number,
            x.Fact.Amount,
            x.Fact.Side,
            x.Fact.Reason.Text,
            x.Fact.HappenedAt,
            x.RecordedAt
        )
        {
            LimitRate = x.Fact.LimitRate is { } rate ? ExchangeRateAnswer.Of(rate) : null,
        };
}
