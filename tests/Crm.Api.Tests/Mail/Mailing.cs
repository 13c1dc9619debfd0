using Crm.Api.Printing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Mail;

/// <summary>A host with a mail server.</summary>
public sealed class MailHost : IAsyncLifetime
{
    internal SmtpServer Server { get; } = new();
    public CrmApp App { get; private set; } = null!;
    public Testing.Api Api { get; private set; } = null!;

    public static Task<CrmApp> Start(string port) =>
        CrmApp.Start(
            null,
            null,
            ("Mail:Smtp:Host", "127.0.0.1"),
            ("Mail:Smtp:Port", port),
            ("Mail:Smtp:Security", "none"),
            ("Mail:From", "Продажи <sales@example.com>")
        );

    public async ValueTask InitializeAsync()
    {
        App = await Start(Server.Port);
        Api = await App.As();
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Server.DisposeAsync();
    }
}

/// <summary>What the mail tests need of a host and its mail server.</summary>
public abstract class Mailing(MailHost host)
{
    private protected SmtpServer Server => host.Server;
    protected CrmApp App => host.App;
    protected Testing.Api Api => host.Api;

    /// <summary>Waits until every message that follows is handled; some servers here refuse.</summary>
    internal static Task<Answer> Tracked(CrmApp app, Func<Task<Answer>> send) => app.Tracked(send, failing: true);

    protected Task<Answer> Send(string path, object? body = null, params (string, string)[] headers) =>
        Tracked(App, () => Api.Post(path, body ?? new { to = new[] { "anna@client.example" } }, headers));

    protected async Task<Answer> Mail(string deal, string mail) =>
        (await Api.Get($"/deals/{deal}/mails/{mail}")).Must(200);

    internal static byte[] Attached(MimeKit.MimeMessage message)
    {
        using var bytes = new MemoryStream();
        message
            .Attachments.Should()
            .ContainSingle()
            .Which.Should()
            .BeOfType<MimeKit.MimePart>()
            .Which.Content!.DecodeTo(bytes);
        return bytes.ToArray();
    }

    protected async Task<string[]> History(string deal) =>
        [
            .. (
                await Api.Get(
                    $"/deals/{deal}/history?limit=200&type=document_mailed,mail_deferred,mail_delivered,mail_failed,proposal_sent"
                )
            ).Must(200)["items"]!
                .AsArray()
                .Select(x => (string)x!["type"]!),
        ];

    /// <summary>The bytes of the stored print of a document.</summary>
    protected async Task<byte[]> Printed(PrintedKind kind, string deal, string document, string language)
    {
        var (files, none) = (App.Host.Services.GetRequiredService<IssuedFiles>(), CancellationToken.None);
        var (dealId, documentId) = (Guid.Parse(deal), Guid.Parse(document));
        return await files.Read(await files.GetIssued(kind, dealId, documentId, language, IssuedFiles.Pdf, none), none);
    }
}
