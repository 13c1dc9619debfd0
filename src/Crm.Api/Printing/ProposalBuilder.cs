using Crm.Api.Printing.Words;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Printing;

/// <summary>Builds the printed document of a proposal.</summary>
internal sealed class ProposalBuilder(PrintSource source, string language) : DocumentBuilder(source, language)
{
    public PrintedDocument Build(ProposalContent content)
    {
        var lines = Lines(content.Main, content);
        var alternatives = content.Lines.Where(line => line.Alternative).ToArray();
        var total = Source.Issued?.Total ?? content.Total;
        var greeting = PrintedText.Clean(Branding.Greeting?.In(Language));
        return Begin(PrintedKind.Proposal, Source.Issued?.Number, lines.Table()) with
        {
            IsDraft = Source.IsDraft,
            Details =
            [
                Dated(),
                .. Source.Issued is { Revision: > 1 } issued
                    ? [Labels.Revision.With(Language, issued.Revision)]
                    : Array.Empty<string>(),
            ],
            Greeting = greeting.Length > 0 ? greeting : Labels.Greeting.In(Language),
            Totals = lines.Totals(total.Amount, Labels.Total),
            Alternatives = alternatives.Length == 0 ? null : Lines(alternatives, content).Table(),
            Summary = Summary(content.Main.Count(), total),
            InWords = AmountInWords.From(total, Language),
            Terms = [.. Terms([.. ProposalTerms(content)])],
        };
    }

    private IEnumerable<(Localized Heading, string? Text)> ProposalTerms(ProposalContent content)
    {
        var until = PrintedNumbers.Day(content.ValidUntil, Language);
        yield return (Labels.Validity, Labels.ValidityText.With(Language, until));
        if (content.LeadTimeDays is { } days)
            yield return (Labels.LeadTime, Labels.LeadTimeText.With(Language, Days(days)));
        yield return (Labels.Delivery, content.Terms?.Delivery);
        yield return (Labels.Payment, content.Terms?.Payment);
        yield return (Labels.Other, content.Terms?.Other);
    }

    private PrintedLines Lines(IEnumerable<PricedLine> lines, ProposalContent content) =>
        new(
            [
                .. lines.Select(line => new PrintedLine(
                    NameWithLeadTime(line, content),
                    line.Quantity,
                    line.Unit,
                    line.Price,
                    line.DiscountPercent,
                    line.VatRate,
                    line.Net,
                    line.Vat,
                    line.Total
                )
                {
                    IsWhole = true,
                }),
            ],
            content.Currency,
            content.PriceIncludesVat,
            Language
        );

    /// <summary>A line whose lead time differs from the proposal's says so under its name.</summary>
    private string NameWithLeadTime(PricedLine line, ProposalContent content) =>
        line.LeadTimeDays is { } days && days != content.LeadTimeDays
            ? $"{PrintedText.Clean(line.Name)}\n{Labels.LineLeadTime.With(Language, Days(days))}"
            : PrintedText.Clean(line.Name);

    private string Days(int days)
    {
        var forms = new NounForms(Labels.DayOne.In(Language), Labels.DayFew.In(Language), Labels.DayMany.In(Language));
        var noun =
            Language == "ru" ? forms.After(days)
            : days == 1 ? forms.One
            : forms.Many;
        return $"{PrintedNumbers.Quantity(days, Language)}\u00a0{noun}";
    }
}
