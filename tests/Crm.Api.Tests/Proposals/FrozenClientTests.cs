namespace Crm.Api.Tests.Proposals;

/// <summary>A document keeps the client as of its issue.</summary>
[Collection(HostCollection.Name)]
public sealed class FrozenClientTests(TestHost host)
{
    [Fact]
    public async Task Editing_the_client_later_changes_no_document()
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
        ).Must(201);
        draft["client"].Should().BeNull("a draft has no frozen client");
        var issued = (await host.Api.Post($"/proposals/{draft.Id}/issue")).Must(200);
        Named(issued).Should().Be(("ООО Ромашка", "company", sale.TaxId, "ООО «Ромашка»"));
        (await host.Api.Post($"/proposals/{draft.Id}/issue"))
            .Must(200)
            .Text.Should()
            .Be(issued.Text, "repeating is no new freezing");
        var invoice = (await host.Api.Post(sale.Path + "/invoices", new { amount = Sale.Rub("10.00") })).Must(201);
        Named(invoice).Should().Be(Named(issued));

        var taxId = FreshTaxId.Company();
        (
            await host.Api.Patch(
                "/clients/" + sale.ClientId,
                new { name = "ООО Лютик", legalDetails = new { taxId, registeredName = "ООО «Лютик»" } }
            )
        ).Must(200);
        Named(await host.Api.Get("/proposals/" + draft.Id)).Should().Be(Named(issued));
        Named(await host.Api.Get($"{sale.Path}/invoices/{invoice.Id}")).Should().Be(Named(issued));
        var accepted = (await host.Api.Post($"/proposals/{draft.Id}/accept")).Must(200);
        Named(accepted).Should().Be(Named(issued));
        (await host.Api.Get($"/proposals/{draft.Id}?asOf={draft["happenedAt"]}"))
            .Must(200)["client"]
            .Should()
            .BeNull("it was a draft then");
        Named(
                new Answer(
                    200,
                    (await host.Api.Get(sale.Path + "/proposals")).Must(200)["items"]![0]!.ToJsonString(),
                    accepted.Headers
                )
            )
            .Should()
            .Be(Named(issued));

        var revised = (await host.Api.Post($"/proposals/{draft.Id}/revise")).Must(201);
        Named((await host.Api.Post($"/proposals/{revised.Id}/issue")).Must(200))
            .Should()
            .Be(("ООО Лютик", "company", taxId, "ООО «Лютик»"), "a new revision is issued to the present client");
        Named((await host.Api.Post(sale.Path + "/invoices", new { amount = Sale.Rub("10.00") })).Must(201))
            .Item1.Should()
            .Be("ООО Лютик");
    }

    [Fact]
    public async Task Every_invoice_of_a_schedule_names_the_client_at_once()
    {
        var sale = await (await (await Sale.Open(host.Api)).Contacted()).Qualified();
        var order = (
            await host.Api.Post(
                sale.Path + "/orders",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "Стол",
                            quantity = 1,
                            price = Sale.Rub("100.00"),
                        },
                    },
                }
            )
        ).Must(201).Id;
        var made = (
            await host.Api.Post(
                sale.Path + "/invoices/schedule",
                new
                {
                    orderId = order,
                    parts = new[]
                    {
                        new { dueOn = "2026-12-01", percent = 50 },
                        new { dueOn = "2026-12-31", percent = 50 },
                    },
                }
            )
        ).Must(201);
        foreach (var one in made["invoices"]!.AsArray())
            ((string?)one!["client"]!["name"]).Should().Be("ООО Ромашка");
        made["invoices"]![0]!
            .ToJsonString()
            .Should()
            .Be(
                (await host.Api.Get($"{sale.Path}/invoices/{made["invoices"]![0]!["id"]}"))
                    .Must(200)
                    .Json.ToJsonString()
            );
    }

    [Fact]
    public async Task Without_a_client_there_is_none_to_name()
    {
        var sale = await Sale.Open(host.Api);
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
        ).Must(201);
        (await host.Api.Post($"/proposals/{draft.Id}/issue")).Must(200)["client"].Should().BeNull();
        (await host.Api.Post(sale.Path + "/invoices", new { amount = Sale.Rub("10.00") }))
            .Must(201)["client"]
            .Should()
            .BeNull();
    }

    [Fact]
    public async Task A_client_edited_at_the_same_moment_is_frozen_in_one_version()
    {
        var sale = await (await (await Sale.Open(host.Api)).Contacted()).Qualified();
        List<string> drafts = [];
        for (var i = 0; i < 6; i++)
            drafts.Add((
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
                ).Must(201).Id);
        var original = ("ООО Ромашка", "company", sale.TaxId, "ООО «Ромашка»");
        var edits = Enumerable
            .Range(0, 6)
            .Select(_ => FreshTaxId.Company())
            .Select(async taxId =>
                (
                    await host.Api.Patch(
                        "/clients/" + sale.ClientId,
                        new { name = $"Имя {taxId}", legalDetails = new { taxId, registeredName = $"Имя {taxId}" } },
                        "*"
                    )
                ).Must(200)
            )
            .ToArray();
        var issues = await Task.WhenAll(drafts.Select(x => host.Api.PostOnce($"/proposals/{x}/issue")));
        await Task.WhenAll(edits);
        foreach (var answer in issues)
        {
            var named = Named(answer.Must(200));
            if (named != original)
                (named.Name, named.TaxId).Should().Be((named.RegisteredName, named.Name![4..]));
        }
    }

    private static (string? Name, string? Kind, string? TaxId, string? RegisteredName) Named(Answer answer) =>
        answer.Must(answer.Status)["client"] is { } x
            ? (
                (string?)x["name"],
                (string?)x["kind"],
                (string?)x["legalDetails"]!["taxId"],
                (string?)x["legalDetails"]!["registeredName"]
            )
            : default;
}
