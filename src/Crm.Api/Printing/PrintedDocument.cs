using System.Text.Json.Serialization;

namespace Crm.Api.Printing;

/// <summary>The kinds of documents that are printed.</summary>
[JsonConverter(typeof(CamelCase<PrintedKind>))]
public enum PrintedKind
{
    Proposal,
    Invoice,
}

/// <summary>
/// A document as it is printed. PDF and HTML both lay out this model, so they show the same texts and numbers. It is built from events
/// alone; every text in it is cleaned for print (<see cref="PrintedText"/>).
/// </summary>
/// <param name="Language"><c>ru</c> or <c>en</c>.</param>
/// <param name="Number">Null for a draft.</param>
/// <param name="On">The business day of issue; for a draft, of its last edit.</param>
/// <param name="At">The same as an instant: the creation date of the file.</param>
public sealed record PrintedDocument(
    PrintedKind Kind,
    string Language,
    string? Number,
    DateOnly On,
    DateTimeOffset At,
    PrintedBrand Brand,
    PrintedParty Seller,
    PrintedParty? Buyer
)
{
    public bool IsDraft { get; init; }

    /// <summary>The line under the title: date, revision, order, day to pay by.</summary>
    public ImmutableArray<string> Details { get; init; } = [];

    public string Greeting { get; init; } = "";

    public required PrintedTable Lines { get; init; }

    /// <summary>Lines that are offered instead of others; they are part of no total.</summary>
    public PrintedTable? Alternatives { get; init; }

    public ImmutableArray<PrintedSum> Totals { get; init; } = [];

    /// <summary>The number of lines and their total.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The total written out in words.</summary>
    public string InWords { get; init; } = "";

    public ImmutableArray<PrintedTerm> Terms { get; init; } = [];

    public PrintedBank? Bank { get; init; }

    /// <summary>The text of the payment QR code (<see cref="Printing.PaymentCode"/>); null where none is printed.</summary>
    public string? PaymentCode { get; init; }

    public string Title =>
        Kind == PrintedKind.Proposal
            ? Number is null
                ? Labels.ProposalDraft.In(Language)
                : $"{Labels.Proposal.In(Language)} {Labels.No.In(Language)} {Number}"
            : $"{Labels.Invoice.In(Language)} {Labels.No.In(Language)} {Number}";

    /// <summary>Without the extension.</summary>
    public string FileName => Title.Replace('/', '-');
}

/// <summary>A party with the details that identify it, one per line.</summary>
/// <param name="Contacts">Phone and e-mail, printed in the letterhead.</param>
public sealed record PrintedParty(string Name, ImmutableArray<string> Lines, ImmutableArray<string> Contacts);

/// <summary>How the company's documents look and who signs them.</summary>
/// <param name="Accent"><c>#rrggbb</c>.</param>
public sealed record PrintedBrand(
    string Accent,
    Picture? Logo,
    Picture? Signature,
    string SignatoryPosition,
    string SignatoryName,
    string Footer
);

/// <summary>A column of a table.</summary>
/// <param name="IsNumber">Numbers are aligned to the right and are never broken over lines.</param>
/// <param name="IsWide">The one column that takes the width that the others leave.</param>
public sealed record PrintedColumn(string Title, bool IsNumber = true, bool IsWide = false);

/// <summary>The table of lines.</summary>
/// <param name="Rows">Cells in the order of the columns.</param>
/// <param name="RunningTotals">The total of the last column after each row; printed at page breaks.</param>
public sealed record PrintedTable(
    ImmutableArray<PrintedColumn> Columns,
    ImmutableArray<ImmutableArray<string>> Rows,
    ImmutableArray<string> RunningTotals
);

/// <summary>A row of the totals under the table.</summary>
/// <param name="IsStrong">The amount to be paid, printed larger than the others.</param>
public sealed record PrintedSum(string Label, string Amount, bool IsStrong = false);

/// <summary>A heading with its text.</summary>
public sealed record PrintedTerm(string Heading, string Text);

/// <summary>Bank details in the parts that a Russian payment order has.</summary>
public sealed record PrintedBank(
    string BankName,
    string Bic,
    string CorrespondentAccount,
    string TaxId,
    string Kpp,
    string Account,
    string Payee,
    string Purpose
);
