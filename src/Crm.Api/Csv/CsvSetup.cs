namespace Crm.Api.Csv;

/// <summary>Imports and exports of CSV files.</summary>
public static class CsvSetup
{
    public static IServiceCollection AddCsv(this IServiceCollection services) => services.AddSingleton<CsvImporter>();
}
