using Crm.Domain.Settings;

namespace Crm.Api.ReferenceData;

/// <summary>
/// A made-up company with accounts in three currencies: in Development documents can be issued before anybody has entered details.
/// </summary>
internal static class SampleCompany
{
    private const string Bank = "ПАО СБЕРБАНК, г. Москва";
    private const string Bic = "044525225";
    private const string Correspondent = "30101810400000000225";

    public static CompanySettings In(CompanySettings settings) =>
        settings with
        {
            Profile = new(
                Name: "Образец",
                RegisteredName: "ООО «Образец»",
                TaxId: "7701999993",
                Address: "101000, г. Москва, ул. Примерная, д. 1",
                Kpp: "770101001"
            ),
            BankAccounts =
            [
                new("40702810200000000001", new("RUB"), Bank, Bic, Correspondent, IsDefault: true),
                new("40702840500000000001", new("USD"), Bank, Bic, Correspondent),
                new("40702978100000000001", new("EUR"), Bank, Bic, Correspondent),
            ],
        };
}
