using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Crm.Api.Tests.Mail;

/// <summary>The part of a mail server that tests need: it accepts mails, or answers as configured.</summary>
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

    /// <summary>With it the server speaks TLS: after STARTTLS, or from the first byte.</summary>
    public X509Certificate2? Certificate { get; init; }

    public bool Implicit { get; init; }

    /// <summary>The accepted <c>user:password</c>; null: no authentication.</summary>
    public string? Account { get; init; }

    /// <summary>Every received line: verbs and, of credentials, what a listener on the wire would see.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    public string Port => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>The answers to whole mails, in order; after that it accepts them.</summary>
    public ConcurrentQueue<string> AnswersToData { get; } = new();

    /// <summary>The same for recipients.</summary>
    public ConcurrentQueue<string> AnswersToRecipient { get; } = new();

    /// <summary>Every mail received completely, accepted or not.</summary>
    public ConcurrentQueue<MimeKit.MimeMessage> Letters { get; } = new();

    /// <summary>Recipients as the envelope named them.</summary>
    public ConcurrentQueue<string> Recipients { get; } = new();

    /// <summary>Discards everything received before.</summary>
    public void Clear()
    {
        Letters.Clear();
        Recipients.Clear();
    }

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
            while (true)
                _ = Serve(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException
                || stop.IsCancellationRequested
            )
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (Implicit)
                    stream = await Secured(stream);
                await Say(stream, "220 test ESMTP");
                while (await Converse(stream))
                    stream = await Secured(stream);
            }
            catch (Exception e)
                when (e
                        is IOException
                            or System.Security.Authentication.AuthenticationException
                            or OperationCanceledException
                )
            {
                // The client refuses this server.
            }
        }
    }

    private async Task<Stream> Secured(Stream plain)
    {
        var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = Certificate },
            stop.Token
        );
        return tls;
    }

    /// <summary>True: the client continues in TLS.</summary>
    private async Task<bool> Converse(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var greeting =
            "250-test\r\n"
            + (Certificate is not null && stream is not SslStream ? "250-STARTTLS\r\n" : "")
            + (Account is null ? "" : "250-AUTH PLAIN LOGIN\r\n")
            + "250 8BITMIME";
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            Heard.Enqueue((stream is SslStream ? "tls " : "") + line);
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "RCPT")
                Recipients.Enqueue(line.Split('<', '>')[1]);
            await Say(
                stream,
                verb switch
                {
                    "EHLO" => greeting,
                    "STARTTLS" => "220 go ahead",
                    "AUTH" => Lets(line) ? "235 2.7.0 in" : "535 5.7.8 not you: " + line,
                    "RCPT" => AnswersToRecipient.TryDequeue(out var answer) ? answer : "250 ok",
                    "DATA" => "354 go on",
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                }
            );
            if (verb == "STARTTLS")
                return true;
            if (verb == "QUIT")
                return false;
            if (verb == "DATA")
                await Say(
                    stream,
                    await Letter(reader)
                        ? AnswersToData.TryDequeue(out var answer)
                            ? answer
                            : "250 taken"
                        : "451 cut off"
                );
        }

        return false;
    }

    private bool Lets(string line) =>
        line.Split(' ') is [_, "PLAIN", var given]
        && Encoding.UTF8.GetString(Convert.FromBase64String(given)).TrimStart('\0').Replace('\0', ':') == Account;

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

    private static Task Say(Stream stream, string text) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n")).AsTask();
}
