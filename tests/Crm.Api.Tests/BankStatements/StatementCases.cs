using System.Text;

namespace Crm.Api.Tests.BankStatements;

/// <summary>Files as banks gave them, with made-up names, accounts and tax ids.</summary>
internal static class StatementCases
{
    private const string Placeholder = "@@INVOICE@@";

    public static byte[] Read(string name, string invoice = "I-2026-000001")
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "BankStatements", "Cases", name));
        // Latin-1 keeps every byte, whatever the encoding of the file is.
        return Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(bytes).Replace(Placeholder, invoice, StringComparison.Ordinal)
        );
    }
}
