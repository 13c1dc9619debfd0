using Crm.Api.Deals;
using Crm.Api.Printing;
using Crm.Api.Proposals;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Wolverine;

namespace Crm.Api.Mail;

/// <summary>
/// POST /proposals/{proposalId}/email, /deals/{dealId}/invoices/{invoiceId}/email, and the status of a deal's mails.
/// </summary>
public static class EmailDocumentEndpoints
{
    private static readonly PartRoutes Routes = new("mails", "Mail", "mailId", "Mail");
    private static readonly EmailDocumentBody Example = new(
        ["smirnova@example.com"],
        Subject: "Предложение по принтерам",
        Text: "Анна, добрый день! Предложение во вложении.",
        Lang: "ru"
    );
    private static readonly string[] Refusals =
    [
        "validation.failed",
        "permission.missing",
        "deal.not_found",
        "deal.closed",
        "happened_at.out_of_order",
        "id.taken",
        "mail.not_configured",
    ];

    private const string Addresses =
        "Recipients who are not contacts of the deal's client need `mail.anyone`. Too many mails of one user are 429.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/proposals/{proposalId:guid}/email", Proposal)
            .Operation(
                new("emailProposal")
                {
                    Permission = Permissions.ProposalsWrite,
                    Tag = "Mail",
                    Summary = "E-mail a proposal",
                    Description =
                        "Sends an issued proposal by e-mail as a PDF and marks it as sent. Delivery is "
                        + "asynchronous; the mail resource shows whether the mail server accepted it. "
                        + Addresses,
                    Refusals =
                    [
                        .. Refusals,
                        "proposal.not_found",
                        "proposal.not_issued",
                        "proposal.not_open",
                        "proposal.expired",
                    ],
                }
            )
            .Takes(Example)
            .Answers<MailAnswer>(201)
            .Answers<MailAnswer>()
            .Capability(Capabilities.Proposals);
        routes
            .MapPost("/deals/{dealId:guid}/invoices/{invoiceId:guid}/email", Invoice)
            .Operation(
                new("emailInvoice")
                {
                    Permission = Permissions.DocumentsWrite,
                    Tag = "Mail",
                    Summary = "E-mail an invoice",
                    Description =
                        "Sends an invoice that is not cancelled by e-mail as a PDF. Delivery is "
                        + "asynchronous; the mail resource shows whether the mail server accepted it. "
                        + Addresses,
                    Refusals = [.. Refusals, "invoice.not_found"],
                }
            )
            .Takes(Example with { Subject = "Счёт на принтеры", Text = null })
            .Answers<MailAnswer>(201)
            .Answers<MailAnswer>()
            .Capability(Capabilities.OrdersAndInvoices);
        Routes.Read<DocumentMailed, MailAnswer>(routes, x => x.Mail.Value, "mail.not_found", MailAnswer.Of);
    }

    private static async Task<IResult> Proposal(
        Guid proposalId,
        HttpContext http,
        IMessageBus bus,
        ProposalReader proposals,
        PrintedClients known,
        DocumentMails mails,
        MailQuota quota
    )
    {
        var body = await Body.Read<EmailDocumentBody>(http);
        var id = body.Id ?? Guid.CreateVersion7();
        var message = mails.Of(body, new(id));
        await known.DemandOfProposal(http, proposalId);
        await quota.Take(http);
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                await proposals.DealOf(proposalId, http.RequestAborted),
                new MailProposal(
                    new(proposalId),
                    new(id),
                    proposal => message(MailedDocument.Proposal, proposal.Number!)
                ),
                http.CommandRequest(body, body.HappenedAt, body.Id)
            )
            {
                PartId = id,
                Proposal = new ProposalTarget(proposalId) { IsVersioned = true },
            }
        );
    }

    private static async Task<IResult> Invoice(
        Guid dealId,
        Guid invoiceId,
        HttpContext http,
        IMessageBus bus,
        PrintedClients known,
        DocumentMails mails,
        MailQuota quota
    )
    {
        var body = await Body.Read<EmailDocumentBody>(http);
        var id = body.Id ?? Guid.CreateVersion7();
        var message = mails.Of(body, new(id));
        await known.DemandOfInvoice(http, dealId, invoiceId);
        await quota.Take(http);
        return await bus.Answer(
            http,
            new ExecuteDealCommand(
                dealId,
                new MailInvoice(new(invoiceId), new(id), invoice => message(MailedDocument.Invoice, invoice.Number)),
                http.CommandRequest(body, body.HappenedAt, body.Id)
            )
            {
                PartId = id,
            }
        );
    }
}

/// <summary>Why the mail server did not accept a mail.</summary>
/// <param name="Code">Stable code of the problem.</param>
/// <param name="Answer">Answer of the mail server in its own words; null when it gave none.</param>
public sealed record MailProblem(string Code, string? Answer);
