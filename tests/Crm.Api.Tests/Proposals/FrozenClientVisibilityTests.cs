using Crm.Domain.Access;

namespace Crm.Api.Tests.Proposals;

/// <summary>A document's client is shown, printed and mailed only for callers who may see the client.</summary>
[Collection(HostCollection.Name)]
public sealed class FrozenClientVisibilityTests(TestHost host)
{
    [Fact]
    public async Task A_document_of_a_client_out_of_scope_is_neither_printed_nor_mailed()
    {
        var role = "narrow" + Guid.NewGuid().ToString("N")[..8];
        (
            await host.Api.Post(
                "/roles",
                new
                {
                    code = role,
                    title = new { ru = "Узкая", en = "Narrow" },
                    permissions = new[] { "deals.read", "clients.read", "proposals.write", "documents.write" },
                    scopes = new { deals = "own", clients = "own" },
                }
            )
        ).Must(201);
        var user = (await host.Api.Post("/users", new { name = "Узкий", roles = new[] { role } })).Must(201).Id;
        var narrow = await host.App.AsUser(Guid.Parse(user));
        var sale = await (await (await (await Sale.Open(host.Api)).Contacted()).Qualified()).Proposed();
        var invoice = (await host.Api.Post(sale.Path + "/invoices", new { amount = Sale.Rub("10.00") })).Must(201).Id;
        (await host.Api.Post(sale.Path + "/manager", new { userId = user })).Must(200);
        string[] prints = [$"/proposals/{sale.ProposalId}/document", $"{sale.Path}/invoices/{invoice}/document"];
        foreach (var path in prints)
            (await narrow.Get(path)).Must(200);

        var other = (await host.Api.Post("/clients", new { name = "ООО Иной", kind = "company" })).Must(201).Id;
        (await host.Api.Post(sale.Path + "/client", new { clientId = other })).Must(200);
        (await narrow.Get("/clients/" + sale.ClientId)).Must(404);
        foreach (var path in prints)
            ((string?)(await narrow.Get(path)).Must(403)["missing"]).Should().Be("clients.read");
        foreach (var path in (string[])[$"/proposals/{sale.ProposalId}/email", $"{sale.Path}/invoices/{invoice}/email"])
            ((string?)(await narrow.Post(path, new { to = new[] { "me@elsewhere.example" } })).Must(403)["missing"])
                .Should()
                .Be("clients.read");
        (await host.Api.Get(sale.Path + "/mails")).Must(200)["items"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task A_client_out_of_scope_is_hidden_in_documents_and_their_history()
    {
        var sale = await (await (await Sale.Open(host.Api)).Contacted()).Qualified();
        var draft = (
            await host.Api.Post(
                sale.Path + "/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 3,
                            price = Sale.Rub("100.00"),
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(201).Id;
        (await host.Api.Post($"/proposals/{draft}/issue")).Must(200);
        var invoice = (await host.Api.Post(sale.Path + "/invoices", new { amount = Sale.Rub("10.00") })).Must(201).Id;
        var code = "blind-" + Guid.NewGuid().ToString("N")[..8];
        (
            await host.Api.Post(
                "/roles",
                new
                {
                    code,
                    title = new { ru = "Без клиентов", en = "Blind" },
                    permissions = new[] { Permissions.DealsRead.Name, Permissions.ProposalsWrite.Name },
                    scopes = new { deals = "all" },
                }
            )
        ).Must(201);
        var blind = await host.App.AsUser(
            Guid.Parse((await host.Api.Post("/users", new { name = "Вера", roles = new[] { code } })).Must(201).Id)
        );

        foreach (
            var path in new[]
            {
                $"/proposals/{draft}",
                $"{sale.Path}/invoices/{invoice}",
                $"{sale.Path}/history?type=proposal_issued,invoice_issued",
                sale.Path + "/proposals",
                sale.Path + "/invoices",
            }
        )
        {
            (await host.Api.Get(path)).Must(200).Text.Should().Contain(sale.TaxId, path);
            (await blind.Get(path))
                .Must(200)
                .Text.Should()
                .NotContain(sale.TaxId, path)
                .And.NotContain("Ромашка", path);
        }

        (await blind.Post($"/proposals/{draft}/send")).Must(200)["client"].Should().BeNull();
        var preview = (await host.Api.Preview("reviseProposal", new { proposalId = draft })).Must(200).Text;
        preview.Should().NotContain(sale.TaxId);
    }
}
