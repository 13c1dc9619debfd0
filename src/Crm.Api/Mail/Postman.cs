using MailKit.Net.Smtp;
using MimeKit;
using Polly;
using Polly.Timeout;

namespace Crm.Api.Mail;

/// <summary>Hands a letter to the mail server, or puts it into the pickup folder.</summary>
public sealed class Postman(MailSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ResiliencePipeline patience = new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(new TimeoutStrategyOptions { Timeout = Patience }).Build();

    public async Task Carry(MimeMessage letter, CancellationToken ct)
    {
        if (settings.Pickup is { } folder) await Put(letter, folder, ct);
        else await patience.ExecuteAsync(async token => await Send(letter, token), ct);
    }

    private async Task Send(MimeMessage letter, CancellationToken ct)
    {
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds, CheckCertificateRevocation = false };
        await client.ConnectAsync(settings.Host!, settings.Port, settings.Security, ct);
        if (settings.User is { } user) await client.AuthenticateAsync(user, settings.Password ?? "", ct);
        await client.SendAsync(letter, ct);
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is IOException or MailKit.ProtocolException or System.Net.Sockets.SocketException or OperationCanceledException)
        {
            // It was accepted: how the server says good-bye is its own business.
        }
    }

    /// <summary>Under the name of its own id, whole or not at all: sent twice it lies there once.</summary>
    private static async Task Put(MimeMessage letter, string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var (path, draft) = (Path.Combine(folder, letter.MessageId!.Split('@')[0] + ".eml"), Path.Combine(folder, Guid.NewGuid().ToString("N") + ".tmp"));
        await letter.WriteToAsync(draft, ct);
        File.Move(draft, path, overwrite: true);
    }
}
