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

    [Fact]
    public async Task No_draft_of_a_mail_is_left_by_a_failed_attempt_or_a_killed_host()
    {
        var home = Directory.CreateTempSubdirectory("crm-mail-").FullName;
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(home, "mail")).FullName;
            var old = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".tmp");
            await File.WriteAllTextAsync(old, "a host was killed here", TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-1));
            var id = Guid.CreateVersion7();
            // The host was killed in the middle of this very mail; and its first attempt fails, since a folder is in its place.
            var draft = Path.Combine(folder, $"{id:N}.tmp");
            await File.WriteAllTextAsync(draft, "and here", TestContext.Current.CancellationToken);
            var place = Directory.CreateDirectory(Path.Combine(folder, $"{id:N}.eml"));
            await using var local = await CrmApp.Start(null, null, ("CRM_HOME", home));
            var there = await local.As();
            var sold = await Invoiced.Make(there);
            (
                await Mailing.Tracked(
                    local,
                    () =>
                        there.Post(
                            $"{sold.Path}/invoices/{sold.Invoice}/email",
                            new { id, to = new[] { "anna@client.example" } }
                        )
                )
            ).Must(201);
            ((string)(await there.Get($"{sold.Path}/mails/{id}"))["status"]!).Should().Be("retrying");
            Directory.GetFiles(folder).Should().BeEmpty();

            await File.WriteAllTextAsync(draft, "and here", TestContext.Current.CancellationToken);
            place.Delete();
            await local.Ring(new SendMail(Guid.Parse(sold.Deal), id, 2));
            Directory.GetFiles(folder).Should().Equal(place.FullName);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static string Closed()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
