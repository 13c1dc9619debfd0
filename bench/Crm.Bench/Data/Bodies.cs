using System.Globalization;
using Crm.Bench.Http;
using Crm.Domain.Kernel;

namespace Crm.Bench.Data;

/// <summary>Request bodies with slots. Texts have realistic lengths: they are stored and sent back.</summary>
internal static class Bodies
{
    /// <summary>Measured: what a front end sends to open a deal.</summary>
    public static readonly string OpenedDeal = $$$"""
        {"title":"Bench {{{Template.Number}}}: supply of pumps","clientId":"{{{Template.Other}}}",
        "expectedAmount":{"amount":"1250000.00","currency":"RUB"}}
        """;

    /// <summary>Amounts by the number, which has no leading zero; with an interest line, so that it can be qualified.</summary>
    public static readonly string SeededDeal = $$$"""
        {"title":"Deal {{{Template.Number}}}: supply of pumps","clientId":"{{{Template.Other}}}",
        "expectedAmount":{"amount":"{{{Template.Number}}}.00","currency":"RUB"},
        "interest":[{"text":"Pump PN-12, flange and gasket set","quantity":3,
        "amount":{"amount":"{{{Template.Number}}}.00","currency":"RUB"}}]}
        """;

    public const string Interaction =
        """{"kind":"call","direction":"out","description":"Called the buyer: interested,"""
        + """ asks for a quotation of three pumps by Friday."}""";

    public const string Lost = """{"outcome":"lost","lostReason":"price"}""";

    public static string Client(int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"name":"Buyer {{{number}}} Ltd","kind":"company",
            "legalDetails":{"taxId":"{{{SampleTaxIds.Company(
                number
            )}}}","registeredName":"Limited company Buyer {{{number}}}"}}
            """
        );
}
