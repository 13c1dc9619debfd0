using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;

namespace Crm.Api.Printing;

/// <summary>Makes the printed document of a proposal or an invoice in one language; pure.</summary>
internal static class DocumentBuilder
{
    private const string Accent = "#1f4e79";

    public static PrintedDocument Of(PrintedFacts facts, string language, Picture? logo, Picture? signature) =>
        facts.Invoice is { } invoice
            ? Invoice(facts, invoice, language, logo, signature)
            : Proposal(facts, facts.Content!, language, logo, signature);

    private static PrintedDocument Proposal(
        PrintedFacts facts,
        ProposalContent content,
        string language,
        Picture? logo,
        Picture? signature
    )
    {
        var lines = Lines(content.Main, content, language);
        var alternatives = content.Lines.Where(x => x.Alternative).ToArray();
        var total = facts.Issued?.Total ?? content.Total;
        var until = PrintedNumbers.Day(content.ValidUntil, language);
        var greeting = PrintedText.Clean(facts.Settings.Branding.Greeting?.In(language));
        return Begun(PrintedKind.Proposal, facts, facts.Issued?.Number, lines.Table(), language, logo, signature) with
        {
            Draft = facts.Draft,
            Facts =
            [
                Dated(facts, language),
                .. facts.Issued is { Revision: > 1 } x
                    ? [Labels.Revision.With(language, x.Revision)]
                    : Array.Empty<string>(),
            ],
            Greeting = greeting.Length > 0 ? greeting : Labels.Greeting.In(language),
            Totals = lines.Totals(total.Amount, Labels.Total),
            Alternatives = alternatives.Length == 0 ? null : Lines(alternatives, content, language).Table(),
            Summary = Summary(content.Main.Count(), total, language),
            InWords = Words.AmountInWords.Of(total, language),
            Terms =
            [
                .. Terms(
                    facts.Settings.Branding,
                    language,
                    [
                        (Labels.Validity, Labels.ValidityText.With(language, until)),
                        (
                            Labels.LeadTime,
                            content.LeadTimeDays is { } days
                                ? Labels.LeadTimeText.With(language, Days(days, language))
                                : null
                        ),
                        (Labels.Delivery, content.Terms?.Delivery),
                        (Labels.Payment, content.Terms?.Payment),
                        (Labels.Other, content.Terms?.Other),
                    ]
                ),
            ],
        };
    }

    private static PrintedLines Lines(IEnumerable<PricedLine> lines, ProposalContent content, string language) =>
        new(
            [
                .. lines.Select(x => new PrintedLine(
                    Named(x, content, language),
                    x.Quantity,
                    x.Unit,
                    x.Price,
                    x.DiscountPercent,
                    x.VatRate,
                    x.Net,
                    x.Vat,
                    x.Total
                )),
            ],
            content.Currency,
            content.PriceIncludesVat,
            language
        );

    /// <summary>A line that is delivered at another time than the rest says so under its name.</summary>
    private static string Named(PricedLine x, ProposalContent content, string language) =>
        x.LeadTimeDays is { } days && days != content.LeadTimeDays
            ? $"{PrintedText.Clean(x.Name)}\n{Labels.LineLeadTime.With(language, Days(days, language))}"
            : PrintedText.Clean(x.Name);

    private static string Days(int days, string language)
    {
        var forms = new Words.Forms(
            Labels.DayOne.In(language),
            Labels.DayFew.In(language),
            Labels.DayMany.In(language)
        );
        var noun =
            language == "ru" ? forms.After(days)
            : days == 1 ? forms.One
            : forms.Many;
        return PrintedNumbers.Quantity(days, language) + "\u00a0" + noun;
    }

    private static PrintedDocument Invoice(
        PrintedFacts facts,
        InvoiceIssued invoice,
        string language,
        Picture? logo,
        Picture? signature
    )
    {
        var currency = invoice.Total.Currency;
        // A plain amount is an advance: how much VAT will be in it, no fact says yet. A part of a schedule knows its share.
        var plain = invoice.Lines.IsEmpty;
        var called = invoice.Part is { } part
            ? Labels.Scheduled.With(language, part.Number, part.Of)
            : Labels.Advance.In(language);
        PrintedLine[] printed = plain
            ? [new(called, 1, null, invoice.Total.Amount, 0, null, invoice.Total.Amount, 0, invoice.Total.Amount)]
            :
            [
                .. invoice.Lines.Select(x => new PrintedLine(
                    PrintedText.Clean(x.Name),
                    x.Quantity,
                    x.Unit,
                    x.Price,
                    x.DiscountPercent,
                    x.VatRate,
                    x.Net,
                    x.Vat,
                    x.Total
                )),
            ];
        var lines = new PrintedLines(printed, currency, invoice.PriceIncludesVat, language);
        var bank = Bank(facts, invoice, language);
        return Begun(
            PrintedKind.Invoice,
            facts,
            invoice.Number,
            plain ? PrintedLines.Plain(printed[0], currency, language) : lines.Table(),
            language,
            logo,
            signature
        ) with
        {
            Facts =
            [
                Dated(facts, language),
                .. facts.Order is { } order ? [Labels.ByOrder.With(language, order)] : Array.Empty<string>(),
                .. invoice.DueOn is { } due
                    ? [Labels.PayBy.With(language, PrintedNumbers.Day(due, language))]
                    : Array.Empty<string>(),
            ],
            Totals = plain
                ?
                [
                    new(
                        Labels.ToPay.In(language),
                        PrintedNumbers.WithCurrency(invoice.Total.Amount, currency, language),
                        Strong: true
                    ),
                    .. invoice.Vat is > 0 and var vat
                        ? [new PrintedSum(Labels.OfItVat.In(language), PrintedNumbers.Amount(vat, currency, language))]
                        : Array.Empty<PrintedSum>(),
                ]
                : lines.Totals(invoice.Total.Amount, Labels.ToPay),
            Summary = Summary(printed.Length, invoice.Total, language),
            InWords = Words.AmountInWords.Of(invoice.Total, language),
            Terms = [new(Labels.Purpose.In(language), bank.Purpose), .. Terms(facts.Settings.Branding, language, [])],
            Bank = bank.Account.Length > 0 ? bank : null,
            PaymentCode = PaymentCode.Of(bank, invoice.Total),
        };
    }

    private static PrintedDocument Begun(
        PrintedKind kind,
        PrintedFacts facts,
        string? number,
        PrintedTable lines,
        string language,
        Picture? logo,
        Picture? signature
    )
    {
        var branding = facts.Settings.Branding;
        return new PrintedDocument(
            kind,
            language,
            number,
            facts.On,
            facts.At,
            new PrintedBrand(
                branding.Accent ?? Accent,
                logo,
                signature,
                Or(PrintedText.Line(branding.SignatoryPosition?.In(language)), Labels.Signatory.In(language)),
                PrintedText.Line(branding.Signatory?.Text),
                PrintedText.Line(branding.Footer?.In(language))
            ),
            Parties.Seller(facts.Settings.Profile, language),
            Parties.Buyer(facts.Client, language)
        )
        {
            Lines = lines,
        };
    }

    private static PrintedBank Bank(PrintedFacts facts, InvoiceIssued invoice, string language)
    {
        var profile = facts.Settings.Profile;
        // The purpose goes into a payment order: the day is written as there, and the bank reads it in Russian figures.
        var purpose = Labels.PurposeText.With(language, invoice.Number, PrintedNumbers.ShortDay(facts.On));
        purpose =
            invoice.Lines.IsEmpty && invoice.Vat is null or 0 ? purpose
            : !invoice.Lines.IsEmpty && invoice.Lines.All(x => x.VatRate is null)
                ? Labels.PurposeExempt.With(language, purpose)
            : Labels.PurposeVat.With(
                language,
                purpose,
                PrintedNumbers.WithCurrency(invoice.Vat ?? 0, invoice.Total.Currency, language)
            );
        return new PrintedBank(
            PrintedText.Line(profile.BankName),
            PrintedText.Line(profile.Bic),
            PrintedText.Line(profile.CorrespondentAccount),
            PrintedText.Line(profile.TaxId),
            PrintedText.Line(profile.Kpp),
            PrintedText.Line(profile.Account),
            PrintedText.Line(profile.RegisteredName ?? profile.Name),
            purpose
        );
    }

    private static IEnumerable<PrintedTerm> Terms(
        Branding branding,
        string language,
        (Localized Heading, string? Text)[] own
    ) =>
        own.Append((Labels.CompanyTerms, branding.Terms?.In(language)))
            .Select(x => new PrintedTerm(x.Item1.In(language), PrintedText.Clean(x.Item2)))
            .Where(x => x.Text.Length > 0);

    private static string Dated(PrintedFacts facts, string language) =>
        Labels.Dated.With(language, PrintedNumbers.Day(facts.On, language));

    private static string Summary(int count, Money total, string language) =>
        Labels.Summary.With(language, count, PrintedNumbers.WithCurrency(total.Amount, total.Currency, language));

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
