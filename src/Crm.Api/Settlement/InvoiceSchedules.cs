using Crm.Api.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Settlement;

/// <summary>Issues invoices for an order by a payment schedule (график оплаты), each with its own due date.</summary>
/// <param name="OrderId">Id of the order.</param>
/// <param name="Parts">1 to 100 parts: either a percentage in every part, 100 in total, or an amount in every part.</param>
public sealed record ScheduleInvoicesBody(
    Guid OrderId,
    IReadOnlyList<SchedulePartBody> Parts,
    DateTimeOffset? HappenedAt = null
);

/// <summary>One part of a payment schedule.</summary>
/// <param name="DueOn">Business date by which the part is to be paid.</param>
/// <param name="Percent">
/// Percentage of what is ordered and not invoiced yet, above 0, up to 100. Give either percent or amount.
/// </param>
/// <param name="Amount">Amount with VAT. Give either amount or percent.</param>
public sealed record SchedulePartBody(DateOnly DueOn, decimal? Percent = null, Money? Amount = null);

/// <summary>The invoices of a payment schedule (график оплаты).</summary>
/// <param name="Invoices">The issued invoices, in the order of the parts.</param>
public sealed record InvoiceScheduleAnswer(IReadOnlyList<InvoiceAnswer> Invoices);

/// <summary>POST /deals/{dealId}/invoices/schedule.</summary>
public static class InvoiceScheduleEndpoint
{
    private static readonly PartRoutes Routes = new("invoices", "Invoice", "invoiceId", "Settlement");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/deals/{dealId:guid}/invoices/schedule", Post)
            .Operation(
                new("scheduleInvoices")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Settlement",
                    Summary = "Invoice an order by schedule",
                    Description =
                        "Issues one invoice per part of a payment schedule (график оплаты) for what is not "
                        + "invoiced yet, all in one transaction. Percentages are split by largest remainder, "
                        + "so that the invoices add up to the order, VAT included.",
                    Refusals =
                    [
                        "validation.failed",
                        "deal.not_found",
                        "deal.closed",
                        "invoice.exceeds_order",
                        "seller.incomplete",
                        "currency.differs",
                        "happened_at.out_of_order",
                    ],
                }
            )
            .Takes(new ScheduleInvoicesBody(Sample.Order, [new(Sample.Day(1, 31), 30), new(Sample.Day(2, 28), 70)]))
            .Answers<InvoiceScheduleAnswer>(201)
            .Capability(Capabilities.OrdersAndInvoices);

    private static async Task<IResult> Post(Guid dealId, HttpContext http, IMessageBus bus)
    {
        var body = await Body.Read<ScheduleInvoicesBody>(http);
        var parts = TextValidation
            .Some(body.Parts, "/parts", 100)
            .Select(x => new ScheduledPayment(new(Guid.CreateVersion7()), x.DueOn, x.Percent, x.Amount))
            .ToImmutableArray();
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                new ScheduleInvoices(new(body.OrderId), parts),
                http.CommandRequest(body, body.HappenedAt)
            )
        );
    }
}
