using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Crm.Api.Tests.Mail;

/// <summary>As much of a mail server as a test needs: it takes letters, or says what it is told to say.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;

    public SmtpServer()
    {
        listener.Start();
        running = Task.Run(Accept);
    }

    public string Port => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>What it answers to whole letters, one after the other; after that it takes them.</summary>
    public ConcurrentQueue<string> AnswersToData { get; } = new();

    /// <summary>The same for addressees.</summary>
    public ConcurrentQueue<string> AnswersToRecipient { get; } = new();

    /// <summary>Every letter that came in whole, taken or not.</summary>
    public ConcurrentQueue<MimeKit.MimeMessage> Letters { get; } = new();

    /// <summary>Addressees as the envelope named them.</summary>
    public ConcurrentQueue<string> Recipients { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await running;
        stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Serve(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        using (var reader = new StreamReader(client.GetStream(), Encoding.Latin1))
        {
            await Say(client, "220 test ESMTP");
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "RCPT") Recipients.Enqueue(line.Split('<', '>')[1]);
                await Say(client, verb switch
                {
                    "EHLO" => "250-test\r\n250 8BITMIME",
                    "RCPT" => AnswersToRecipient.TryDequeue(out var said) ? said : "250 ok",
                    "DATA" => "354 go on",
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                });
                if (verb == "QUIT") return;
                if (verb == "DATA") await Say(client, await Letter(reader) ? AnswersToData.TryDequeue(out var answer) ? answer : "250 taken" : "451 cut off");
            }
        }
    }

    private async Task<bool> Letter(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            if (line == ".")
            {
                using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(text.ToString()));
                Letters.Enqueue(await MimeKit.MimeMessage.LoadAsync(bytes));
                return true;
            }

            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return false;
    }

    private static Task Say(TcpClient client, string text) => client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n")).AsTask();
}
