using Crm.Api.Deals;
using Crm.Api.Proposals;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Proposals;
using Crm.Projections.ReadModels.Settings;

namespace Crm.Api.Printing;

/// <summary>Reads what a document is printed from out of the events of its deal, its client and the company.</summary>
internal sealed class PrintReader(
    DealReader deals,
    ProposalReader proposals,
    StoredDocuments documents,
    EventQuery events,
    Company company
)
{
    public async Task<PrintSource> Proposal(Guid proposalId, CancellationToken ct)
    {
        var at = await deals.Now(await proposals.DealOf(proposalId, ct), ct);
        var issuing = await deals.Find<ProposalIssued>(at, data => data.Proposal.Value, proposalId, ct);
        if (issuing is null)
            return await Draft(proposalId, at, ct);
        var issued = (ProposalIssued)issuing.Data;
        return await Source(proposalId, issuing, at, ct) with { Content = issued.Content, Issued = issued };
    }

    public async Task<PrintSource> Invoice(Guid dealId, Guid invoiceId, CancellationToken ct)
    {
        var at = await deals.Now(dealId, ct);
        var issuing =
            await deals.Find<InvoiceIssued>(at, data => data.Invoice.Value, invoiceId, ct)
            ?? throw ProblemException.NotFound("invoice.not_found");
        var invoice = (InvoiceIssued)issuing.Data;
        var order = invoice.Order is { } id ? at.Deal.State.Ledger.Orders.GetValueOrDefault(id) : null;
        return await Source(invoiceId, issuing, at, ct) with
        {
            Invoice = invoice with { PriceIncludesVat = at.Deal.State.Ledger.PricesIncludeVat(invoice) },
            Order = order?.Number,
            OrderRates = order is null ? [] : [.. order.Lines.Values.Select(line => line.VatRate).Distinct()],
        };
    }

    private async Task<PrintSource> Source(Guid document, EventRow issuing, DealAt at, CancellationToken ct)
    {
        var settings = await Settings(issuing.RecordedAt, ct);
        return new PrintSource(
            document,
            issuing.RecordedAt,
            Day(issuing.Data.HappenedAt, settings),
            settings,
            await Client(issuing, at, ct)
        )
        {
            Manager = await Manager(
                (await deals.Fold(at.Deal.Id, issuing.Version, ct))?.State.Manager,
                issuing.RecordedAt,
                ct
            ),
        };
    }

    /// <summary>The manager as they were then: a later name, phone or manager changes no issued document.</summary>
    private async Task<ContactPerson?> Manager(UserId? id, DateTimeOffset? asOf, CancellationToken ct)
    {
        if (id is not { } user)
            return null;
        UserDocument? found = null;
        await foreach (var e in events.Read(user.Value, new() { KnownAt = asOf }, ct))
            found = UserProjection.After(found, user.Value, e.Data, e.RecordedAt);
        return found is null ? null : new(found.State.Name.Text, found.State.Phone?.Text);
    }

    /// <summary>
    /// The client whom the document names. The event has their details as of that moment. Events of earlier versions do not; for those the
    /// deal and the client are rebuilt as of the event.
    /// </summary>
    private async Task<PrintedClient?> Client(EventRow issuing, DealAt at, CancellationToken ct)
    {
        if ((issuing.Data as ProposalIssued)?.Client is { } offered)
            return new(offered.Client, offered.Name, offered.Legal);
        if ((issuing.Data as InvoiceIssued)?.Client is { } billed)
            return new(billed.Client, billed.Name, billed.Legal);
        var deal = await deals.Fold(at.Deal.Id, issuing.Version, ct);
        return await Client(deal?.State.Client, issuing.RecordedAt, ct);
    }

    private async Task<PrintedClient?> Client(ClientId? id, DateTimeOffset? asOf, CancellationToken ct) =>
        id is { } known && (await deals.Client(known, null, asOf, ct))?.State is { } client
            ? new(client.Id, client.Name, client.Legal)
            : null;

    /// <summary>A draft is printed with the present client and the present settings.</summary>
    private async Task<PrintSource> Draft(Guid proposalId, DealAt at, CancellationToken ct)
    {
        var draft =
            await documents.Find<ProposalDocument>(proposalId, ct)
            ?? throw ProblemException.NotFound("proposal.not_found");
        var settings = company.Over((await company.Load(ct)).State);
        var client = await Client(at.Deal.State.Client, null, ct);
        return new PrintSource(proposalId, draft.UpdatedAt, Day(draft.UpdatedAt, settings), settings, client)
        {
            Content = draft.State.Content,
            Manager = await Manager(at.Deal.State.Manager, null, ct),
        };
    }

    /// <summary>The settings as of an instant: a later change of settings changes no issued document.</summary>
    private async Task<CompanySettings> Settings(DateTimeOffset asOf, CancellationToken ct)
    {
        var settings = SettingsDocument.Initial;
        await foreach (var e in events.Read(SettingsDocument.Stream, new() { KnownAt = asOf }, ct))
            settings = SettingsDocument.After(settings, e.Data, e.RecordedAt);
        return company.Over(settings.State);
    }

    private static DateOnly Day(DateTimeOffset at, CompanySettings settings)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone!);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
    }
}
