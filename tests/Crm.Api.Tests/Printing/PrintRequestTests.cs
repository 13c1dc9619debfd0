using Crm.Domain.Access;

namespace Crm.Api.Tests.Printing;

/// <summary>Format, language, drafts and access of prints.</summary>
[Collection(IssuedPrintCollection.Name)]
public sealed class PrintRequestTests(TestHost host) : IssuedPrints(host)
{
    [Fact]
    public async Task The_totals_are_those_of_the_API_and_the_file_has_a_readable_name()
    {
        var answer = (await Api.Get($"/proposals/{Sale.ProposalId}")).Must(200);
        var file = (await Api.Get(Proposal + "?lang=ru")).Must(200);
        var rows = Prints.Pages((await Printed(Api, Proposal, "application/pdf", "ru")).Bytes).Single();
        (Prints.Sum(rows, "Итого без НДС"), Prints.Sum(rows, "НДС 20 %"), Prints.Sum(rows, "Всего"))
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
        (await Api.Get(Proposal + "?lang=ru", ("If-None-Match", file.ETag!))).Must(304).Text.Should().BeEmpty();

        decimal Amount(string member) =>
            decimal.Parse((string)answer[member]!["amount"]!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Format_and_language_are_negotiated()
    {
        (
            await Api.Get(
                Proposal,
                ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"),
                ("Accept-Language", "en")
            )
        )
            .Must(200)
            .Text.Should()
            .Contain("<html lang=\"en\">");
        (await Api.Get(Proposal, ("Accept", "text/html")))
            .Must(200)
            .Text.Should()
            .Contain("<html lang=\"ru\">", "the first of the company's languages");
        (await Api.Get(Proposal + "?lang=en", ("Accept", "text/html"), ("Accept-Language", "ru")))
            .Must(200)
            .Text.Should()
            .Contain("<html lang=\"en\">", "asked for by name");
        (await Api.Get(Proposal, ("Accept", "*/*"))).Must(200).Headers["Content-Type"].Should().Be("application/pdf");
        (await Api.Get(Proposal, ("Accept", "application/pdf;q=0.5, text/html;q=0.4")))
            .Must(200)
            .Headers["Content-Type"]
            .Should()
            .Be("application/pdf");
        var html = (await Api.Get(Proposal, ("Accept", "text/*"))).Must(200);
        html.Headers["Content-Security-Policy"]
            .Should()
            .Contain("default-src 'none'")
            .And.Contain("sandbox")
            .And.NotContain("script");
        (await Api.Get(Proposal, ("Accept", "image/png"))).Must(406).Code.Should().Be("accept.unsupported");
        (await Api.Get(Proposal, ("Accept", "text/html;q=0, application/pdf;q=0")))
            .Must(406)
            .Code.Should()
            .Be("accept.unsupported");
        (await Api.Get(Proposal, ("Accept", "what is this"))).Must(400).Code.Should().Be("header.invalid");
        (await Api.Get(Proposal + "?lang=de")).Must(400).Code.Should().Be("parameter.invalid");
        (await Api.Get(Proposal + "?colour=red")).Must(400).Code.Should().Be("parameter.unknown");
    }

    [Fact]
    public async Task A_draft_prints_as_it_is_and_nothing_is_kept()
    {
        var draft = (
            await Api.Post(
                $"{Sale.Path}/proposals",
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
        var first = (await Api.Get(path, ("Accept", "text/html"))).Must(200);
        first.Text.Should().Contain("ПРОЕКТ").And.Contain("Принтер");
        (
            await Api.Patch(
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
        (await Api.Get(path, ("Accept", "text/html")))
            .Must(200)
            .Text.Should()
            .Contain("Сканер")
            .And.NotContain("Принтер");
        (await Scalar("select (select count(*) from crm.printed_file) + (select count(*) from crm.attachment_content)"))
            .Should()
            .Be(before);
        (await Api.Post($"/proposals/{draft.Id}/issue")).Must(200);
        (await Api.Get(path, ("Accept", "text/html")))
            .Must(200)
            .Text.Should()
            .NotContain("ПРОЕКТ")
            .And.Contain("№ P-2026-");
    }

    [Fact]
    public async Task A_deal_out_of_scope_shows_no_file()
    {
        await Printed(Api, Proposal, "application/pdf", "ru");
        var stranger = await App.AsUser(
            Guid.Parse(
                (await Api.Post("/users", new { name = "Чужой", roles = new[] { "sales-manager" } })).Must(201).Id
            ),
            Scope.Read,
            Scope.Write
        );
        (await stranger.Get(Proposal)).Must(404).Code.Should().Be("proposal.not_found");
        (await stranger.Get(Invoice)).Must(404).Code.Should().Be("deal.not_found");
        var foreign = await Sale.Open(Api);
        (await Api.Get($"{foreign.Path}/invoices/{Sale.InvoiceId}/document"))
            .Must(404)
            .Code.Should()
            .Be("invoice.not_found");
        (await Api.Get("/proposals/0198f3a0-0000-7000-8000-00000000dead/document"))
            .Must(404)
            .Code.Should()
            .Be("proposal.not_found");
        (await App.Anonymous().Get(Proposal)).Must(401);
    }

    [Fact]
    public async Task Without_permission_on_clients_no_print_names_one()
    {
        var role = "reader" + Guid.NewGuid().ToString("N")[..8];
        (
            await Api.Post(
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
        var reader = await App.AsUser(
            Guid.Parse((await Api.Post("/users", new { name = "Читатель", roles = new[] { role } })).Must(201).Id),
            Scope.Read
        );
        (await reader.Get($"/proposals/{Sale.ProposalId}")).Must(200);
        (
            (string?)(await reader.Get(Proposal)).Must(403)["missing"],
            (string?)(await reader.Get(Invoice)).Must(403)["missing"]
        )
            .Should()
            .Be(("clients.read", "clients.read"));
    }
}
