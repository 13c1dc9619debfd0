using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Crm.Api.DevDatabase;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Polly;
using Polly.Timeout;

namespace Crm.Api.Mail;

/// <summary>Sends a message to the mail server, or writes it to the pickup folder.</summary>
public sealed class SmtpSender(MailSettings settings, TimeProvider clock)
{
    private const string Draft = ".tmp";
    private static readonly TimeSpan OldDraft = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ResiliencePipeline patience = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddTimeout(new TimeoutStrategyOptions { Timeout = Patience })
        .Build();

    public async Task Send(MimeMessage message, CancellationToken ct)
    {
        if (settings.Pickup is { } folder)
            await Put(message, folder, ct);
        else
            await patience.ExecuteAsync(async token => await SendOverSmtp(message, token), ct);
    }

    private async Task SendOverSmtp(MimeMessage message, CancellationToken ct)
    {
        using var client = new SmtpClient
        {
            Timeout = (int)Patience.TotalMilliseconds,
            CheckCertificateRevocation = false,
        };
        // Trusts the system's authorities and, if configured, the company's own.
        if (settings.Authorities is { } authorities)
            client.ServerCertificateValidationCallback = (_, certificate, chain, errors) =>
                errors == SslPolicyErrors.None || IssuedBy(authorities, certificate, chain, errors);
        await Connect(client, ct);
        if (settings.User is { } user)
            await Authenticate(client, user, ct);
        await client.SendAsync(message, ct);
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e)
            when (e
                    is IOException
                        or MailKit.ProtocolException
                        or System.Net.Sockets.SocketException
                        or OperationCanceledException
            )
        {
            // The message was accepted; an error while disconnecting does not matter.
        }
    }

    private async Task Connect(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.ConnectAsync(settings.Host!, settings.Port, settings.Security, ct);
        }
        catch (NotSupportedException e)
        {
            throw new SslHandshakeException("The server offers no STARTTLS.", e);
        }
    }

    private async Task Authenticate(SmtpClient client, string user, CancellationToken ct)
    {
        // With "auto" the server, or an attacker in between, may have omitted TLS.
        if (!client.IsSecure)
            throw new SslHandshakeException("A password is not sent in the clear.");
        try
        {
            await client.AuthenticateAsync(user, settings.Password ?? "", ct);
        }
        catch (NotSupportedException e)
        {
            throw new AuthenticationException("The server takes no credentials.", e);
        }
    }

    /// <summary>
    /// Accepts a certificate that a configured authority issued; its name and dates must be valid nevertheless.
    /// </summary>
    private static bool IssuedBy(
        X509Certificate2Collection authorities,
        X509Certificate? certificate,
        X509Chain? given,
        SslPolicyErrors errors
    )
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 shown)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(given?.ChainPolicy.ExtraStore ?? []);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));
        return chain.Build(shown);
    }

    /// <summary>
    /// Written atomically under the name of its id: a repeated message replaces the first one, and the draft that a killed host left.
    /// </summary>
    private static async Task Put(MimeMessage message, string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        RemoveOldDrafts(folder);
        var path = Path.Combine(folder, message.MessageId!.Split('@')[0] + ".eml");
        var draft = Path.ChangeExtension(path, Draft);
        try
        {
            await using (
                var file = new FileStream(draft, PrivateFile.Options(FileMode.Create, FileAccess.Write, FileShare.None))
            )
                await message.WriteToAsync(file, ct);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>What killed hosts left of mails that are not tried again. A younger draft may be one that another host writes.</summary>
    private static void RemoveOldDrafts(string folder)
    {
        foreach (var draft in new DirectoryInfo(folder).EnumerateFiles("*" + Draft))
            if (DateTime.UtcNow - draft.LastWriteTimeUtc > OldDraft)
                draft.Delete();
    }
}
