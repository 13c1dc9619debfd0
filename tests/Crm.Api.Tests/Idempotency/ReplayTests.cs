using Crm.Domain.Access;

namespace Crm.Api.Tests.Idempotency;

/// <summary>docs/domain.md, Idempotency: a reused key returns exactly the first answer and has no second effect.</summary>
[Collection(HostCollection.Name)]
public sealed class ReplayTests(TestHost host)
{
    private static (string, string) Key(string key) => ("Idempotency-Key", key);

    private static string Fresh() => Guid.NewGuid().ToString();

    [Fact]
    public async Task A_creation_is_replayed_to_the_letter()
    {
        var key = Key(Fresh());
        var first = (await host.Api.Post("/deals", new { title = "Один раз" }, key)).Must(201);
        await host.Api.Post($"/deals/{first.Id}/comments", new { text = "После создания" });
        Same(first, await host.Api.Post("/deals", new { title = "Один раз" }, key));
        first.Headers["Location"].Should().Be($"/api/v1/deals/{first.Id}");
    }

    [Fact]
    public async Task A_command_is_replayed_with_the_position_of_its_own_last_event()
    {
        var sale = await Sale.Open(host.Api);
        var key = Key(Fresh());
        var body = new { kind = "call", description = "Позвонили" };
        var first = (await host.Api.Post(sale.Path + "/interactions", body, key)).Must(201);
        (await host.Api.Post(sale.Path + "/comments", new { text = "Потом" })).Must(201);
        var again = await host.Api.Post(sale.Path + "/interactions", body, key);
        Same(first, again);
        (await Events(sale, "interaction_recorded")).Should().Be(1);
    }

    [Fact]
    public async Task A_completion_is_replayed_although_the_task_is_closed_now()
    {
        var sale = await Sale.Open(host.Api);
        (await host.Api.Post(sale.Path + "/interactions", new { kind = "call", description = "Позвонили" })).Must(201);
        var (path, key) = ($"{sale.Path}/tasks/{await sale.Task()}/complete", Key(Fresh()));
        var first = (await host.Api.Post(path, new { }, key)).Must(200);
        Same(first, await host.Api.Post(path, new { }, key));
        Same(first, await host.Api.Post(path, null, key));
        (await Events(sale, "stage_task_completed")).Should().Be(1);
    }

    [Fact]
    public async Task A_refused_completion_is_replayed_and_leaves_one_event()
    {
        var sale = await Sale.Open(host.Api);
        var (path, key) = ($"{sale.Path}/tasks/{await sale.Task()}/complete", Key(Fresh()));
        var first = (await host.Api.Post(path, new { }, key)).Must(409);
        (await host.Api.Post(sale.Path + "/interactions", new { kind = "call", description = "Теперь есть" })).Must(
            201
        );
        Same(first, await host.Api.Post(path, new { }, key));
        (await Events(sale, "stage_task_completion_refused")).Should().Be(1);
        (await host.Api.Post(path, new { }, Key(Fresh()))).Must(200);
    }

    [Fact]
    public async Task What_already_holds_is_stored_too_so_that_a_late_resend_changes_nothing()
    {
        var id = (await host.Api.Post("/deals", new { title = "Ходит", kind = "manual-sale" })).Must(201).Id;
        var key = Key(Fresh());
        var first = (await host.Api.Post($"/deals/{id}/move", new { stage = "prospecting" }, key)).Must(200);
        (await host.Api.Post($"/deals/{id}/move", new { stage = "engaging" })).Must(200);
        Same(first, await host.Api.Post($"/deals/{id}/move", new { stage = "prospecting" }, key));
        ((string)(await host.Api.Get($"/deals/{id}"))["stage"]!["code"]!).Should().Be("engaging");
    }

    [Fact]
    public async Task An_edit_of_a_draft_is_replayed_with_its_position()
    {
        var sale = await Sale.Open(host.Api);
        var proposal = (
            await host.Api.Post(
                sale.Path + "/proposals",
                new
                {
                    lines = new[]
                    {
                        new
                        {
                            name = "А",
                            quantity = 1,
                            price = Sale.Rub("1.00"),
                        },
                    },
                    validUntil = "2027-06-30",
                }
            )
        ).Must(201);
        var (key, tag) = (Key(Fresh()), ("If-Match", (await host.Api.Get("/proposals/" + proposal.Id)).ETag!));
        var first = (
            await host.Api.Send(
                HttpMethod.Patch,
                "/proposals/" + proposal.Id,
                new { validUntil = "2027-07-01" },
                [key, tag]
            )
        ).Must(200);
        first.Position.Should().BeGreaterThan(proposal.Position);
        (await host.Api.Post(sale.Path + "/comments", new { text = "Потом" })).Must(201);
        Same(
            first,
            await host.Api.Send(
                HttpMethod.Patch,
                "/proposals/" + proposal.Id,
                new { validUntil = "2027-07-01" },
                [key, tag]
            )
        );
    }

    [Fact]
    public async Task A_drafted_proposal_is_replayed_with_its_position()
    {
        var sale = await Sale.Open(host.Api);
        var key = Key(Fresh());
        var body = new
        {
            lines = new[]
            {
                new
                {
                    name = "А",
                    quantity = 1,
                    price = Sale.Rub("1.00"),
                },
            },
            validUntil = "2027-06-30",
        };
        var first = (await host.Api.Post(sale.Path + "/proposals", body, key)).Must(201);
        Same(first, await host.Api.Post(sale.Path + "/proposals", body, key));
        (await host.Api.Get(sale.Path + "/proposals"))["items"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Clients_and_catalogues_replay_as_well()
    {
        foreach (
            var (path, body) in ((string, object)[])
                [
                    ("/clients", new { name = "ООО Лютик" }),
                    ("/products", new { name = "Стол" }),
                    ("/users", new { name = "Анна" }),
                    ("/sources", new { code = Fresh(), title = "Сайт" }),
                ]
        )
        {
            var key = Key(Fresh());
            var first = (await host.Api.Post(path, body, key)).Must(201);
            Same(first, await host.Api.Post(path, body, key));
        }
    }

    [Fact]
    public async Task A_contact_is_added_once()
    {
        var client = (await host.Api.Post("/clients", new { name = "ООО Мак" })).Must(201);
        var key = Key(Fresh());
        var first = (await host.Api.Post($"/clients/{client.Id}/contacts", new { name = "Анна" }, key)).Must(201);
        Same(first, await host.Api.Post($"/clients/{client.Id}/contacts", new { name = "Анна" }, key));
        (await host.Api.Get("/clients/" + client.Id))["contacts"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Spacing_and_order_of_members_do_not_matter_and_another_body_is_refused()
    {
        var sale = await Sale.Open(host.Api);
        var key = Key(Fresh());
        var first = (
            await host.Api.Post(
                sale.Path + "/payments",
                """{"amount":{"amount":"10.00","currency":"RUB"},"reference":"п/п 1"}""",
                key
            )
        ).Must(201);
        Same(
            first,
            await host.Api.Post(
                sale.Path + "/payments",
                "{ \"reference\" : \"п/п 1\",\n \"amount\": { \"currency\":\"RUB\", \"amount\":\"10.0\" } }",
                key
            )
        );
        (
            await host.Api.Post(
                sale.Path + "/payments",
                """{"amount":{"amount":"11.00","currency":"RUB"},"reference":"п/п 1"}""",
                key
            )
        )
            .Must(422)
            .Code.Should()
            .Be("idempotency.key_reused");
        (await Events(sale, "payment_received")).Should().Be(1);
        var opened = Key(Fresh());
        (await host.Api.Post("/deals", new { title = "А" }, opened)).Must(201);
        (await host.Api.Post("/deals", new { title = "Б" }, opened))
            .Must(422)
            .Code.Should()
            .Be("idempotency.key_reused");
    }

    [Fact]
    public async Task A_key_belongs_to_its_credential_and_path()
    {
        var sale = await Sale.Open(host.Api);
        var (key, other) = (Key(Fresh()), await host.App.As(Scope.Read, Scope.Write));
        var body = new { amount = Sale.Rub("10.00") };
        var first = (await host.Api.Post(sale.Path + "/payments", body, key)).Must(201);
        var second = (await other.Post(sale.Path + "/payments", body, key)).Must(201);
        second.Headers.Should().NotContainKey("Idempotency-Replayed");
        second.Id.Should().NotBe(first.Id);
        var elsewhere = await Sale.Open(host.Api);
        (await host.Api.Post(elsewhere.Path + "/payments", body, key))
            .Must(201)
            .Headers.Should()
            .NotContainKey("Idempotency-Replayed");
    }

    [Theory]
    [
        InlineData("payments"),
        InlineData("refunds"),
        InlineData("write-offs"),
        InlineData("shipments"),
        InlineData("returns")
    ]
    public async Task Money_and_goods_need_a_key(string noun)
    {
        var sale = await Sale.Open(host.Api);
        (await host.Api.Post($"{sale.Path}/{noun}", new { })).Must(400).Code.Should().Be("idempotency_key.required");
    }

    [Theory]
    [InlineData("/deals"), InlineData("/clients"), InlineData("/products"), InlineData("/users")]
    public async Task A_bad_key_is_refused(string path)
    {
        object body = path == "/deals" ? new { title = "А" } : new { name = "А" };
        foreach (var bad in (string[])[new string('k', 256), "ключ", "tab\there"])
            (await host.Api.Post(path, body, Key(bad)))
                .Must(400)
                .Code.Should()
                .Be("idempotency_key.invalid", $"'{bad}'");
        (await host.Api.Post(path, body, Key("a"), Key("b"))).Must(400).Code.Should().Be("idempotency_key.invalid");
        (await host.Api.Post(path, body, Key(Fresh().PadRight(255, '~')))).Must(201);
    }

    [Fact]
    public async Task Other_refusals_are_decided_again()
    {
        var sale = await Sale.Open(host.Api);
        var key = Key(Fresh());
        (await host.Api.Post(sale.Path + "/close", new { outcome = "won" }, key))
            .Must(409)
            .Code.Should()
            .Be("deal.gate_unmet");
        (await host.Api.Post(sale.Path + "/close", new { outcome = "lost" }, key)).Must(409);
        (await host.Api.Post(sale.Path + "/close", new { outcome = "lost", lostReason = "nonsense" }, key)).Must(422);
        (await host.Api.Post(sale.Path + "/close", new { outcome = "lost", lostReason = "price" }, key)).Must(200);
    }

    private static void Same(Answer first, Answer again)
    {
        first.Headers.Should().NotContainKey("Idempotency-Replayed");
        again.Headers.Should().ContainKey("Idempotency-Replayed").WhoseValue.Should().Be("true");
        again.Status.Should().Be(first.Status);
        again.Text.Should().Be(first.Text);
        foreach (var name in (string[])["Location", "ETag", "Crm-Position", "Content-Type"])
            again.Headers.GetValueOrDefault(name).Should().Be(first.Headers.GetValueOrDefault(name), name);
    }

    private async Task<int> Events(Sale sale, string type) =>
        (await host.Api.Get($"{sale.Path}/history?type={type}")).Must(200)["items"]!.AsArray().Count;
}
