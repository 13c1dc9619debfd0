using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Crm.Api.Configuration;
using Crm.Api.Mail;
using Crm.Api.Tests.BankStatements;
using Crm.Api.Tests.Leaks;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace Crm.Api.Tests.Mail;

/// <summary>Mail over TLS with a password: only to a server with a trusted certificate, and the password is sent nowhere else.</summary>
public sealed class SecureMailTests : IDisposable
{
    private const string Password = "s3cret-of-the-mail";

    // Creating a key takes longer than most of these tests: all servers share one.
    private static readonly RSA ServerKey = RSA.Create(2048);
    private static readonly X509Certificate2 Authority = Made("CN=Company CA", null);
    private readonly CapturedLog log = new();
    private readonly List<Answer> answers = [];
    private readonly string folder = Directory.CreateTempSubdirectory("crm-ca-").FullName;

    public void Dispose()
    {
        log.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("starttls"), InlineData("ssl"), InlineData("auto")]
    public async Task A_server_trusted_by_the_company_authority_gets_mail_and_password_over_TLS(string security)
    {
        using var certificate = Made("CN=mail", Authority);
        await using var server = new SmtpServer
        {
            Certificate = certificate,
            Implicit = security == "ssl",
            Account = "crm:" + Password,
        };
        await Carried(server, security, Trusted());
        server.Letters.Should().ContainSingle();
        server
            .Heard.Where(x => !x.StartsWith("tls ", StringComparison.Ordinal))
            .Select(x => x.Split(' ')[0])
            .Should()
            .Equal(security == "ssl" ? [] : ["EHLO", "STARTTLS"], "all else is in TLS");
    }

    [Theory]
    [InlineData("starttls"), InlineData("ssl"), InlineData("auto")]
    public async Task A_server_with_an_untrusted_certificate_gets_nothing(string security)
    {
        using var certificate = Made("CN=mail", Authority);
        await using var server = new SmtpServer
        {
            Certificate = certificate,
            Implicit = security == "ssl",
            Account = "crm:" + Password,
        };
        await Refused<SslHandshakeException>(server, security, null);
    }

    [Theory]
    [InlineData("another name"), InlineData("another authority"), InlineData("over"), InlineData("no server")]
    public async Task An_authority_is_trusted_for_its_own_servers_only(string wrong)
    {
        using var other = Made("CN=Other CA", null);
        using var certificate = Made(
            "CN=mail",
            wrong == "another authority" ? other : Authority,
            wrong == "another name" ? "mail.example" : "localhost",
            over: wrong == "over",
            server: wrong != "no server"
        );
        await using var server = new SmtpServer { Certificate = certificate, Account = "crm:" + Password };
        await Refused<SslHandshakeException>(server, "starttls", Trusted());
    }

    [Theory]
    [InlineData("starttls"), InlineData("auto")]
    public async Task A_server_without_TLS_gets_no_password(string security)
    {
        await using var server = new SmtpServer { Account = "crm:" + Password };
        await Refused<SslHandshakeException>(server, security, Trusted());
    }

    [Fact]
    public async Task A_server_that_takes_no_credentials_gets_no_mail_without_them()
    {
        using var certificate = Made("CN=mail", Authority);
        await using var server = new SmtpServer { Certificate = certificate };
        await Refused<AuthenticationException>(server, "starttls", Trusted());
    }

    [Fact]
    public async Task The_deal_shows_the_delivery_and_the_password_is_never_disclosed()
    {
        using var certificate = Made("CN=mail", Authority);
        await using var server = new SmtpServer { Certificate = certificate, Account = "crm:" + Password };
        ((string?)(await Sent(server, Trusted()))["status"]).Should().Be("delivered");
        server.Letters.Should().ContainSingle();
        Problem(await Sent(server, null)).Should().Be(("retrying", "mail.not_secure", null));
        // This one even echoes what it received.
        await using var stubborn = new SmtpServer { Certificate = certificate, Account = "crm:another" };
        Problem(await Sent(stubborn, Trusted())).Should().Be(("retrying", "mail.authentication", null));
        stubborn.Heard.Should().Contain(x => x.StartsWith("tls AUTH ", StringComparison.Ordinal));
        (server.Letters.Count, stubborn.Letters.Count).Should().Be((1, 0));
        Silent();
    }

    [Fact]
    public async Task What_cannot_be_meant_stops_the_host()
    {
        var empty = Path.Combine(folder, "empty.pem");
        await File.WriteAllTextAsync(empty, "nothing", TestContext.Current.CancellationToken);
        await using var server = new SmtpServer();
        foreach (
            var (name, value) in new (string, string)[]
            {
                ("Authorities", empty),
                ("Authorities", Path.Combine(folder, "absent.pem")),
                ("Security", "tls"),
                ("Security", "none"),
                ("Port", "0"),
            }
        )
        {
            var read = () => Configured([.. Settings(server, "starttls", null), ("Mail:Smtp:" + name, value)]);
            read.Should()
                .Throw<StartupException>()
                .Which.Message.Should()
                .Contain("Mail:Smtp:" + name)
                .And.NotContain(Password);
        }
    }

    private static (string?, string?, string?) Problem(Answer mail) =>
        ((string?)mail["status"], (string?)mail["problem"]?["code"], (string?)mail["problem"]?["answer"]);

    private static async Task Refused<T>(SmtpServer server, string security, string? authorities)
        where T : Exception
    {
        var carry = () => Carried(server, security, authorities);
        await carry.Should().ThrowAsync<T>();
        (
            server.Letters.IsEmpty,
            server.Recipients.IsEmpty,
            server.Heard.Any(x => x.Contains("AUTH ", StringComparison.Ordinal))
        )
            .Should()
            .Be((true, true, false));
    }

    private static Task Carried(SmtpServer server, string security, string? authorities)
    {
        var message = new MimeKit.MimeMessage
        {
            Subject = "Счёт",
            Body = new MimeKit.TextPart("plain") { Text = "Добрый день" },
        };
        message.From.Add(MimeKit.MailboxAddress.Parse("sales@example.com"));
        message.To.Add(MimeKit.MailboxAddress.Parse("anna@client.example"));
        return new SmtpSender(Configured(Settings(server, security, authorities)), TimeProvider.System).Send(
            message,
            TestContext.Current.CancellationToken
        );
    }

    private static MailSettings Configured((string Key, string Value)[] settings)
    {
        using var configuration = new ConfigurationManager();
        foreach (var (key, value) in settings)
            configuration[key] = value;
        return MailSettings.Of(configuration, new HostingEnvironment { EnvironmentName = Environments.Production });
    }

    /// <summary>One mail requested and one attempt made by the host. Returns the mail as the deal shows it.</summary>
    private async Task<Answer> Sent(SmtpServer server, string? authorities)
    {
        await using var app = await CrmApp.Start(
            null,
            x => x.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Information),
            Settings(server, "starttls", authorities)
        );
        var api = await app.As();
        var sold = await Invoiced.Make(api);
        var sent = await app.Tracked(
            () => api.Post($"{sold.Path}/invoices/{sold.Invoice}/email", new { to = new[] { "anna@client.example" } }),
            failing: true
        );
        var mail = (await api.Get($"{sold.Path}/mails/{sent.Must(201).Id}")).Must(200);
        answers.AddRange([
            sent,
            mail,
            (await api.Get($"{sold.Path}/history?limit=200")).Must(200),
            (await api.Get("/settings")).Must(200),
        ]);
        return mail;
    }

    private void Silent()
    {
        string[] secrets =
        [
            Password,
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Password)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes("\0crm\0" + Password)),
        ];
        log.Lines.Should().NotBeEmpty();
        foreach (var text in log.Lines.Concat(answers.Select(x => x.Text)))
        foreach (var hidden in secrets)
            text.Should().NotContain(hidden);
    }

    private static (string Key, string Value)[] Settings(SmtpServer server, string security, string? authorities) =>
        [
            ("Mail:Smtp:Host", "localhost"),
            ("Mail:Smtp:Port", server.Port),
            ("Mail:Smtp:Security", security),
            ("Mail:Smtp:User", "crm"),
            ("Mail:Smtp:Password", Password),
            ("Mail:From", "sales@example.com"),
            .. authorities is null ? Array.Empty<(string, string)>() : [("Mail:Smtp:Authorities", authorities)],
        ];

    private string Trusted()
    {
        var path = Path.Combine(folder, "ca.pem");
        File.WriteAllText(path, Authority.ExportCertificatePem());
        return path;
    }

    /// <summary>A certificate for this machine's own name, issued by an authority; self-signed without one.</summary>
    private static X509Certificate2 Made(
        string subject,
        X509Certificate2? by,
        string name = "localhost",
        bool over = false,
        bool server = true
    )
    {
        using var authorityKey = by is null ? RSA.Create(2048) : null;
        var key = authorityKey ?? ServerKey;
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: by is null,
                hasPathLengthConstraint: false,
                0,
                critical: true
            )
        );
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-3), DateTimeOffset.UtcNow.AddDays(over ? -1 : 1));
        if (by is null)
            return request.CreateSelfSigned(from.AddDays(-1), to.AddDays(1));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension(
                [new Oid(server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")],
                critical: false
            )
        );
        using var bare = request.Create(by, from, to, RandomNumberGenerator.GetBytes(8));
        using var own = bare.CopyWithPrivateKey(key);
        // Some platforms do not accept a key that is only in memory.
        return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
    }
}
