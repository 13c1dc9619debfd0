using Crm.Domain.Clients;
using Crm.Domain.Deals;
using Crm.Domain.Settings;

namespace Crm.Api.Printing;

/// <summary>What a document is printed from: its own fact, and client and company as they stood when it was recorded.</summary>
/// <param name="Document">Of the proposal or the invoice.</param>
/// <param name="At">When the fact was recorded; of a draft, its last edit.</param>
/// <param name="On">The business day.</param>
/// <param name="Settings">Of that moment, as configured where nobody set them.</param>
internal sealed record PrintedFacts(
    Guid Document,
    DateTimeOffset At,
    DateOnly On,
    CompanySettings Settings,
    PrintedClient? Client
)
{
    /// <summary>The content of a proposal: as issued, or the draft as it is.</summary>
    public ProposalContent? Content { get; init; }

    public ProposalIssued? Issued { get; init; }

    public InvoiceIssued? Invoice { get; init; }

    /// <summary>Number of the order that an invoice belongs to.</summary>
    public string? Order { get; init; }

    public bool Draft => Issued is null && Invoice is null;

    /// <summary>The language of the company's documents, where nobody asks for one.</summary>
    public string DefaultLanguage => Settings.Languages.IsEmpty ? "ru" : Settings.Languages[0];
}

/// <summary>A client as the document knows him.</summary>
internal sealed record PrintedClient(ClientId Id, Personal Name, LegalDetails? Legal);
