using Crm.Domain.Settings;

namespace Crm.Api.Printing;

/// <summary>Builds the printed document of a proposal or an invoice in one language; a pure function.</summary>
internal abstract class DocumentBuilder(PrintSource source, string language)
{
    private const string DefaultAccent = "#1f4e79";

    protected PrintSource Source => source;

    protected string Language => language;

    protected Branding Branding => source.Settings.Branding;

    private Picture? Logo { get; init; }

    private Picture? Signature { get; init; }

    /// <param name="logo">From the company's branding; null when it has none.</param>
    /// <param name="signature">From the company's branding; null when it has none.</param>
    public static PrintedDocument Build(PrintSource source, string language, Picture? logo, Picture? signature) =>
        source.Invoice is { } invoice
            ? new InvoiceBuilder(source, language) { Logo = logo, Signature = signature }.Build(invoice)
            : new ProposalBuilder(source, language) { Logo = logo, Signature = signature }.Build(source.Content!);

    protected PrintedDocument Begin(PrintedKind kind, string? number, PrintedTable lines)
    {
        var position = PrintedText.Line(Branding.SignatoryPosition?.In(language));
        var brand = new PrintedBrand(
            Branding.Accent ?? DefaultAccent,
            Logo,
            Signature,
            position.Length > 0 ? position : Labels.Signatory.In(language),
            PrintedText.Line(Branding.Signatory?.Text),
            PrintedText.Line(Branding.Footer?.In(language))
        );
        var seller = Parties.Seller(source.Settings.Profile, source.Manager, language);
        var buyer = Parties.Buyer(source.Client, language);
        return new PrintedDocument(kind, language, number, source.On, source.At, brand, seller, buyer)
        {
            Lines = lines,
        };
    }

    /// <summary>The document's own terms and then the company's; those without text are left out.</summary>
    protected IEnumerable<PrintedTerm> Terms((Localized Heading, string? Text)[] own) =>
        own.Append((Labels.CompanyTerms, Branding.Terms?.In(language)))
            .Select(term => new PrintedTerm(term.Item1.In(language), PrintedText.Clean(term.Item2)))
            .Where(term => term.Text.Length > 0);

    protected string Dated() => Labels.Dated.With(language, PrintedNumbers.Day(source.On, language));

    protected string Summary(int count, Money total) =>
        Labels.Summary.With(language, count, PrintedNumbers.WithCurrency(total.Amount, total.Currency, language));
}
