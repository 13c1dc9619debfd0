using Crm.Api.Glyphs;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Api.Deals;

/// <summary>Warns of characters that the print of a document shows as empty boxes.</summary>
public static class PrintWarnings
{
    private const string Code = "print.characters_missing";

    /// <summary>The warnings of a proposal.</summary>
    public static IReadOnlyList<Warning> Of(ProposalContent content, string language) =>
        Of(
            [
                .. content.Lines.SelectMany((line, i) => Line(i, line.Name, line.Unit)),
                ("/terms/delivery", content.Terms?.Delivery),
                ("/terms/payment", content.Terms?.Payment),
                ("/terms/other", content.Terms?.Other),
            ],
            language
        );

    /// <summary>The warnings of an invoice.</summary>
    public static IReadOnlyList<Warning> Of(InvoiceIssued invoice, string language) =>
        Of(invoice.Lines.SelectMany((line, i) => Line(i, line.Name, line.Unit)), language);

    private static IEnumerable<(string Pointer, string? Text)> Line(int at, string name, string? unit) =>
        [($"/lines/{at}/name", name), ($"/lines/{at}/unit", unit)];

    private static Warning[] Of(IEnumerable<(string Pointer, string? Text)> texts, string language) =>
        [
            .. from text in texts
            let missing = StandIns.Missing(text.Text ?? "").ToArray()
            where missing.Length > 0
            select new Warning(Code, text.Pointer, Detail(missing, language)),
        ];

    private static string Detail(System.Text.Rune[] missing, string language) =>
        Phrases.Sentence(
            Code,
            $"characters: {string.Join(", ", missing.Select(rune => $"{rune} (U+{rune.Value:X4})"))}",
            language
        );
}
