using Crm.Domain.Settings;

namespace Crm.Api.Printing;

/// <summary>The seller and the buyer with the details that identify them.</summary>
internal static class Parties
{
    /// <summary>Printed where a name is unknown or was erased.</summary>
    private const string Unknown = "\u2014";

    public static PrintedParty Seller(CompanyProfile profile, ContactPerson? manager, string language)
    {
        var taxId = Labelled(Labels.TaxId, profile.TaxId, language);
        var kpp = Labelled(Labels.Kpp, profile.Kpp, language);
        return new PrintedParty(
            FirstKnown(profile.RegisteredName, profile.Name),
            NotEmpty(string.Join(", ", NotEmpty(taxId, kpp)), PrintedText.Line(profile.Address)),
            NotEmpty(
                Labelled(Labels.Phone, profile.Phone, language),
                PrintedText.Line(profile.Email),
                Manager(manager, language)
            )
        );
    }

    public static PrintedParty? Buyer(PrintedClient? client, string language) =>
        client is null
            ? null
            : new PrintedParty(
                FirstKnown(client.Legal?.RegisteredName?.Text, client.Name.Text),
                NotEmpty(
                    string.Join(
                        ", ",
                        NotEmpty(
                            Labelled(Labels.TaxId, client.Legal?.TaxId?.Text, language),
                            Labelled(Labels.Kpp, client.Legal?.Kpp?.Text, language)
                        )
                    ),
                    PrintedText.Line(client.Legal?.Address?.Text),
                    Labelled(Labels.BankAccount, client.Legal?.BankAccount?.Text, language)
                ),
                []
            );

    /// <summary>Name and phone; an unknown one is left out.</summary>
    private static string Manager(ContactPerson? manager, string language)
    {
        var known = NotEmpty(PrintedText.Line(manager?.Name), Labelled(Labels.Phone, manager?.Phone, language));
        return known.IsEmpty ? "" : Labels.Manager.With(language, string.Join(", ", known));
    }

    private static string FirstKnown(params string?[] names) =>
        names.Select(PrintedText.Line).FirstOrDefault(name => name.Length > 0) ?? Unknown;

    private static string Labelled(Localized label, string? value, string language) =>
        PrintedText.Line(value) is { Length: > 0 } text ? label.With(language, text) : "";

    private static ImmutableArray<string> NotEmpty(params string[] lines) => [.. lines.Where(line => line.Length > 0)];
}
