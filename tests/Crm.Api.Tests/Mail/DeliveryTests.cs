using Crm.Api.Mail;
using Crm.Api.Printing;
using Crm.Api.Tests.BankStatements;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Npgsql;
using Wolverine;

namespace Crm.Api.Tests.Mail;

/// <summary>
/// The delivery of an accepted mail: servers that wait, refuse or are unreachable, a host that stops; the deal shows the outcome.
/// </summary>
public sealed class DeliveryTests : Mailing, IAsyncLifetime
{
    /// <summary>One host for each test: postponed messages stay in its queue.</summary>
    private readonly MailHost own;

    public DeliveryTests()
        : this(new MailHost()) { }

    private DeliveryTests(MailHost own)
        : base(own) => this.own = own;

    public ValueTask InitializeAsync() => own.InitializeAsync();

    public ValueTask DisposeAsync() => own.DisposeAsync();

    [Fact]
    public async Task An_invoice_that_the_server_does_not_take_now_is_tried_again_and_delivered()
    {
        var sold = await Invoiced.Make(Api);
        Server.AnswersToData.Enqueue("451 4.3.0 try later");
        var sent = (await Send($"{sold.Path}/invoices/{sold.Invoice}/email")).Must(201);
        var mail = await Mail(sold.Deal, sent.Id);
        (
            (string)mail["status"]!,
            (int)mail["attempts"]!,
            (string)mail["problem"]!["code"]!,
            (string)mail["problem"]!["answer"]!
        )
            .Should()
            .Be(("retrying", 1, "mail.deferred", "451 4.3.0 try later"));
        ((DateTimeOffset)mail["nextAttemptAt"]! - (DateTimeOffset)mail["statusAt"]!)
            .Should()
            .Be(TimeSpan.FromMinutes(1));
        (await Scheduled()).Should().Be(1, "the next attempt survives the host");

        await Attempt(sold.Deal, sent.Id, 2);
        mail = await Mail(sold.Deal, sent.Id);
        ((string)mail["status"]!, (int)mail["attempts"]!, mail["problem"]).Should().Be(("delivered", 2, null));
        Server.Letters.Select(x => x.MessageId).Distinct().Should().ContainSingle("both attempts are one mail");
        Attached(Server.Letters.Last())
            .Should()
            .Equal(await Printed(PrintedKind.Invoice, sold.Deal, sold.Invoice, "ru"));
        ((string)(await Api.Get($"{sold.Path}/invoices/{sold.Invoice}"))["mails"]![0]!["status"]!)
            .Should()
            .Be("delivered");
        // Delivered again by the queue: the mail is recorded as sent, so nothing happens.
        await Attempt(sold.Deal, sent.Id, 2);
        await Attempt(sold.Deal, sent.Id, 1);
        Server.Letters.Should().HaveCount(2);
        (await History(sold.Deal)).Should().Equal("document_mailed", "mail_deferred", "mail_delivered");
    }

    [Fact]
    public async Task A_permanent_refusal_fails_at_once_with_the_server_response()
    {
        var sold = await Invoiced.Make(Api);
        Server.AnswersToRecipient.Enqueue("550 5.1.1 no such mailbox");
        var sent = (await Send($"{sold.Path}/invoices/{sold.Invoice}/email")).Must(201);
        var mail = await Mail(sold.Deal, sent.Id);
        ((string)mail["status"]!, (string)mail["problem"]!["code"]!).Should().Be(("failed", "mail.refused"));
        ((string)mail["problem"]!["answer"]!).Should().Contain("550").And.Contain("no such mailbox");
        (await Scheduled()).Should().Be(0);
        await Attempt(sold.Deal, sent.Id, 2);
        Server.Letters.Should().BeEmpty();
    }

    [Fact]
    public async Task A_host_that_dies_after_the_server_took_it_sends_it_again_under_the_same_name()
    {
        var sold = await Invoiced.Make(Api);
        await App.Execute(
            """
            create function crm.die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
            create trigger die before insert on crm_events.mt_events for each row
              when (new.type = 'mail_delivered') execute function crm.die();
            """
        );
        var sent = (
            await Api.Post($"{sold.Path}/invoices/{sold.Invoice}/email", new { to = new[] { "anna@client.example" } })
        ).Must(201);
        // A postponed message is visible only in the queue itself.
        await Polling.Until(async () => await Scheduled() > 0);
        (await Scheduled()).Should().Be(1, "the message is not lost");
        ((string)(await Mail(sold.Deal, sent.Id))["status"]!)
            .Should()
            .Be("queued", "the server accepted it, and the host does not know");
        await App.Execute("drop trigger die on crm_events.mt_events");
        await Attempt(sold.Deal, sent.Id, 1);
        ((string)(await Mail(sold.Deal, sent.Id))["status"]!).Should().Be("delivered");
        Server.Letters.Should().HaveCount(2);
        Server.Letters.Select(x => x.MessageId).Distinct().Should().ContainSingle("both have the same message id");
    }

    [Fact]
    public async Task The_result_of_an_attempt_on_a_locked_deal_is_recorded_later_and_the_mail_is_not_sent_again()
    {
        var sold = await Invoiced.Make(Api);
        Server.AnswersToData.Enqueue("451 4.3.0 try later");
        var sent = (await Send($"{sold.Path}/invoices/{sold.Invoice}/email")).Must(201);
        Server.AnswersToRecipient.Enqueue("550 5.1.1 no such mailbox");
        await using (await App.Hold(sold.Deal))
        {
            await App.Host.InvokeAsync(new SendMail(Guid.Parse(sold.Deal), Guid.Parse(sent.Id), 2));
            await Polling.Until(async () => await Scheduled("RecordMail") == 1);
        }

        await Polling.Until(async () => (string)(await Mail(sold.Deal, sent.Id))["status"]! == "failed");
        var mail = await Mail(sold.Deal, sent.Id);
        ((int)mail["attempts"]!, (string)mail["problem"]!["code"]!).Should().Be((2, "mail.refused"));
        ((string)mail["problem"]!["answer"]!).Should().Contain("no such mailbox", "no message carries it");
        Server.AnswersToRecipient.Should().BeEmpty();
        Server.Letters.Should().ContainSingle("the first attempt");
    }

    private Task Attempt(string deal, string mail, int attempt) =>
        App.Ring(new SendMail(Guid.Parse(deal), Guid.Parse(mail), attempt));

    private async Task<long> Scheduled(string message = "SendMail")
    {
        await using var connection = new NpgsqlConnection(App.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "select count(*) from wolverine.wolverine_incoming_envelopes where message_type like '%' || $1 and status = 'Scheduled'",
            connection
        )
        {
            Parameters = { new() { Value = message } },
        };
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
