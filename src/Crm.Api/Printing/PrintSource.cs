using Crm.Domain.Clients;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;

namespace Crm.Api.Printing;

/// <summary>What a document is printed from: its own event, and client and company as of the moment when that event was recorded.</summary>
/// <param name="Document">The id of the proposal or the invoice.</param>
/// <param name="At">When the event was recorded; for a draft, its last edit.</param>
/// <param name="On">The business day of <paramref name="At"/> in the company's time zone.</param>
/// <param name="Settings">As of <paramref name="At"/>, with configured defaults where nothing was set.</param>
internal sealed record PrintSource(
    Guid Document,
    DateTimeOffset At,
    DateOnly On,
    CompanySettings Settings,
    PrintedClient? Client
)
{
    /// <summary>The content of a proposal: as issued, or the draft as it is now.</summary>
    public ProposalContent? Content { get; init; }

    public ProposalIssued? Issued { get; init; }

    /// <summary>The deal's manager as of <see cref="At"/>; null: none.</summary>
    public ContactPerson? Manager { get; init; }

    public InvoiceIssued? Invoice { get; init; }

    /// <summary>The number of the order that an invoice belongs to.</summary>
    public string? Order { get; init; }

    /// <summary>The VAT rates of that order's lines, each once; null is exempt. Empty: no order.</summary>
    public ImmutableArray<decimal?> OrderRates { get; init; } = [];

    public bool IsDraft => Issued is null && Invoice is null;

    /// <summary>The first language of the company; used where the request asks for none.</summary>
    public string DefaultLanguage => Settings.Languages.IsEmpty ? "ru" : Settings.Languages[0];
}

/// <summary>The manager whom the client can call; what is unknown or erased is null.</summary>
internal sealed record ContactPerson(string? Name, string? Phone);

/// <summary>A client as the document names them.</summary>
internal sealed record PrintedClient(ClientId Id, Personal Name, LegalDetails? Legal);
