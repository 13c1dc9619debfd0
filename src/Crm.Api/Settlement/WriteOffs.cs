using Crm.Api.Currencies;
using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Settlement;

/// <summary>Writes off a small debt (списание задолженности).</summary>
/// <param name="Amount">
/// Amount to write off, at most the debt. All write-offs of the deal together may not exceed the setting writeOffLimit.
/// </param>
/// <param name="Side">
/// Whose debt is written off: <c>client</c> (the company forgives it) or <c>us</c> (the client forgives it).
/// </param>
/// <param name="Reason">Reason for the write-off, as free text; recorded in the history.</param>
public sealed record WriteOffBody(
    Money Amount,
    DebtSide Side,
    [SeveralLines] string Reason,
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
                        "Writes off a small debt of the client or to the client (списание задолженности). It "
                        + "is not revenue; gross profit shows it in a column of its own. For deals in another "
                        + "currency the limit is converted at the rate of the day of happenedAt. Requires an "
                        + "Idempotency-Key.",
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
                        "period.closed",
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
            WriteOffAnswer.Of,
            x => x.Number
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

/// <summary>A small debt that was written off (списание задолженности).</summary>
/// <param name="Amount">Written-off amount, with VAT.</param>
/// <param name="Side">Whose debt was written off: <c>client</c> or <c>us</c>.</param>
/// <param name="Reason">Reason for the write-off; null after it was erased.</param>
/// <param name="Reversal">When and why the write-off was reversed; null while it is in force.</param>
public sealed record WriteOffAnswer(
    Guid Id,
    Guid DealId,
    string Number,
    Money Amount,
    DebtSide Side,
    string? Reason,
    ReversalAnswer? Reversal,
    DateTimeOffset HappenedAt,
    DateTimeOffset RecordedAt
)
{
    /// <summary>
    /// Exchange rate at which the limit was converted; null when the deal is in the limit's currency, or when an earlier write-off
    /// was reversed.
    /// </summary>
    public ExchangeRateAnswer? LimitRate { get; init; }

    public static WriteOffAnswer Of(PartOf<DebtWrittenOff> x) =>
        new(
            x.Fact.WriteOff.Value,
            x.Deal.Id.Value,
            x.Fact.Number,
            x.Fact.Amount,
            x.Fact.Side,
            x.Fact.Reason.Text,
            ReversalAnswer.Of(
                x.Deal.Ledger.WriteOffs.FirstOrDefault(writeOff => writeOff.Id == x.Fact.WriteOff)?.Reversal
            ),
            x.Fact.HappenedAt,
            x.RecordedAt
        )
        {
            LimitRate = x.Fact.LimitRate is { } rate ? ExchangeRateAnswer.Of(rate) : null,
        };
}
