using Crm.Domain.Settings;

namespace Crm.Api.Printing;

/// <summary>Who offers and who is asked, by what identifies them.</summary>
internal static class Parties
{
    /// <summary>Stands where nothing is known, or where it was erased.</summary>
    private const string Unknown = "\u2014";

    public static PrintedParty Seller(CompanyProfile x, string language) =>
        new(
            Named(x.RegisteredName, x.Name),
            Lines([Both(Labels.TaxId, x.TaxId, Labels.Kpp, x.Kpp, language), PrintedText.Line(x.Address)]),
            Lines([Labelled(Labels.Phone, x.Phone, language), PrintedText.Line(x.Email)])
        );

    public static PrintedParty? Buyer(PrintedClient? x, string language) =>
        x is null
            ? null
            : new(
                Named(x.Legal?.RegisteredName?.Text, x.Name.Text),
                Lines([
                    Labelled(Labels.TaxId, x.Legal?.TaxId?.Text, language),
                    PrintedText.Line(x.Legal?.Address?.Text),
                    Labelled(Labels.BankAccount, x.Legal?.BankAccount?.Text, language),
                ]),
                []
            );

    private static string Named(string? registered, string? name) =>
        PrintedText.Line(registered) is { Length: > 0 } first ? first
        : PrintedText.Line(name) is { Length: > 0 } second ? second
        : Unknown;

    private static string Both(Localized label, string? value, Localized otherLabel, string? other, string language) =>
        string.Join(
            ", ",
            new[] { Labelled(label, value, language), Labelled(otherLabel, other, language) }.Where(x => x.Length > 0)
        );

    private static string Labelled(Localized label, string? value, string language) =>
        PrintedText.Line(value) is { Length: > 0 } text ? label.With(language, text) : "";

    private static ImmutableArray<string> Lines(string[] lines) => [.. lines.Where(x => x.Length > 0)];
}
