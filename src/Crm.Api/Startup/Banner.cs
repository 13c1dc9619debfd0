using System.Text;

namespace Crm.Api.Startup;

/// <summary>What a person needs to know once the host is up. Plain text: it is read in terminals, files and CI logs alike.</summary>
public sealed record Banner(IReadOnlyCollection<string> Addresses, DevKeyFile? Key, string Database, string Loaded)
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
                Line(text, "", $"in {Key.Path}; send it as  Authorization: Bearer <key>");
            }
            Line(text, "Loaded", Loaded);
            Line(text, "Stop", "Ctrl+C");
            return text.AppendLine().ToString();
        }
    }

    /// <summary>Writes it in one piece, so that log lines of other threads cannot fall between its lines.</summary>
    public void WriteTo(TextWriter output)
    {
        output.Write(Text);
        output.Flush();
    }

    private static void Line(StringBuilder text, string label, string value) =>
        text.Append("  ").Append(label.PadRight(15)).AppendLine(value);
}
