using System.Globalization;
using System.Text;

namespace Crm.Api.Demo;

/// <summary>A sent invoice of an open deal, in rubles, on which nothing has been paid.</summary>
internal sealed record DemoClaim(DemoClient Client, decimal Amount);

/// <summary>
/// The bank's file of yesterday: payments that find their invoice, two that wait for a decision, and a charge of the bank.
/// </summary>
internal static class DemoStatement
{
    public static DemoCommand Create(DemoCalendar calendar, IReadOnlyList<DemoClaim> claims) =>
        new(
            "company",
            DemoStaff.Accountant,
            calendar.At(calendar.Last, 18 * 60 + 30),
            HttpMethod.Post,
            "bank-statements",
            null
        )
        {
            File = new("statement.csv", "text/csv", Content(calendar.Date(calendar.Last), claims)),
        };

    private static string Content(DateOnly day, IReadOnlyList<DemoClaim> claims)
    {
        string[] lines =
        [
            "date;number;amount;payer;payer tax id;purpose;account",
            .. claims.Select((claim, i) => Line(day, 310 + i, Paid(claim, i), claim.Client.Name, claim.Client.TaxId)),
            Line(day, 402, 18_400, "ООО «Случайный плательщик»", SampleTaxIds.Company(499)),
            Line(day, 9, -1_250, "АО «Пример Банк»", "", "Комиссия за ведение счёта"),
        ];
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
    }

    /// <summary>The first client pays a part, and the invoice is left to a person.</summary>
    private static decimal Paid(DemoClaim claim, int i) => i == 0 ? Math.Round(claim.Amount * 0.4m, 2) : claim.Amount;

    private static string Line(
        DateOnly day,
        int number,
        decimal amount,
        string payer,
        string taxId,
        string purpose = "Оплата за мебель"
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{day:dd.MM.yyyy};{number};{amount:0.00};{payer};{taxId};{purpose};{DemoCompany.Account}"
        );
}
