using Crm.Api.Deals;
using Crm.Api.Hosting;
using Crm.Api.Proposals;
using Crm.Api.Settings;
using Crm.Domain.Deals;
using Crm.Projections.Proposals;
using Crm.Projections.Settings;
using JasperFx.Events;
using Marten;

namespace Crm.Api.Printing;

/// <summary>Finds what a document is printed from, in the facts themselves.</summary>
internal sealed class PrintReader(RequestStore store, DealReader deals, ProposalReader proposals, Company company)
{
    public async Task<PrintedFacts> Proposal(Guid proposalId, CancellationToken ct)
    {
        var dealId = await proposals.DealOf(proposalId, ct);
        var facts = await deals.Facts(dealId, null, null, ct);
        if (facts.FirstOrDefault(x => x.Data is ProposalIssued f && f.Proposal.Value == proposalId) is not { } e)
            return await Draft(proposalId, facts, dealId, ct);
        var issued = (ProposalIssued)e.Data;
        return await Of(proposalId, e, facts, dealId, ct) with { Content = issued.Content, Issued = issued };
    }

    public async Task<PrintedFacts> Invoice(Guid dealId, Guid invoiceId, CancellationToken ct)
    {
        var facts = await deals.Facts(dealId, null, null, ct);
        var e =
            facts.FirstOrDefault(x => x.Data is InvoiceIssued f && f.Invoice.Value == invoiceId)
            ?? throw ProblemException.NotFound("invoice.not_found");
        var invoice = (InvoiceIssued)e.Data;
        return await Of(invoiceId, e, facts, dealId, ct) with
        {
            Invoice = invoice,
            Order = facts
                .Select(x => x.Data)
                .OfType<OrderPlaced>()
                .FirstOrDefault(x => x.Order == invoice.Order)
                ?.Number,
        };
    }

    private async Task<PrintedFacts> Of(
        Guid document,
        IEvent e,
        IReadOnlyList<IEvent> facts,
        Guid dealId,
        CancellationToken ct
    )
    {
        var settings = await Settings(e.Timestamp, ct);
        return new PrintedFacts(
            document,
            e.Timestamp,
            Day(((Fact)e.Data).HappenedAt, settings),
            settings,
            await Client(e, facts, dealId, ct)
        );
    }

    /// <summary>
    /// The client whom the document names. Its fact froze him; the fact of an older document did not, and the client of that moment is
    /// found in the deal's facts and his own.
    /// </summary>
    private async Task<PrintedClient?> Client(
        IEvent e,
        IReadOnlyList<IEvent> facts,
        Guid dealId,
        CancellationToken ct
    ) =>
        (e.Data as ProposalIssued)?.Client is { } offered ? new(offered.Client, offered.Name, offered.Legal)
        : (e.Data as InvoiceIssued)?.Client is { } billed ? new(billed.Client, billed.Name, billed.Legal)
        : DealReader.Folded(facts.Where(x => x.Version <= e.Version), dealId)?.State.Client is { } id
        && (await deals.Client(id, null, e.Timestamp, ct))?.State is { } client
            ? new(client.Id, client.Name, client.Legal)
        : null;

    /// <summary>A draft is what it is now, and so are client and company.</summary>
    private async Task<PrintedFacts> Draft(
        Guid proposalId,
        IReadOnlyList<IEvent> facts,
        Guid dealId,
        CancellationToken ct
    )
    {
        await using var session = store.Read();
        var draft =
            await session.LoadAsync<ProposalDocument>(proposalId, ct)
            ?? throw ProblemException.NotFound("proposal.not_found");
        var settings = company.Over((await company.Load(ct)).State);
        var client = DealReader.Folded(facts, dealId)?.State.Client is { } id
            ? (await deals.Client(id, null, null, ct))?.State
            : null;
        return new PrintedFacts(
            proposalId,
            draft.UpdatedAt,
            Day(draft.UpdatedAt, settings),
            settings,
            client is null ? null : new(client.Id, client.Name, client.Legal)
        )
        {
            Content = draft.State.Content,
        };
    }

    /// <summary>The settings as they stood: a later change of them changes nothing that was issued before.</summary>
    private async Task<Domain.Settings.CompanySettings> Settings(DateTimeOffset at, CancellationToken ct)
    {
        await using var session = store.Read();
        var facts = await session.Events.FetchStreamAsync(SettingsDocument.Stream, token: ct);
        return company.Over(
            facts
                .Where(x => x.Timestamp <= at)
                .Aggregate(SettingsDocument.Initial, (x, e) => SettingsDocument.After(x, (Fact)e.Data, e.Timestamp))
                .State
        );
    }

    private static DateOnly Day(DateTimeOffset at, Domain.Settings.CompanySettings settings) =>
        DateOnly.FromDateTime(
            TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone!)).DateTime
        );
}
