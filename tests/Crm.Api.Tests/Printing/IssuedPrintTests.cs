using System.Security.Cryptography;
using Crm.Domain.Access;
using Npgsql;

namespace Crm.Api.Tests.Printing;

/// <summary>An issued document is printed once: every later print returns the same bytes, whatever has changed since.</summary>
public sealed class IssuedPrintTests(TestHost host) : IClassFixture<TestHost>, IAsyncLifetime
{
    private readonly CrmApp app = host.App;
    private readonly Testing.Api api = host.Api;
    private Sale sale = null!;

    public async ValueTask InitializeAsync()
    {
        (
            await api.Patch(
                "/settings",
                new
                {
                    languages = (string[]?)null,
                    branding = (object?)null,
                    company = new
                    {
                        name = "Поставщик",
                        registeredName = "ООО «Поставщик»",
                        taxId = "7701234567",
                        bankName = "ПАО СБЕРБАНК",
                        bic = "044525225",
                        account = "40702810438000060473",
                        correspondentAccount = "30101810400000000225",
                    },
                }
            )
        ).Must(200);
        sale = await (await Sale.Open(api)).ToFulfilment();
    }

    public ValueTask DisposeAsync() => default;

    private string Proposal => $"/proposals/{sale.ProposalId}/document";
    private string Invoice => $"{sale.Path}/invoices/{sale.InvoiceId}/document";

    [Fact]
    public async Task Print_change_everything_print_again_the_bytes_are_equal()
    {
        var first = new Dictionary<string, (byte[] Bytes, string? ETag)>(StringComparer.Ordinal);
        foreach (var (path, accept, lang) in Forms())
            first[path + accept + lang] = await Printed(api, path, accept, lang);
        first.Values.Select(x => x.ETag).Distinct().Should().HaveCount(8);

        await ChangeEverything();
        foreach (var (path, accept, lang) in Forms())
        {
            var again = await Printed(api, path, accept, lang);
            again.Bytes.Should().Equal(first[path + accept + lang].Bytes, "{0} {1} {2}", path, accept, lang);
            again.ETag.Should().Be($"\"{Convert.ToHexStringLower(SHA256.HashData(again.Bytes))}\"");
        }

        await using var other = await CrmApp.Start(app.ConnectionString, null, ("Hosting:Alone", "false"));
        (await Printed(await other.As(), Invoice, "application/pdf", "ru"))
            .Bytes.Should()
            .Equal(first[Invoice + "application/pdf" + "ru"].Bytes, "another host gives the same file");
    }

    [Fact]
    public async Task First_printed_after_everything_changed_it_still_is_as_it_was_issued()
    {
        await ChangeEverything();
        var rows = Papers
            .Pages((await Printed(api, Invoice, "application/pdf", "ru")).Bytes)
            .SelectMany(x => x)
            .ToArray();
        rows.Should()
            .Contain("ООО «Поставщик»|ООО «Ромашка»")
            .And.NotContain(x =>
                x.Contains("Иное", StringComparison.Ordinal) || x.Contains("Другой", StringComparison.Ordinal)
            );
    }

    [Fact]
    public async Task Prints_at_once_all_get_one_file_and_one_row_is_kept()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Printed(api, Proposal, "text/html", "en"))
        );
        answers.Select(x => x.ETag).Distinct().Should().ContainSingle();
        (
            await Scalar(
                "select count(*) from crm.printed_file where document = "
                    + $"'{sale.ProposalId}' and language = 'en' and media_type = "
                    + "'text/html'"
            )
        )
            .Should()
            .Be(1);
        (
            await Scalar(
                "select count(*) from crm.printed_file f join crm.attachment_content c on c.hash = f.hash "
                    + $"where f.document = '{sale.ProposalId}' and encode(sha256(c.content), 'hex') = f.hash"
            )
        )
            .Should()
            .Be(1);
    }

    [Fact]
    public async Task More_first_prints_at_once_than_connections_do_not_wait_for_each_other()
    {
        var invoices = new List<string>();
        for (var i = 0; i < 40; i++)
            invoices.Add(
                (await api.Post(sale.Path + "/invoices", new { amount = Sale.Rub($"{i + 1}.00") })).Must(201).Id
            );
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var prints = await Task.WhenAll(
            invoices.Select(x => Task.Run(() => api.Get($"{sale.Path}/invoices/{x}/document")))
        );
        prints.Should().OnlyContain(x => x.Status == 200);
        System
            .Diagnostics.Stopwatch.GetElapsedTime(started)
            .Should()
            .BeLessThan(TimeSpan.FromSeconds(14), "nobody may wait until a connection is given up");
    }

    [Fact]
    public async Task What_is_kept_wins_over_what_would_be_printed_now()
    {
        // As a newer layout would meet it: bytes that this version would never make.
        await Printed(api, Proposal, "application/pdf", "ru");
        await Scalar(
            "with c as (insert into crm.attachment_content (hash, content) values (encode(sha256('older'), 'hex'), "
                + "'older') returning hash) update crm.printed_file f set hash = c.hash from c where document = "
                + $"'{sale.ProposalId}' returning 1::bigint"
        );
        System
            .Text.Encoding.UTF8.GetString((await Printed(api, Proposal, "application/pdf", "ru")).Bytes)
            .Should()
            .Be("older");
    }

    [Fact]
    public async Task The_totals_are_the_APIs_and_the_file_has_a_name_for_people()
    {
        var answer = (await api.Get($"/proposals/{sale.ProposalId}")).Must(200);
        var file = (await api.Get(Proposal + "?lang=ru")).Must(200);
        var rows = Papers.Pages((await Printed(api, Proposal, "application/pdf", "ru")).Bytes).Single();
        (Papers.Sum(rows, "Итого без НДС"), Papers.Sum(rows, "НДС 20 %"), Papers.Sum(rows, "Всего"))
            .Should()
            .Be((Amount("amount"), Amount("vat"), Amount("total")));
        var number = (string)answer["number"]!;
        file.Headers["Content-Type"].Should().Be("application/pdf");
        file.Headers["Content-Disposition"]
            .Should()
            .StartWith("inline;")
            .And.Contain("filename*=UTF-8''" + Uri.EscapeDataString($"Коммерческое предложение № {number}.pdf"));
        (file.Headers["X-Content-Type-Options"], file.Headers["Vary"])
            .Should()
            .Be(("nosniff", "Accept, Accept-Language"));
        (await api.Get(Proposal + "?lang=ru", ("If-None-Match", file.ETag!))).Must(304).Text.Should().BeEmpty();

        decimal Amount(string member) =>
            decimal.Parse((string)answer[member]!["amount"]!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Form_and_language_are_asked_for()
    {
        (
            await api.Get(
                Proposal,
                ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"),
                ("Accept-Language", "en")
            )
        )
            .Must(200)
            .Text.Should()
            .Contain("<html lang=\"en\">");
        (await api.Get(Proposal, ("Accept", "text/html")))
            .Must(200)
            .Text.Should()
            .Contain("<html lang=\"ru\">", "the first of the company's languages");
        (await api.Get(Proposal + "?lang=en", ("Accept", "text/html"), ("Accept-Language", "ru")))
            .Must(200)
            .Text.Should()
            .Contain("<html lang=\"en\">", "asked for by name");
        (await api.Get(Proposal, ("Accept", "*/*"))).Must(200).Headers["Content-Type"].Should().Be("application/pdf");
        (await api.Get(Proposal, ("Accept", "application/pdf;q=0.5, text/html;q=0.4")))
            .Must(200)
            .Headers["Content-Type"]
            .Should()
            .Be("application/pdf");
        var html = (await api.Get(Proposal, ("Accept", "text/*"))).Must(200);
        html.Headers["Content-Security-Policy"]
            .Should()
            .Contain("default-src 'none'")
            .And.Contain("sandbox")
            .And.NotContain("script");
        (await api.Get(Proposal, ("Accept", "image/png"))).Must(406).Code.Should().Be("accept.unsupported");
        (await api.Get(Proposal, ("Accept", "text/html;q=0, application/pdf;q=0")))
            .Must(406)
            .Code.Should()
            .Be("accept.unsupported");
        (await api.Get(Proposal, ("Accept", "what is this"))).Must(400).Code.Should().Be("header.invalid");
        (await api.Get(Proposal + "?lang=de")).Must(400).Code.Should().Be("parameter.invalid");
        (await api.Get(Proposal + "?colour=red")).Must(400).Code.Should().Be("parameter.unknown");
    }

    [Fact]
    public async Task A_draft_prints_as_it_is_and_nothing_is_kept()
    {
        var draft = (
            await api.Post(
                $"{sale.Path}/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Принтер",
                            quantity = 1,
                            price = Sale.Rub("100.00"),
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(201);
        var path = $"/proposals/{draft.Id}/document?lang=ru";
        var before = await Scalar(
            "select (select count(*) from crm.printed_file) + (select count(*) from crm.attachment_content)"
        );
        var first = (await api.Get(path, ("Accept", "text/html"))).Must(200);
        first.Text.Should().Contain("ПРОЕКТ").And.Contain("Принтер");
        (
            await api.Patch(
                $"/proposals/{draft.Id}",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Сканер",
                            quantity = 1,
                            price = Sale.Rub("100.00"),
                        },
                    },
                }
            )
        ).Must(200);
        (await api.Get(path, ("Accept", "text/html")))
            .Must(200)
            .Text.Should()
            .Contain("Сканер")
            .And.NotContain("Принтер");
        (await Scalar("select (select count(*) from crm.printed_file) + (select count(*) from crm.attachment_content)"))
            .Should()
            .Be(before);
        (await api.Post($"/proposals/{draft.Id}/issue")).Must(200);
        (await api.Get(path, ("Accept", "text/html")))
            .Must(200)
            .Text.Should()
            .NotContain("ПРОЕКТ")
            .And.Contain("№ P-2026-");
    }

    [Fact]
    public async Task Who_does_not_see_the_deal_sees_no_file_of_it()
    {
        await Printed(api, Proposal, "application/pdf", "ru");
        var stranger = await app.AsUser(
            Guid.Parse(
                (await api.Post("/users", new { name = "Чужой", roles = new[] { "sales-manager" } })).Must(201).Id
            ),
            Scope.Read,
            Scope.Write
        );
        (await stranger.Get(Proposal)).Must(404).Code.Should().Be("proposal.not_found");
        (await stranger.Get(Invoice)).Must(404).Code.Should().Be("deal.not_found");
        var foreign = await Sale.Open(api);
        (await api.Get($"{foreign.Path}/invoices/{sale.InvoiceId}/document"))
            .Must(404)
            .Code.Should()
            .Be("invoice.not_found");
        (await api.Get("/proposals/0198f3a0-0000-7000-8000-00000000dead/document"))
            .Must(404)
            .Code.Should()
            .Be("proposal.not_found");
        (await app.Anonymous().Get(Proposal)).Must(401);
    }

    [Fact]
    public async Task Who_may_not_know_clients_gets_no_print_that_names_one()
    {
        var role = "reader" + Guid.NewGuid().ToString("N")[..8];
        (
            await api.Post(
                "/roles",
                new
                {
                    code = role,
                    title = new { ru = "Читатель", en = "Reader" },
                    permissions = new[] { "deals.read" },
                    scopes = new { deals = "all" },
                }
            )
        ).Must(201);
        var reader = await app.AsUser(
            Guid.Parse((await api.Post("/users", new { name = "Читатель", roles = new[] { role } })).Must(201).Id),
            Scope.Read
        );
        (await reader.Get($"/proposals/{sale.ProposalId}")).Must(200);
        (
            (string?)(await reader.Get(Proposal)).Must(403)["missing"],
            (string?)(await reader.Get(Invoice)).Must(403)["missing"]
        )
            .Should()
            .Be(("clients.read", "clients.read"));
    }

    private IEnumerable<(string Path, string Accept, string Lang)> Forms() =>
        from path in new[] { Proposal, Invoice }
        from accept in new[] { "application/pdf", "text/html" }
        from lang in new[] { "ru", "en" }
        select (path, accept, lang);

    private async Task ChangeEverything()
    {
        (
            await api.Patch(
                $"/clients/{sale.ClientId}",
                new { name = "Другой", legalDetails = new { taxId = "7707083893", registeredName = "АО «Другой»" } }
            )
        ).Must(200);
        (
            await api.Patch(
                "/settings",
                new
                {
                    company = new { registeredName = "АО «Иное»", account = (string?)null },
                    languages = new[] { "en" },
                    branding = new
                    {
                        accent = "#ff0000",
                        footer = new { ru = "Иное", en = "Other" },
                        signatory = new { name = "Иной И. И." },
                    },
                }
            )
        ).Must(200);
    }

    private async Task<(byte[] Bytes, string? ETag)> Printed(Testing.Api who, string path, string accept, string lang)
    {
        using var client = app.Host.Server.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{path}?lang={lang}");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + who.Key);
        using var response = await client.SendAsync(request);
        ((int)response.StatusCode).Should().Be(200);
        return (await response.Content.ReadAsByteArrayAsync(), response.Headers.ETag?.ToString());
    }

    private async Task<long> Scalar(string sql)
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
