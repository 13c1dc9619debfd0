namespace Crm.Api.Tests.Mail;

/// <summary>Who gets documents by e-mail, and how many mails a user sends.</summary>
public sealed class RecipientTests(MailHost host) : Mailing(host), IClassFixture<MailHost>
{
    [Fact]
    public async Task Strangers_need_the_permission_and_contacts_of_the_client_do_not()
    {
        var (seller, sale) = await Sold();
        var path = $"/proposals/{sale.ProposalId}/email";
        await AddContact(sale, "anna@client.example");

        (await By(seller, path, ["anna@client.example"])).Must(201);
        (await By(seller, path, ["ANNA@Client.example"])).Must(201);
        foreach (
            var (to, cc) in (ValueTuple<string[], string[]>[])
                [
                    (["thief@example.com"], []),
                    (["anna@client.example", "thief@example.com"], []),
                    (["anna@client.example"], ["thief@example.com"]),
                ]
        )
        {
            var refused = (await By(seller, path, to, cc)).Must(403);
            (refused.Code, (string?)refused["missing"]).Should().Be(("permission.missing", "mail.anyone"));
        }

        Server.Recipients.Should().NotContain("thief@example.com");
        var client = (await Api.Get("/clients/" + sale.ClientId)).Must(200);
        (await Api.Post($"/clients/{client.Id}/contacts/{client["contacts"]![0]!["id"]}/end")).Must(200);
        (await By(seller, path, ["anna@client.example"])).Must(403);
        (await Send(path, new { to = new[] { "boss@other.example" } })).Must(201);
    }

    [Theory]
    [InlineData("anna@пример.рф", "anna@xn--e1afmkfd.xn--p1ai")]
    [InlineData("post@münchen.example", "post@xn--mnchen-3ya.example")]
    public async Task An_internationalised_address_is_kept_as_typed_and_sent_in_punycode(string typed, string sent)
    {
        var (seller, sale) = await Sold();
        await AddContact(sale, typed);
        var client = (await Api.Get("/clients/" + sale.ClientId)).Must(200);
        ((string?)client["contacts"]!.AsArray()[^1]!["email"]).Should().Be(typed);

        // Both spellings are the contact's address, so nobody needs the permission to mail strangers.
        foreach (var spelling in (string[])[typed, sent, typed.ToUpperInvariant()])
        {
            Server.Clear();
            (await By(seller, $"/proposals/{sale.ProposalId}/email", [spelling])).Must(201);
            Server.Recipients.Should().ContainSingle().Which.Should().BeEquivalentTo(sent);
            Server
                .Letters.Should()
                .ContainSingle()
                .Which.To.Mailboxes.Single()
                .GetAddress(idnEncode: true)
                .Should()
                .BeEquivalentTo(sent);
        }
    }

    [Theory]
    [InlineData("anna"), InlineData("anna@localhost"), InlineData("a b@example.com")]
    public async Task One_rule_judges_addresses_of_contacts_users_and_mails(string address)
    {
        var (_, sale) = await Sold();
        foreach (
            var (path, body, pointer) in new (string, object, string)[]
            {
                (
                    "/clients",
                    new { name = "А", contacts = new[] { new { name = "Анна", email = address } } },
                    "/contacts/0/email"
                ),
                ($"/clients/{sale.ClientId}/contacts", new { name = "Анна", email = address }, "/email"),
                ("/users", new { name = "Анна", email = address }, "/email"),
                ($"/proposals/{sale.ProposalId}/email", new { to = new[] { address } }, "/to/0"),
            }
        )
        {
            var refused = (await Api.Post(path, body)).Must(422)["errors"]![0]!;
            ((string?)refused["pointer"], (string?)refused["code"]).Should().Be((pointer, "email.invalid"));
        }

        var user = (await Api.Post("/users", new { name = "Анна", email = "anna@пример.рф" })).Must(201);
        ((string?)user["email"]).Should().Be("anna@пример.рф");
        (await Api.Patch("/users/" + user.Id, new { email = address })).Must(422);
    }

    [Theory]
    [InlineData("head-of-sales", 201)]
    [InlineData("director", 201)]
    [InlineData("administrator", 201)]
    [InlineData("sales-manager", 403)]
    [InlineData("accountant", 403)]
    public async Task The_shipped_roles_that_mail_anybody_are_those_that_lead(string role, int status)
    {
        var (seller, sale) = await Sold(role);
        (await By(seller, $"{sale.Path}/invoices/{await Invoice(sale)}/email", ["new@other.example"])).Must(status);
    }

    [Fact]
    public async Task A_deal_without_a_client_has_no_contacts()
    {
        var user = (await Api.Post("/users", new { name = "Пётр" })).Must(201).Id;
        var deal = (await Api.Post("/deals", new { title = "Без клиента", managerId = user })).Must(201).Id;
        var proposal = (await Api.Post($"/deals/{deal}/proposals", new { lines = Lines, validUntil = "2027-06-30" }))
            .Must(201)
            .Id;
        (await Api.Post($"/proposals/{proposal}/issue")).Must(200);
        (await By(await App.AsUser(Guid.Parse(user)), $"/proposals/{proposal}/email", ["a@b.example"])).Must(403);
    }

    [Fact]
    public async Task A_user_sends_so_many_mails_and_then_waits()
    {
        await using var limited = await CrmApp.Start(
            null,
            null,
            ("Mail:Smtp:Host", "127.0.0.1"),
            ("Mail:Smtp:Port", Server.Port),
            ("Mail:Smtp:Security", "none"),
            ("Mail:From", "Продажи <sales@example.com>"),
            ("Limits:Mails:Tokens", "2"),
            ("Limits:Mails:Period", "3600")
        );
        limited.Clock.AutoAdvanceAmount = TimeSpan.Zero;
        var admin = await limited.As();
        var user = (await admin.Post("/users", new { name = "Анна", roles = new[] { "director" } })).Must(201).Id;
        var (one, other) = (await limited.AsUser(Guid.Parse(user)), await limited.AsUser(Guid.Parse(user)));
        var path = $"/proposals/{await Issued(admin)}/email";
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        (await Mailed(one, path, key)).Must(201);
        (await Mailed(one, path, key)).Must(201).Headers["Idempotency-Replayed"].Should().Be("true");
        var parameters = new { proposalId = path.Split('/')[2] };
        (await one.Preview("emailProposal", parameters, new { to = new[] { "a@b.example" } })).Must(200);
        (await Mailed(other, path)).Must(201);

        var refused = (await Mailed(one, path)).Must(429);
        (refused.Code, refused.Headers["Retry-After"]).Should().Be(("rate.limited", "1800"));
        (await Mailed(other, path)).Must(429).Code.Should().Be("rate.limited", "another key of the same user");
        (await Mailed(one, path, key)).Must(201);
        (await Mailed(admin, path)).Must(201);
        limited.Clock.Advance(TimeSpan.FromMinutes(30));
        (await Mailed(one, path)).Must(201);

        Task<Answer> Mailed(Testing.Api api, string at, params (string, string)[] headers) =>
            Tracked(limited, () => api.Post(at, new { to = new[] { "a@b.example" } }, headers));
    }

    private static object[] Lines =>
        [
            new
            {
                name = "А",
                quantity = 1,
                price = Sale.Rub("1.00"),
            },
        ];

    private static async Task<string> Issued(Testing.Api api)
    {
        var sale = await (await (await Sale.Open(api)).Contacted()).Qualified();
        return (await sale.Proposed()).ProposalId;
    }

    /// <summary>A deal with an issued proposal, and its manager.</summary>
    private async Task<(Testing.Api Seller, Sale Sale)> Sold(string role = "sales-manager")
    {
        var user = (await Api.Post("/users", new { name = "Пётр", roles = new[] { role } })).Must(201).Id;
        var sale = await (await (await (await Sale.Open(Api)).Contacted()).Qualified()).Proposed();
        (await Api.Post(sale.Path + "/manager", new { userId = user })).Must(200);
        return (await App.AsUser(Guid.Parse(user)), sale);
    }

    private async Task<string> Invoice(Sale sale) =>
        (await Api.PostOnce(sale.Path + "/invoices", new { amount = Sale.Rub("1.00") })).Must(201).Id;

    private async Task AddContact(Sale sale, string email) =>
        (await Api.Post($"/clients/{sale.ClientId}/contacts", new { name = "Анна", email })).Must(201);

    private Task<Answer> By(Testing.Api api, string path, string[] to, params string[] cc) =>
        Tracked(App, () => api.Post(path, new { to, cc }));
}
