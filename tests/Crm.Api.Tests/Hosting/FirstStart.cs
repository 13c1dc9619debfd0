using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Crm.Api.Tests.Hosting;

/// <summary>
/// One life of the program: a first start with a PostgreSQL of its own, and Ctrl+C while a request runs. Tests look at what it left.
/// </summary>
public sealed class FirstStart : IAsyncLifetime
{
    private const string Body = """{"title": "Последняя сделка"}""";
    private readonly TemporaryFolder folder = new();

    public IReadOnlyList<string> Output { get; private set; } = [];
    public IReadOnlyList<string> Errors { get; private set; } = [];
    public int ExitCode { get; private set; }

    /// <summary>What the running request was answered.</summary>
    public string Answer { get; private set; } = "";

    /// <summary>The start page while the host ran, and the key that it must not contain.</summary>
    public string StartPage { get; private set; } = "";
    public string Key { get; private set; } = "";

    /// <summary>Group and session of the host, and of its PostgreSQL.</summary>
    public (int Group, int Session) OfHost { get; private set; }
    public (int Group, int Session) OfServer { get; private set; }

    /// <summary>True when PostgreSQL was still there after the request had been answered.</summary>
    public bool ServerOutlivedRequest { get; private set; }
    public bool ServerIsStopped { get; private set; }

    private string PidFile => folder.Below("pg", "postmaster.pid");

    public async ValueTask InitializeAsync()
    {
        await using var host = HostExecutable.Start(folder, "--no-demo --urls http://127.0.0.1:0");
        await host.Line("Ctrl+C");
        var address = new Uri((await host.Line("  Address")).Split(' ')[^1]);
        Key = (await File.ReadAllTextAsync(folder.Below("dev-key"))).Trim();
        using (var http = new HttpClient())
            StartPage = await http.GetStringAsync(address);
        OfHost = GroupOf(host.Id);
        OfServer = GroupOf(int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture));

        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await Begin(client, reader, address);
        host.Interrupt();
        await Polling.Until(async () => !await Accepts(address));
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Body));
        Answer = await reader.ReadToEndAsync();
        ServerOutlivedRequest = File.Exists(PidFile);

        ExitCode = await host.Ended();
        ServerIsStopped = !File.Exists(PidFile);
        (Output, Errors) = (host.Output, host.Errors);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends the head of a command; it runs as soon as the server asks for the body.</summary>
    private async Task Begin(TcpClient client, StreamReader reader, Uri address)
    {
        var head =
            $"POST /api/v1/deals HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {Key}\r\n"
            + "Content-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(Body)}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head));
        (await reader.ReadLineAsync()).Should().Be("HTTP/1.1 100 Continue");
        await reader.ReadLineAsync();
    }

    private static async Task<bool> Accepts(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>From <c>/proc/{id}/stat</c>: after the name in parentheses state, parent, group, session.</summary>
    private static (int Group, int Session) GroupOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var parts = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (int.Parse(parts[2], CultureInfo.InvariantCulture), int.Parse(parts[3], CultureInfo.InvariantCulture));
    }
}
