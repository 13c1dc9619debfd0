using Crm.Api.Printing;
using Crm.Api.Tests.BankStatements;

namespace Crm.Api.Tests.Mail;

/// <summary>Documents by e-mail: each is sent once and by the rules of the deal. Its delivery: <see cref="DeliveryTests"/>.</summary>
public sealed class EmailTests : Mailing, IClassFixture<MailHost>
{
    public EmailTests(MailHost host)
        : base(host) => Server.Clear();

    [Fact]
    public async Task A_mailed_proposal_carries_its_file_counts_as_sent_and_the_deal_shows_the_delivery()
    {
        var sale = await Proposed();
        var sent = (
            await Send(
                $"/proposals/{sale.ProposalId}/email",
                new
                {
                    to = new[] { "anna@client.example", "ANNA@client.example" },
                    cc = new[] { "boss@client.example" },
                    subject = "Принтеры",
                    text = "Добрый день!",
                    lang = "en",
                }
            )
        ).Must(201);
        ((string)sent["status"]!, (string)sent["document"]!, (int)sent["attempts"]!)
            .Should()
            .Be(("queued", "proposal", 0));
        sent.Headers["Location"].Should().Be($"/api/v1/deals/{sale.Id}/mails/{sent.Id}");

        var message = Server.Letters.Should().ContainSingle().Which;
        (message.Subject, message.MessageId, message.From.ToString(), message.TextBody!.Trim())
            .Should()
            .Be(
                ("Принтеры", $"{Guid.Parse(sent.Id):N}@example.com", "\"Продажи\" <sales@example.com>", "Добрый день!")
            );
        Server.Recipients.Should().Equal("anna@client.example", "boss@client.example");
        Attached(message).Should().Equal(await Printed(PrintedKind.Proposal, sale.Id, sale.ProposalId, "en"));

        var mail = await Mail(sale.Id, sent.Id);
        ((string)mail["status"]!, (int)mail["attempts"]!).Should().Be(("delivered", 1));
        mail.ETag.Should().NotBe(sent.ETag, "what became of it is shown, so the tag tells");
        mail.ETag!.Split('-')[0].Should().Be(sent.ETag!.Split('-')[0], "a mark does not move the version");
        ((string)(await Api.Get($"/proposals/{sale.ProposalId}"))["status"]!).Should().Be("sent");
        ((string)(await Api.Get($"/proposals/{sale.ProposalId}"))["mails"]![0]!["status"]!).Should().Be("delivered");
        (await Api.Get($"/deals/{sale.Id}/mails")).Must(200)["items"]!.AsArray().Should().ContainSingle();
        (await History(sale.Id)).Should().Equal("document_mailed", "proposal_sent", "mail_delivered");

        // Sent already: the second mail is one more mail, but no second ProposalSent.
        (await Send($"/proposals/{sale.ProposalId}/email")).Must(201);
        (await History(sale.Id))
            .Should()
            .Equal("document_mailed", "proposal_sent", "mail_delivered", "document_mailed", "mail_delivered");
        Server.Letters.Last().Subject.Should().StartWith("Коммерческое предложение № ");
    }

    [Fact]
    public async Task If_Match_is_that_of_the_proposal()
    {
        var sale = await Proposed();
        var path = $"/proposals/{sale.ProposalId}";
        var tag = (await Api.Get(path)).Must(200).ETag!;
        (await Send(path + "/email", null, ("If-Match", tag))).Must(201);
        (await Send(path + "/email", null, ("If-Match", tag))).Must(412);
    }

    [Fact]
    public async Task One_key_sends_once_however_often_and_at_once_it_comes()
    {
        var sold = await Invoiced.Make(Api);
        var path = $"{sold.Path}/invoices/{sold.Invoice}/email";
        Answer[] answers = [];
        await Tracked(
            App,
            async () =>
            {
                answers = await Task.WhenAll(
                    Enumerable
                        .Range(0, 5)
                        .Select(_ =>
                            Task.Run(() =>
                                Api.Post(
                                    path,
                                    new { to = new[] { "anna@client.example" } },
                                    ("Idempotency-Key", "mail")
                                )
                            )
                        )
                );
                return answers[0];
            }
        );
        answers.Should().OnlyContain(x => x.Status == 201);
        answers.Select(x => x.Id).Distinct().Should().ContainSingle();
        (await Send(path, null, ("Idempotency-Key", "mail")))
            .Must(201)
            .Headers["Idempotency-Replayed"]
            .Should()
            .Be("true");
        Server.Letters.Should().ContainSingle();
        // The same with the caller's own id.
        var id = Guid.CreateVersion7();
        var body = new { to = new[] { "anna@client.example" }, id };
        (await Send(path, body)).Must(201);
        (await Send(path, body)).Must(200);
        Server.Letters.Should().HaveCount(2);
    }

    [Fact]
    public async Task Hostile_mails_are_refused_and_nothing_is_written()
    {
        var sold = await Invoiced.Make(Api);
        var path = $"{sold.Path}/invoices/{sold.Invoice}/email";
        var before = await Conventions.Stored.Count(App);
        string[] good = ["anna@client.example"];
        foreach (
            var (body, pointer) in new (object, string)[]
            {
                (new { to = good, subject = "А\r\nBcc: evil@example.com" }, "/subject"),
                (new { to = good, subject = "А\nБ" }, "/subject"),
                (new { to = new[] { "anna@client.example\r\nBcc: evil@example.com" } }, "/to/0"),
                (new { to = new[] { "anna@client.example, evil@example.com" } }, "/to/0"),
                (new { to = new[] { "Анна <anna@client.example>" } }, "/to/0"),
                (new { to = new[] { "anna" } }, "/to/0"),
                (new { to = new[] { "anna@localhost" } }, "/to/0"),
                (new { to = new[] { "" } }, "/to/0"),
                (new { to = good, cc = new[] { "bad@" } }, "/cc/0"),
                (new { to = new[] { new string('a', 300) + "@client.example" } }, "/to/0"),
                (new { to = Array.Empty<string>() }, "/to"),
                (new { to = Enumerable.Range(0, 11).Select(i => $"a{i}@client.example") }, "/to"),
                (
                    new
                    {
                        to = Enumerable.Range(0, 6).Select(i => $"a{i}@client.example"),
                        cc = Enumerable.Range(0, 5).Select(i => $"b{i}@client.example"),
                    },
                    "/cc"
                ),
                (new { to = good, lang = "de" }, "/lang"),
                (new { to = good, subject = new string('a', 201) }, "/subject"),
                (new { to = good, bcc = good }, "/bcc"),
            }
        )
        {
            var refused = (await Api.Post(path, body)).Must(422);
            ((string)refused["errors"]![0]!["pointer"]!).Should().Be(pointer);
        }

        (await Api.Post($"{sold.Path}/invoices/{Guid.NewGuid()}/email", new { to = good }))
            .Must(404)
            .Code.Should()
            .Be("invoice.not_found");
        (await Api.Post($"/proposals/{Guid.NewGuid()}/email", new { to = good }))
            .Must(404)
            .Code.Should()
            .Be("proposal.not_found");
        (await Api.Get($"{sold.Path}/mails/{Guid.NewGuid()}")).Must(404).Code.Should().Be("mail.not_found");
        (await Conventions.Stored.Count(App)).Should().Be(before);
        Server.Letters.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_not_in_force_is_not_sent()
    {
        var sold = await Invoiced.Make(Api);
        var to = new { to = new[] { "anna@client.example" } };
        (await Api.Post($"{sold.Path}/invoices/{sold.Invoice}/cancel")).Must(200);
        (await Api.Post($"{sold.Path}/invoices/{sold.Invoice}/email", to))
            .Must(409)
            .Code.Should()
            .Be("invoice.cancelled");
        var draft = (
            await Api.Post(
                $"{sold.Path}/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 1,
                            price = Sale.Rub("10.00"),
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(201).Id;
        (await Api.Post($"/proposals/{draft}/email", to)).Must(409).Code.Should().Be("proposal.not_issued");
        (await Api.Post($"/proposals/{draft}/issue")).Must(200);
        (await Api.Post($"/proposals/{draft}/withdraw", new { reason = "Ошибка" })).Must(200);
        (await Api.Post($"/proposals/{draft}/email", to)).Must(409).Code.Should().Be("proposal.not_open");
        var other = await Invoiced.Make(Api);
        (await Api.PostOnce(other.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        (await Api.Post($"{other.Path}/invoices/{other.Invoice}/email", to)).Must(409).Code.Should().Be("deal.closed");
        // A preview sends no mail.
        var live = await Invoiced.Make(Api);
        var parameters = new { dealId = live.Path.Split('/')[^1], invoiceId = live.Invoice };
        ((bool)(await Api.Preview("emailInvoice", parameters, to)).Must(200)["allowed"]!).Should().BeTrue();
        (await Api.Get(live.Path + "/mails")).Must(200)["items"]!.AsArray().Should().BeEmpty();
        Server.Letters.Should().BeEmpty();
    }

    private async Task<Sale> Proposed()
    {
        var sale = await (await Sale.Open(Api)).Contacted();
        await sale.Qualified();
        return await sale.Proposed();
    }
}
