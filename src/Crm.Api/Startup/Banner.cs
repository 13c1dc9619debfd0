using System.Text;

namespace Crm.Api.Startup;

/// <summary>
/// What the operator needs to know after the start. Plain text, because it is read in terminals, files and CI logs.
/// </summary>
/// <param name="DemoKeys">Keys of demo users with less than all rights, and who has them.</param>
public sealed record Banner(
    IReadOnlyCollection<string> Addresses,
    DevKeyFile? Key,
    IReadOnlyList<(string Key, string Owner)> DemoKeys,
    string Database,
    string Loaded
)
{
    /// <summary>The lines, labels aligned.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder().AppendLine().AppendLine("CRM is up.");
            foreach (var address in Addresses)
                Line(text, "Address", address.TrimEnd('/'));
            foreach (var address in Addresses)
                Line(text, "API reference", address.TrimEnd('/') + "/docs");
            Line(text, "Database", Database);
            if (Key is not null)
            {
                Line(text, "Key", Key.Key);
                Line(text, "", $"administrator; in {Key.Path}; send it as  Authorization: Bearer <key>");
            }
            foreach (var (key, owner) in DemoKeys)
            {
                Line(text, "Key", key);
                Line(text, "", owner);
            }
            Line(text, "Loaded", Loaded);
            Line(text, "Stop", "Ctrl+C");
            return text.AppendLine().ToString();
        }
    }

    /// <summary>Writes all lines at once, so that log lines of other threads cannot interleave.</summary>
    public void WriteTo(TextWriter output)
    {
        output.Write(Text);
        output.Flush();
    }

    private static void Line(StringBuilder text, string label, string value) =>
        text.Append("  ").Append(label.PadRight(15)).AppendLine(value);
}
