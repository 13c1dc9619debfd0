using System.Text.Json.Serialization;

namespace Crm.Api.Printing;

/// <summary>What prints.</summary>
[JsonConverter(typeof(CamelCase<PrintedKind>))]
public enum PrintedKind
{
    Proposal,
    Invoice,
}

/// <summary>
/// A document as it is printed, whatever the form: PDF and HTML show the same texts and the same numbers. Made from facts alone,
/// with every text cleaned for print.
/// </summary>
/// <param name="Language"><c>ru</c> or <c>en</c>.</param>
/// <param name="Number">Null: a draft has none.</param>
/// <param name="On">The business day of its issue; of a draft, that of its last edit.</param>
/// <param name="At">The same as an instant: the file's own date.</param>
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
    public bool Draft { get; init; }

    /// <summary>Under the title: revision, validity, day to pay by.</summary>
    public ImmutableArray<string> Facts { get; init; } = [];

    public string Greeting { get; init; } = "";

    public required PrintedTable Lines { get; init; }

    /// <summary>Offered instead of lines, and in no total.</summary>
    public PrintedTable? Alternatives { get; init; }

    public ImmutableArray<PrintedSum> Totals { get; init; } = [];

    /// <summary>How many lines, and how much they come to.</summary>
    public string Summary { get; init; } = "";

    public string InWords { get; init; } = "";

    public ImmutableArray<PrintedTerm> Terms { get; init; } = [];

    public PrintedBank? Bank { get; init; }

    /// <summary>What a bank's application reads from the code; null: there is none to print.</summary>
    public string? PaymentCode { get; init; }

    public string Title =>
        Kind == PrintedKind.Proposal
            ? Number is null
                ? Labels.ProposalDraft.In(Language)
                : $"{Labels.Proposal.In(Language)} {Labels.No.In(Language)} {Number}"
            : $"{Labels.Invoice.In(Language)} {Labels.No.In(Language)} {Number}";

    /// <summary>What its file is called, without the ending.</summary>
    public string FileName => Title.Replace('/', '-');
}

/// <summary>A party with what identifies it, line by line.</summary>
/// <param name="Contacts">How to reach it; stands in the letterhead.</param>
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

/// <summary>A column of a table: numbers stand at its right edge, and one column takes the room that the others leave.</summary>
public sealed record PrintedColumn(string Title, bool Right = true, bool Wide = false);

/// <summary>The table of lines.</summary>
/// <param name="Rows">Cells, in the order of columns.</param>
/// <param name="RunningTotals">What the last column comes to after each row: carried over page breaks.</param>
public sealed record PrintedTable(
    ImmutableArray<PrintedColumn> Columns,
    ImmutableArray<ImmutableArray<string>> Rows,
    ImmutableArray<string> RunningTotals
);

/// <summary>A row under the table.</summary>
/// <param name="Strong">The one that matters: what is to be paid.</param>
public sealed record PrintedSum(string Label, string Amount, bool Strong = false);

/// <summary>A heading with its text.</summary>
public sealed record PrintedTerm(string Heading, string Text);

/// <summary>Where to pay, as a Russian payment form lays it out.</summary>
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
