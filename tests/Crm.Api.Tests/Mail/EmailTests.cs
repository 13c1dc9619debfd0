using System.Globalization;
using Crm.Api.Mail;
using Crm.Api.Printing;
using Crm.Api.Tests.BankStatements;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Npgsql;

namespace Crm.Api.Tests.Mail;

/// <summary>Documents by e-mail: accepted work is sent, once where nobody dies; the deal tells what became of each letter.</summary>
public sealed class EmailTests : IAsyncLifetime
{
    private readonly SmtpServer server = new();
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await Start(server.Port);
        api = await app.As();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await server.DisposeAsync();
    }

    private static Task<CrmApp> Start(string port) => CrmApp.Start(null, null, ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", port), ("Mail:Smtp:Security", "none"), ("Mail:From", "Продажи <sales@example.com>"));

    private async Task<Sale> Proposed()
    {
        var sale = await (await Sale.Open(api)).Contacted();
        await sale.Qualified();
        return await sale.Proposed();
    }

    /// <summary>Until every message that it brings about is handled; some servers here refuse.</summary>
    private static Task<Answer> Tracked(CrmApp app, Func<Task<Answer>> send) => app.Tracked(send, failing: true);

    [Fact]
    public async Task If_Match_is_that_of_the_proposal()
    {
        var sale = await Proposed();
        var path = $"/proposals/{sale.ProposalId}";
        var tag = (await api.Get(path)).Must(200).ETag!;
        (await Send(path + "/email", null, ("If-Match", tag))).Must(201);
        (await Send(path + "/email", null, ("If-Match", tag))).Must(412);
    }

    private Task<Answer> Send(string path, object? body = null, params (string, string)[] headers) => Tracked(app, () => api.Post(path, body ?? new { to = new[] { "anna@client.example" } }, headers));

    private Task Attempt(string deal, string mail, int attempt) => app.Ring(new SendMail(Guid.Parse(deal), Guid.Parse(mail), attempt));

    private async Task<Answer> Mail(string deal, string mail) => (await api.Get($"/deals/{deal}/mails/{mail}")).Must(200);

    private static byte[] Attached(MimeKit.MimeMessage letter)
    {
        using var bytes = new MemoryStream();
        letter.Attachments.Should().ContainSingle().Which.Should().BeOfType<MimeKit.MimePart>().Which.Content!.DecodeTo(bytes);
        return bytes.ToArray();
    }

    private Task<PrintedFile> Printed(PrintedKind kind, string deal, string document, string language) =>
        app.Host.Services.GetRequiredService<IssuedFiles>().Of(kind, Guid.Parse(deal), Guid.Parse(document), language, IssuedFiles.Pdf, CancellationToken.None);

    [Fact]
    public async Task A_proposal_goes_out_with_its_file_is_sent_thereby_and_the_deal_tells_that_it_was_taken()
    {
        var sale = await Proposed();
        var sent = (await Send($"/proposals/{sale.ProposalId}/email", new { to = new[] { "anna@client.example", "ANNA@client.example" }, cc = new[] { "boss@client.example" }, subject = "Принтеры", text = "Добрый день!", lang = "en" })).Must(201);
        ((string)sent["status"]!, (string)sent["document"]!, (int)sent["attempts"]!).Should().Be(("queued", "proposal", 0));
        sent.Headers["Location"].Should().Be($"/api/v1/deals/{sale.Id}/mails/{sent.Id}");

        var letter = server.Letters.Should().ContainSingle().Which;
        (letter.Subject, letter.MessageId, letter.From.ToString(), letter.TextBody!.Trim()).Should().Be(("Принтеры", $"{Guid.Parse(sent.Id):N}@example.com", "\"Продажи\" <sales@example.com>", "Добрый день!"));
        server.Recipients.Should().Equal("anna@client.example", "boss@client.example");
        Attached(letter).Should().Equal((await Printed(PrintedKind.Proposal, sale.Id, sale.ProposalId, "en")).Bytes);

        var mail = await Mail(sale.Id, sent.Id);
        ((string)mail["status"]!, (int)mail["attempts"]!).Should().Be(("delivered", 1));
        mail.ETag.Should().NotBe(sent.ETag, "what became of it is shown, so the tag tells");
        mail.ETag!.Split('-')[0].Should().Be(sent.ETag!.Split('-')[0], "a mark does not move the version");
        ((string)(await api.Get($"/proposals/{sale.ProposalId}"))["status"]!).Should().Be("sent");
        ((string)(await api.Get($"/proposals/{sale.ProposalId}"))["mails"]![0]!["status"]!).Should().Be("delivered");
        (await api.Get($"/deals/{sale.Id}/mails")).Must(200)["items"]!.AsArray().Should().ContainSingle();
        (await History(sale.Id)).Should().Equal("document_mailed", "proposal_sent", "mail_delivered");

        // Sent already: the second letter is one more letter, and no second sending.
        (await Send($"/proposals/{sale.ProposalId}/email")).Must(201);
        (await History(sale.Id)).Should().Equal("document_mailed", "proposal_sent", "mail_delivered", "document_mailed", "mail_delivered");
        server.Letters.Last().Subject.Should().StartWith("Коммерческое предложение № ");
    }

    private async Task<string[]> History(string deal) =>
        [.. (await api.Get($"/deals/{deal}/history?limit=200&type=document_mailed,mail_deferred,mail_delivered,mail_failed,proposal_sent")).Must(200)["items"]!.AsArray().Select(x => (string)x!["type"]!)];

    [Fact]
    public async Task An_invoice_that_the_server_does_not_take_now_is_tried_again_and_delivered()
    {
        var sold = await Invoiced.Make(api);
        server.AnswersToData.Enqueue("451 4.3.0 try later");
        var sent = (await Send($"{sold.Path}/invoices/{sold.Invoice}/email")).Must(201);
        var mail = await Mail(sold.Deal, sent.Id);
        ((string)mail["status"]!, (int)mail["attempts"]!, (string)mail["problem"]!["code"]!, (string)mail["problem"]!["answer"]!).Should().Be(("retrying", 1, "mail.deferred", "451 4.3.0 try later"));
        ((DateTimeOffset)mail["nextAttemptAt"]! - (DateTimeOffset)mail["statusAt"]!).Should().Be(TimeSpan.FromMinutes(1));
        (await Scheduled()).Should().Be(1, "the next attempt survives the host");

        await Attempt(sold.Deal, sent.Id, 2);
        mail = await Mail(sold.Deal, sent.Id);
        ((string)mail["status"]!, (int)mail["attempts"]!, mail["problem"]).Should().Be(("delivered", 2, null));
        server.Letters.Select(x => x.MessageId).Distinct().Should().ContainSingle("both attempts are one mail");
        Attached(server.Letters.Last()).Should().Equal((await Printed(PrintedKind.Invoice, sold.Deal, sold.Invoice, "ru")).Bytes);
        ((string)(await api.Get($"{sold.Path}/invoices/{sold.Invoice}"))["mails"]![0]!["status"]!).Should().Be("delivered");
        // Delivered again by the queue: it was noted, so nothing happens.
        await Attempt(sold.Deal, sent.Id, 2);
        await Attempt(sold.Deal, sent.Id, 1);
        server.Letters.Should().HaveCount(2);
        (await History(sold.Deal)).Should().Equal("document_mailed", "mail_deferred", "mail_delivered");
    }

    private async Task<long> Scheduled()
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select count(*) from wolverine.wolverine_incoming_envelopes where message_type like '%SendMail%' and status = 'Scheduled'", connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    [Fact]
    public async Task A_refusal_for_good_fails_at_once_and_says_what_the_server_said()
    {
        var sold = await Invoiced.Make(api);
        server.AnswersToRecipient.Enqueue("550 5.1.1 no such mailbox");
        var sent = (await Send($"{sold.Path}/invoices/{sold.Invoice}/email")).Must(201);
        var mail = await Mail(sold.Deal, sent.Id);
        ((string)mail["status"]!, (string)mail["problem"]!["code"]!).Should().Be(("failed", "mail.refused"));
        ((string)mail["problem"]!["answer"]!).Should().Contain("550").And.Contain("no such mailbox");
        (await Scheduled()).Should().Be(0);
        await Attempt(sold.Deal, sent.Id, 2);
        server.Letters.Should().BeEmpty();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_asked_for_hours_and_then_it_has_failed()
    {
        await using var lonely = await Start(Closed());
        var there = await lonely.As();
        var sold = await Invoiced.Make(there);
        var sent = (await Tracked(lonely, () => there.Post($"{sold.Path}/invoices/{sold.Invoice}/email", new { to = new[] { "anna@client.example" } }))).Must(201);
        for (var attempt = 2; attempt <= 8; attempt++)
        {
            var waiting = (await there.Get($"{sold.Path}/mails/{sent.Id}")).Must(200);
            ((string)waiting["status"]!, (int)waiting["attempts"]!, (string)waiting["problem"]!["code"]!).Should().Be(("retrying", attempt - 1, "mail.unreachable"));
            await lonely.Ring(new SendMail(Guid.Parse(sold.Deal), Guid.Parse(sent.Id), attempt));
        }

        ((string)(await there.Get($"{sold.Path}/mails/{sent.Id}"))["status"]!).Should().Be("failed");
    }

    private static string Closed()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task One_key_sends_once_however_often_and_at_once_it_comes()
    {
        var sold = await Invoiced.Make(api);
        var path = $"{sold.Path}/invoices/{sold.Invoice}/email";
        Answer[] answers = [];
        await Tracked(app, async () =>
        {
            answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => api.Post(path, new { to = new[] { "anna@client.example" } }, ("Idempotency-Key", "mail")))));
            return answers[0];
        });
        answers.Should().OnlyContain(x => x.Status == 201);
        answers.Select(x => x.Id).Distinct().Should().ContainSingle();
        (await Send(path, null, ("Idempotency-Key", "mail"))).Must(201).Headers["Idempotency-Replayed"].Should().Be("true");
        server.Letters.Should().ContainSingle();
        // The same by an id of one's own.
        var id = Guid.CreateVersion7();
        var body = new { to = new[] { "anna@client.example" }, id };
        (await Send(path, body)).Must(201);
        (await Send(path, body)).Must(200);
        server.Letters.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_host_that_dies_after_the_server_took_it_sends_it_again_under_the_same_name()
    {
        var sold = await Invoiced.Make(api);
        await Execute("""
            create function crm.die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
            create trigger die before insert on crm_events.mt_events for each row when (new.type = 'mail_delivered') execute function crm.die();
            """);
        var sent = (await api.Post($"{sold.Path}/invoices/{sold.Invoice}/email", new { to = new[] { "anna@client.example" } })).Must(201);
        // Nothing tells of a message that was put off but the queue itself.
        await Following.Until(async () => await Scheduled() > 0);
        (await Scheduled()).Should().Be(1, "the message is not lost");
        ((string)(await Mail(sold.Deal, sent.Id))["status"]!).Should().Be("queued", "the server took it, and nobody knows");
        await Execute("drop trigger die on crm_events.mt_events");
        await Attempt(sold.Deal, sent.Id, 1);
        ((string)(await Mail(sold.Deal, sent.Id))["status"]!).Should().Be("delivered");
        server.Letters.Should().HaveCount(2);
        server.Letters.Select(x => x.MessageId).Distinct().Should().ContainSingle("whoever reads both knows that they are one");
    }

    private Task Execute(string sql) => ImportTests.Execute(app, sql);

    [Fact]
    public async Task Hostile_letters_are_refused_and_nothing_is_written()
    {
        var sold = await Invoiced.Make(api);
        var path = $"{sold.Path}/invoices/{sold.Invoice}/email";
        var before = await Conventions.Stored.Count(app);
        string[] good = ["anna@client.example"];
        foreach (var (body, pointer) in new (object, string)[]
        {
            (new { to = good, subject = "А\r\nBcc: evil@example.com" }, "/subject"), (new { to = good, subject = "А\nБ" }, "/subject"),
            (new { to = new[] { "anna@client.example\r\nBcc: evil@example.com" } }, "/to/0"), (new { to = new[] { "anna@client.example, evil@example.com" } }, "/to/0"),
            (new { to = new[] { "Анна <anna@client.example>" } }, "/to/0"), (new { to = new[] { "anna" } }, "/to/0"), (new { to = new[] { "anna@localhost" } }, "/to/0"), (new { to = new[] { "" } }, "/to/0"),
            (new { to = good, cc = new[] { "bad@" } }, "/cc/0"), (new { to = new[] { new string('a', 300) + "@client.example" } }, "/to/0"), (new { to = Array.Empty<string>() }, "/to"),
            (new { to = Enumerable.Range(0, 11).Select(i => $"a{i}@client.example") }, "/to"), (new { to = Enumerable.Range(0, 6).Select(i => $"a{i}@client.example"), cc = Enumerable.Range(0, 5).Select(i => $"b{i}@client.example") }, "/cc"),
            (new { to = good, lang = "de" }, "/lang"), (new { to = good, subject = new string('a', 201) }, "/subject"), (new { to = good, bcc = good }, "/bcc"),
        })
        {
            var refused = (await api.Post(path, body)).Must(422);
            ((string)refused["errors"]![0]!["pointer"]!).Should().Be(pointer);
        }

        (await api.Post($"{sold.Path}/invoices/{Guid.NewGuid()}/email", new { to = good })).Must(404).Code.Should().Be("invoice.not_found");
        (await api.Post($"/proposals/{Guid.NewGuid()}/email", new { to = good })).Must(404).Code.Should().Be("proposal.not_found");
        (await api.Get($"{sold.Path}/mails/{Guid.NewGuid()}")).Must(404).Code.Should().Be("mail.not_found");
        (await Conventions.Stored.Count(app)).Should().Be(before);
        server.Letters.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_not_in_force_is_not_sent()
    {
        var sold = await Invoiced.Make(api);
        var to = new { to = new[] { "anna@client.example" } };
        (await api.Post($"{sold.Path}/invoices/{sold.Invoice}/cancel")).Must(200);
        (await api.Post($"{sold.Path}/invoices/{sold.Invoice}/email", to)).Must(409).Code.Should().Be("invoice.cancelled");
        var draft = (await api.Post($"{sold.Path}/proposals", new { lines = new[] { new { name = "Стол", quantity = 1, price = Sale.Rub("10.00") } }, validUntil = "2027-06-30" })).Must(201).Id;
        (await api.Post($"/proposals/{draft}/email", to)).Must(409).Code.Should().Be("proposal.not_issued");
        (await api.Post($"/proposals/{draft}/issue")).Must(200);
        (await api.Post($"/proposals/{draft}/withdraw", new { reason = "Ошибка" })).Must(200);
        (await api.Post($"/proposals/{draft}/email", to)).Must(409).Code.Should().Be("proposal.not_open");
        var other = await Invoiced.Make(api);
        (await api.PostOnce(other.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        (await api.Post($"{other.Path}/invoices/{other.Invoice}/email", to)).Must(409).Code.Should().Be("deal.closed");
        // A dry run says what would happen, and no letter leaves.
        var live = await Invoiced.Make(api);
        ((bool)(await api.Post($"{live.Path}/invoices/{live.Invoice}/email?dryRun=true", to)).Must(200)["allowed"]!).Should().BeTrue();
        (await api.Get(live.Path + "/mails")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        server.Letters.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_mail_server_Development_puts_letters_into_a_folder_and_others_say_so()
    {
        var home = Directory.CreateTempSubdirectory("crm-mail-").FullName;
        try
        {
            await using var local = await CrmApp.Start(null, null, ("CRM_HOME", home));
            var there = await local.As();
            var sold = await Invoiced.Make(there);
            var sent = (await Tracked(local, () => there.Post($"{sold.Path}/invoices/{sold.Invoice}/email", new { to = new[] { "anna@client.example" } }))).Must(201);
            var file = Directory.GetFiles(Path.Combine(home, "mail")).Should().ContainSingle().Which;
            Path.GetFileName(file).Should().Be($"{Guid.Parse(sent.Id):N}.eml");
            Attached(await MimeKit.MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken)).Should().NotBeEmpty();
            ((string)(await there.Get($"{sold.Path}/mails/{sent.Id}"))["status"]!).Should().Be("delivered");
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }

        var none = MailSettings.Of(new ConfigurationManager(), new HostingEnvironment { EnvironmentName = Environments.Production });
        none.Configured.Should().BeFalse();
        await using var mute = await CrmApp.Start(null, builder => builder.Services.AddSingleton(none));
        var silent = await mute.As();
        var invoiced = await Invoiced.Make(silent);
        (await silent.Post($"{invoiced.Path}/invoices/{invoiced.Invoice}/email", new { to = new[] { "anna@client.example" } })).Must(409).Code.Should().Be("mail.not_configured");
    }
}
