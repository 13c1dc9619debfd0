using System.Diagnostics;
using System.Globalization;

namespace Crm.Torture;

/// <summary>Signals of processes; PostgreSQL's reach its children too.</summary>
internal static class Signals
{
    public static void Send(int process, string name)
    {
        using var kill = Process.Start("kill", ["-" + name, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Every process of the server whose data are in the folder.</summary>
    public static void SendToServer(string dataDirectory, string name)
    {
        var postmaster = int.Parse(
            File.ReadLines(Path.Combine(dataDirectory, "postmaster.pid")).First(),
            CultureInfo.InvariantCulture
        );
        foreach (var child in Children(postmaster))
            Send(child, name);
        Send(postmaster, name);
    }

    private static IEnumerable<int> Children(int parent) =>
        from folder in Directory.EnumerateDirectories("/proc")
        let id = int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var found) ? found : 0
        where id > 0 && ParentOf(id) == parent
        select id;

    private static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // It has ended.
        }
    }
}
