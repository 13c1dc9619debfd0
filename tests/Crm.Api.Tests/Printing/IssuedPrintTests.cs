using System.Security.Cryptography;

namespace Crm.Api.Tests.Printing;

/// <summary>An issued document is printed once: every later print returns the same bytes, whatever has changed since.</summary>
[Collection(IssuedPrintCollection.Name)]
public sealed class IssuedPrintTests(TestHost host) : IssuedPrints(host)
{
    [Fact]
    public async Task A_print_stays_the_same_bytes_after_everything_has_changed()
    {
        var first = new Dictionary<string, (byte[] Bytes, string? ETag)>(StringComparer.Ordinal);
        foreach (var (path, accept, lang) in Forms())
            first[path + accept + lang] = await Printed(Api, path, accept, lang);
        first.Values.Select(x => x.ETag).Distinct().Should().HaveCount(8);

        await ChangeEverything();
        foreach (var (path, accept, lang) in Forms())
        {
            var again = await Printed(Api, path, accept, lang);
            again.Bytes.Should().Equal(first[path + accept + lang].Bytes, "{0} {1} {2}", path, accept, lang);
            again.ETag.Should().Be($"\"{Convert.ToHexStringLower(SHA256.HashData(again.Bytes))}\"");
        }

        await using var other = await CrmApp.Start(App.ConnectionString, null, ("Hosting:Alone", "false"));
        (await Printed(await other.As(), Invoice, "application/pdf", "ru"))
            .Bytes.Should()
            .Equal(first[Invoice + "application/pdf" + "ru"].Bytes, "another host gives the same file");
    }

    [Fact]
    public async Task A_first_print_after_everything_changed_shows_the_document_as_issued()
    {
        await ChangeEverything();
        var rows = Prints
            .Pages((await Printed(Api, Invoice, "application/pdf", "ru")).Bytes)
            .SelectMany(x => x)
            .ToArray();
        rows.Should()
            .Contain("ООО «Поставщик»|ООО «Ромашка»")
            .And.NotContain(x =>
                x.Contains("Иное", StringComparison.Ordinal) || x.Contains("Другой", StringComparison.Ordinal)
            );
    }

    [Fact]
    public async Task Parallel_prints_get_one_file_and_store_one_row()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Printed(Api, Proposal, "text/html", "en"))
        );
        answers.Select(x => x.ETag).Distinct().Should().ContainSingle();
        (
            await Scalar(
                "select count(*) from crm.printed_file where document = "
                    + $"'{Sale.ProposalId}' and language = 'en' and media_type = "
                    + "'text/html'"
            )
        )
            .Should()
            .Be(1);
        (
            await Scalar(
                "select count(*) from crm.printed_file f join crm.attachment_content c on c.hash = f.hash "
                    + $"where f.document = '{Sale.ProposalId}' and encode(sha256(c.content), 'hex') = f.hash"
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
                (await Api.Post(Sale.Path + "/invoices", new { amount = Sale.Rub($"{i + 1}.00") })).Must(201).Id
            );
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var prints = await Task.WhenAll(
            invoices.Select(x => Task.Run(() => Api.Get($"{Sale.Path}/invoices/{x}/document")))
        );
        prints.Should().OnlyContain(x => x.Status == 200);
        System
            .Diagnostics.Stopwatch.GetElapsedTime(started)
            .Should()
            .BeLessThan(TimeSpan.FromSeconds(14), "no request may wait until a connection times out");
    }

    [Fact]
    public async Task A_stored_print_is_served_even_if_a_new_one_would_differ()
    {
        // Simulates another layout version: bytes that this version would never produce.
        await Printed(Api, Proposal, "application/pdf", "ru");
        await Scalar(
            "with c as (insert into crm.attachment_content (hash, content) values (encode(sha256('older'), 'hex'), "
                + "'older') returning hash) update crm.printed_file f set hash = c.hash from c where document = "
                + $"'{Sale.ProposalId}' returning 1::bigint"
        );
        System
            .Text.Encoding.UTF8.GetString((await Printed(Api, Proposal, "application/pdf", "ru")).Bytes)
            .Should()
            .Be("older");
    }

    private IEnumerable<(string Path, string Accept, string Lang)> Forms() =>
        from path in new[] { Proposal, Invoice }
        from accept in new[] { "application/pdf", "text/html" }
        from lang in new[] { "ru", "en" }
        select (path, accept, lang);

    private async Task ChangeEverything()
    {
        (
            await Api.Patch(
                $"/clients/{Sale.ClientId}",
                new
                {
                    name = "Другой",
                    legalDetails = new { taxId = FreshTaxId.Company(), registeredName = "АО «Другой»" },
                }
            )
        ).Must(200);
        (
            await Api.Patch(
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
}
