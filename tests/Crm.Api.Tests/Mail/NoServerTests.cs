using System.Globalization;
using Crm.Api.Mail;
using Crm.Api.Tests.BankStatements;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Crm.Api.Tests.Mail;

/// <summary>Mails of a host whose mail server is unreachable or not configured.</summary>
public sealed class NoServerTests
{
    [Fact]
    public async Task A_server_that_is_not_there_is_asked_for_hours_and_then_it_has_failed()
    {
        await using var lonely = await MailHost.Start(Closed());
        var there = await lonely.As();
        var sold = await Invoiced.Make(there);
        var sent = (
            await Mailing.Tracked(
                lonely,
                () =>
                    there.Post(
                        $"{sold.Path}/invoices/{sold.Invoice}/email",
                        new { to = new[] { "anna@client.example" } }
                    )
            )
        ).Must(201);
        for (var attempt = 2; attempt <= 8; attempt++)
        {
            var waiting = (await there.Get($"{sold.Path}/mails/{sent.Id}")).Must(200);
            ((string)waiting["status"]!, (int)waiting["attempts"]!, (string)waiting["problem"]!["code"]!)
                .Should()
                .Be(("retrying", attempt - 1, "mail.unreachable"));
            await lonely.Ring(new SendMail(Guid.Parse(sold.Deal), Guid.Parse(sent.Id), attempt));
        }

        ((string)(await there.Get($"{sold.Path}/mails/{sent.Id}"))["status"]!).Should().Be("failed");
    }

    [Fact]
    public async Task Without_a_mail_server_Development_writes_mails_into_a_folder_and_others_report_it()
    {
        var home = Directory.CreateTempSubdirectory("crm-mail-").FullName;
        try
        {
            await using var local = await CrmApp.Start(null, null, ("CRM_HOME", home));
            var there = await local.As();
            var sold = await Invoiced.Make(there);
            var sent = (
                await Mailing.Tracked(
                    local,
                    () =>
                        there.Post(
                            $"{sold.Path}/invoices/{sold.Invoice}/email",
                            new { to = new[] { "anna@client.example" } }
                        )
                )
            ).Must(201);
            var file = Directory.GetFiles(Path.Combine(home, "mail")).Should().ContainSingle().Which;
            Path.GetFileName(file).Should().Be($"{Guid.Parse(sent.Id):N}.eml");
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Mailing
                .Attached(await MimeKit.MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken))
                .Should()
                .NotBeEmpty();
            ((string)(await there.Get($"{sold.Path}/mails/{sent.Id}"))["status"]!).Should().Be("delivered");
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }

        var none = MailSettings.Of(
            new ConfigurationManager(),
            new HostingEnvironment { EnvironmentName = Environments.Production }
        );
        none.Configured.Should().BeFalse();
        await using var mute = await CrmApp.Start(null, builder => builder.Services.AddSingleton(none));
        var silent = await mute.As();
        var invoiced = await Invoiced.Make(silent);
        (
            await silent.Post(
                $"{invoiced.Path}/invoices/{invoiced.Invoice}/email",
                new { to = new[] { "anna@client.example" } }
            )
        )
            .Must(409)
            .Code.Should()
            .Be("mail.not_configured");
    }

    private static string Closed()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
