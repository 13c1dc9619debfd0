using Crm.Api.Deals;
using Crm.Api.Proposals;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;
using Crm.Projections.ReadModels.Proposals;
using Crm.Projections.ReadModels.Settings;
using JasperFx.Events;
using Marten;

namespace Crm.Api.Printing;

/// <summary>Reads what a document is printed from out of the events of its deal, its client and the company.</summary>
internal sealed class PrintReader(RequestStore store, DealReader deals, ProposalReader proposals, Company company)
{
    public async Task<PrintSource> Proposal(Guid proposalId, CancellationToken ct)
    {
        var dealId = await proposals.DealOf(proposalId, ct);
        var events = await deals.Facts(dealId, null, null, ct);
        var issuing = events.FirstOrDefault(e => e.Data is ProposalIssued data && data.Proposal.Value == proposalId);
        if (issuing is null)
            return await Draft(proposalId, events, dealId, ct);
        var issued = (ProposalIssued)issuing.Data;
        return await Source(proposalId, issuing, events, dealId, ct) with { Content = issued.Content, Issued = issued };
    }

    public async Task<PrintSource> Invoice(Guid dealId, Guid invoiceId, CancellationToken ct)
    {
        var events = await deals.Facts(dealId, null, null, ct);
        var issuing =
            events.FirstOrDefault(e => e.Data is InvoiceIssued data && data.Invoice.Value == invoiceId)
            ?? throw ProblemException.NotFound("invoice.not_found");
        var invoice = (InvoiceIssued)issuing.Data;
        var order = events.Select(e => e.Data).OfType<OrderPlaced>().FirstOrDefault(e => e.Order == invoice.Order);
        return await Source(invoiceId, issuing, events, dealId, ct) with { Invoice = invoice, Order = order?.Number };
    }

    private async Task<PrintSource> Source(
        Guid document,
        IEvent issuing,
        IReadOnlyList<IEvent> events,
        Guid dealId,
        CancellationToken ct
    )
    {
        var settings = await Settings(issuing.Timestamp, ct);
        return new PrintSource(
            document,
            issuing.Timestamp,
            Day(((DomainEvent)issuing.Data).HappenedAt, settings),
            settings,
            await Client(issuing, events, dealId, ct)
        );
    }

    /// <summary>
    /// The client whom the document names. The event has their details as of that moment. Events of earlier versions do not; for those the
    /// deal and the client are rebuilt as of the event.
    /// </summary>
    private async Task<PrintedClient?> Client(
        IEvent issuing,
        IReadOnlyList<IEvent> events,
        Guid dealId,
        CancellationToken ct
    )
    {
        if ((issuing.Data as ProposalIssued)?.Client is { } offered)
            return new(offered.Client, offered.Name, offered.Legal);
        if ((issuing.Data as InvoiceIssued)?.Client is { } billed)
            return new(billed.Client, billed.Name, billed.Legal);
        var deal = DealReader.Folded(events.Where(e => e.Version <= issuing.Version), dealId);
        return await Client(deal?.State.Client, issuing.Timestamp, ct);
    }

    private async Task<PrintedClient?> Client(ClientId? id, DateTimeOffset? asOf, CancellationToken ct) =>
        id is { } known && (await deals.Client(known, null, asOf, ct))?.State is { } client
            ? new(client.Id, client.Name, client.Legal)
            : null;

    /// <summary>A draft is printed with the present client and the present settings.</summary>
    private async Task<PrintSource> Draft(
        Guid proposalId,
        IReadOnlyList<IEvent> events,
        Guid dealId,
        CancellationToken ct
    )
    {
        await using var session = store.Read();
        var draft =
            await session.LoadAsync<ProposalDocument>(proposalId, ct)
            ?? throw ProblemException.NotFound("proposal.not_found");
        var settings = company.Over((await company.Load(ct)).State);
        var client = await Client(DealReader.Folded(events, dealId)?.State.Client, null, ct);
        return new PrintSource(proposalId, draft.UpdatedAt, Day(draft.UpdatedAt, settings), settings, client)
        {
            Content = draft.State.Content,
        };
    }

    /// <summary>The settings as of an instant: a later change of settings changes no issued document.</summary>
    private async Task<CompanySettings> Settings(DateTimeOffset asOf, CancellationToken ct)
    {
        await using var session = store.Read();
        var events = await session.Events.FetchStreamAsync(SettingsDocument.Stream, token: ct);
        var settings = events
            .Where(e => e.Timestamp <= asOf)
            .Aggregate(
                SettingsDocument.Initial,
                (document, e) => SettingsDocument.After(document, (DomainEvent)e.Data, e.Timestamp)
            );
        return company.Over(settings.State);
    }

    private static DateOnly Day(DateTimeOffset at, CompanySettings settings)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone!);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
    }
}
