namespace Crm.Api.Deals;

/// <summary>The line of the documents in the examples of the contract.</summary>
internal static class SampleLine
{
    public static readonly LineBody Printers = new(
        3,
        Name: "Принтер лазерный",
        Unit: "шт",
        Price: Sample.Rub(15000),
        VatRate: 20
    );
}
