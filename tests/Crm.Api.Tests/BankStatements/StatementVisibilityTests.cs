using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>
/// A user imports for the deals in their scope and learns nothing about others, neither from a match nor from a candidate.
/// </summary>
[Collection(HostCollection.Name)]
public sealed class StatementVisibilityTests(TestHost host)
{
    private async Task<(Testing.Api Api, string Id)> Manager()
    {
        var id = (await host.Api.Post("/users", new { name = "Менеджер", roles = new[] { "sales-manager" } }))
            .Must(201)
            .Id;
        return (await host.App.AsUser(Guid.Parse(id)), id);
    }

    [Fact]
    public async Task Invoices_of_others_are_no_candidates_and_their_statements_are_not_there()
    {
        var (mine, me) = await Manager();
        var (other, them) = await Manager();
        var (own, foreign) = (await Invoiced.Make(host.Api, manager: me), await Invoiced.Make(host.Api, manager: them));
        var file = Exchange(
            Document("1", "360.00", $"Счет {own.Number}", own.TaxId),
            Document("2", "360.00", $"Счет {foreign.Number}", foreign.TaxId)
        );
        var imported = (await mine.Import(file)).Must(201);
        var lines = (await mine.Get($"/bank-statements/{imported.Id}/lines")).Must(200)["items"]!.AsArray();
        lines.Select(x => (string)x!["status"]!).Should().Equal("matched", "waiting");
        ((string)lines[1]!["blockers"]![0]!["code"]!, lines[1]!["candidates"]!.AsArray().Count)
            .Should()
            .Be(("statement_line.no_invoice", 0));
        lines[1]!.ToJsonString().Should().NotContain(foreign.Deal).And.NotContain(foreign.Invoice);

        (await mine.Post($"/bank-statement-lines/{lines[1]!["id"]}/assign", new { dealId = foreign.Deal }))
            .Must(404)
            .Code.Should()
            .Be("deal.not_found");
        (await foreign.Payments(host.Api)).Should().Be(0);
        (await other.Get($"/bank-statements/{imported.Id}")).Must(404);
        (await other.Get($"/bank-statements/{imported.Id}/lines")).Must(404);
        (await other.Get($"/bank-statement-lines/{lines[0]!["id"]}")).Must(404);
        (await other.Get("/bank-statements")).Must(200)["items"]!.AsArray().Should().BeEmpty();

        // A user with scope "all" sees it, too, and decides.
        (
            await host.Api.Post(
                $"/bank-statement-lines/{lines[1]!["id"]}/assign",
                new { dealId = foreign.Deal, invoiceId = foreign.Invoice }
            )
        ).Must(200);
        (await foreign.Paid(host.Api)).Should().Be("360.00");
        // The deal is out of scope: the line shows that it is assigned, but not to which deal.
        var seen = (await mine.Get($"/bank-statement-lines/{lines[1]!["id"]}")).Must(200);
        ((string)seen["status"]!, seen["dealId"], seen["invoiceId"]).Should().Be(("assigned", null, null));
    }

    [Fact]
    public async Task Without_permission_to_write_documents_statements_are_neither_imported_nor_read()
    {
        var id = (await host.Api.Post("/users", new { name = "Маркетолог", roles = new[] { "marketer" } }))
            .Must(201)
            .Id;
        var api = await host.App.AsUser(Guid.Parse(id));
        ((string)(await api.Import(Exchange(Document("1", "1.00", "А")))).Must(403)["missing"]!)
            .Should()
            .Be("documents.write");
        (await api.Get("/bank-statements")).Must(403);
        (await api.Get("/bank-statement-lines")).Must(403);
    }
}
