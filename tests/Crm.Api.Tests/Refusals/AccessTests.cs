using Crm.Domain.Access;

namespace Crm.Api.Tests.Refusals;

/// <summary>A denied caller learns the reason and nothing else; what does not exist is 404; all as problem documents.</summary>
[Collection(HostCollection.Name)]
public sealed class AccessTests(TestHost host)
{
    [Fact]
    public async Task Nobody_reads_or_writes_without_credentials()
    {
        foreach (var path in (string[])["/deals", "/clients", "/me", "/no/such/route"])
            (await host.App.Anonymous().Get(path)).Must(401).Code.Should().Be("credentials.missing");
        (await host.App.Anonymous().Post("/deals", new { title = "А" }))
            .Must(401)
            .Headers["WWW-Authenticate"]
            .Should()
            .StartWith("Bearer");
        foreach (
            var header in (string[])
                [
                    "Basic YTpi",
                    "Bearer",
                    "Bearer ",
                    "Bearer crm_",
                    "Bearer crm_nonsense",
                    "Bearer a.b.c",
                    "crm_x",
                    "Bearer " + new string('x', 20_000),
                ]
        )
        {
            var refused = (await host.App.Anonymous().Get("/deals", ("Authorization", header))).Must(401);
            refused.Code.Should().StartWith("credentials.");
            refused.Headers["Content-Type"].Should().Be("application/problem+json");
        }
    }

    [Fact]
    public async Task A_revoked_and_an_expired_key_are_dead()
    {
        var made = (await host.Api.Post("/api-keys", new { name = "k", scopes = new[] { "read" } })).Must(201);
        var secret = (string)made["secret"]!;
        var bearer = ("Authorization", "Bearer " + secret);
        (await host.App.Anonymous().Get("/me", bearer)).Must(200);
        (await host.Api.Get("/api-keys/" + made.Id)).Must(200).Text.Should().NotContain(secret);
        (await host.Api.Post($"/api-keys/{made.Id}/revoke")).Must(200);
        (await host.Api.Post($"/api-keys/{made.Id}/revoke")).Must(200);
        (await host.App.Anonymous().Get("/me", bearer)).Must(401).Code.Should().Be("credentials.invalid");

        var brief = (
            await host.Api.Post(
                "/api-keys",
                new
                {
                    name = "k",
                    scopes = new[] { "read" },
                    expiresAt = "2026-11-22T00:00:00Z",
                }
            )
        ).Must(201);
        (await host.App.Anonymous().Get("/me", ("Authorization", "Bearer " + (string)brief["secret"]!)))
            .Must(401)
            .Code.Should()
            .Be("credentials.invalid");
    }

    [Fact]
    public async Task A_scope_that_is_missing_is_named()
    {
        var (reader, writer) = (await host.App.As(Scope.Read), await host.App.As(Scope.Read, Scope.Write));
        Missing(await reader.Post("/deals", new { title = "А" }), "deals.write");
        Missing(await reader.Post("/deals", "{not even json"), "deals.write");
        Missing(await (await host.App.As(Scope.Write)).Get("/deals"), "deals.read");
        Missing(await writer.Post("/users", new { name = "А" }), "users.manage");
        Missing(await writer.Post("/api-keys", new { name = "А", scopes = new[] { "admin" } }), "keys.manage");
        Missing(await writer.Post("/projections/sales-funnel/rebuild"), "projections.rebuild");
        (await writer.Post("/deals", new { title = "А" })).Must(201);
    }

    [Fact]
    public async Task Skipping_waiving_and_back_dating_need_permissions()
    {
        var writer = await host.App.As(Scope.Read, Scope.Write);
        var sale = await Sale.Open(writer);
        Missing(
            await writer.Post($"{sale.Path}/tasks/{await sale.Task()}/skip", new { reason = "Не нужно" }),
            "task.skip"
        );
        (await writer.PostOnce(sale.Path + "/payments", new { amount = Sale.Rub("1.00") })).Must(201);
        Missing(
            await writer.Post(
                sale.Path + "/close",
                new
                {
                    outcome = "lost",
                    lostReason = "price",
                    waiver = new { reason = "Мелочь" },
                }
            ),
            "debt.waive"
        );
        var late = (await writer.Post("/deals", new { title = "А", happenedAt = "2026-11-01T00:00:00Z" })).Must(403);
        (late.Code, (string?)late["missing"]).Should().Be(("backdate.not_permitted", "backdate"));
        (await host.Api.Post($"{sale.Path}/tasks/{await sale.Task()}/skip", new { reason = "Не нужно" })).Must(200);
        (
            await host.Api.Post(
                sale.Path + "/close",
                new
                {
                    outcome = "lost",
                    lostReason = "price",
                    waiver = new { reason = "Мелочь" },
                }
            )
        ).Must(200);
    }

    public static TheoryData<string, string> Unknown =>
        new()
        {
            { "/deals/{none}", "deal.not_found" },
            { "/deals/{none}/balance", "deal.not_found" },
            { "/deals/{none}/history", "deal.not_found" },
            { "/deals/{none}/stages", "deal.not_found" },
            { "/deals/{none}/tasks", "deal.not_found" },
            { "/deals/{none}/proposals", "deal.not_found" },
            { "/deals/{none}/comments", "deal.not_found" },
            { "/deals/{client}", "deal.not_found" },
            { "/deals/{deal}/tasks/{none}", "task.not_found" },
            { "/deals/{deal}/interactions/{none}", "interaction.not_found" },
            { "/deals/{deal}/presentations/{none}", "presentation.not_found" },
            { "/deals/{deal}/comments/{none}", "comment.not_found" },
            { "/deals/{deal}/orders/{none}", "order.not_found" },
            { "/deals/{deal}/invoices/{none}", "invoice.not_found" },
            { "/deals/{deal}/shipments/{none}", "shipment.not_found" },
            { "/deals/{deal}/payments/{none}", "payment.not_found" },
            { "/deals/{deal}/refunds/{none}", "refund.not_found" },
            { "/deals/{deal}/write-offs/{none}", "write_off.not_found" },
            { "/deals/{deal}/returns/{none}", "return.not_found" },
            { "/proposals/{none}", "proposal.not_found" },
            { "/proposals/{deal}", "proposal.not_found" },
            { "/clients/{none}", "client.not_found" },
            { "/clients/{deal}", "client.not_found" },
            { "/products/{none}", "product.not_found" },
            { "/sources/{none}", "source.not_found" },
            { "/lost-reasons/{none}", "lost_reason.not_found" },
            { "/users/{none}", "user.not_found" },
            { "/api-keys/{none}", "api_key.not_found" },
            { "/deal-kinds/nonsense", "deal_kind.not_found" },
            { "/operations/{none}", "operation.not_found" },
            { "/deals/00000000-0000-0000-0000-000000000000", "deal.not_found" },
            { "/deals/42", "route.not_found" },
            { "/deals/{deal}/nonsense", "route.not_found" },
            { "/nonsense", "route.not_found" },
            { "/deals/..%2f..", "route.not_found" },
        };

    [Theory, MemberData(nameof(Unknown))]
    public async Task What_does_not_exist_is_not_found(string path, string code)
    {
        var answer = (await host.Api.Get(await Fill(path))).Must(404);
        answer.Code.Should().Be(code);
        answer.Headers["Content-Type"].Should().Be("application/problem+json");
    }

    [Theory]
    [
        InlineData("/deals/{none}/comments", """{"text":"А"}""", "deal.not_found"),
        InlineData("/deals/{client}/comments", """{"text":"А"}""", "deal.not_found")
    ]
    [
        InlineData("/deals/{none}/interactions", """{"kind":"call","description":"А"}""", "deal.not_found"),
        InlineData("/deals/{none}/payments", """{"amount":{"amount":"1.00","currency":"RUB"}}""", "deal.not_found")
    ]
    [InlineData(
        "/deals/{none}/proposals",
        """{"lines":[{"name":"А","quantity":1,"price":{"amount":"1.00","currency":"RUB"}}],"validUntil":"2027-01-01"}""",
        "deal.not_found"
    )]
    [
        InlineData("/deals/{deal}/tasks/{none}/complete", "{}", "task.not_found"),
        InlineData("/deals/{deal}/tasks/{none}/skip", """{"reason":"А"}""", "task.not_found")
    ]
    [
        InlineData(
            "/deals/{deal}/orders/{none}/cancel-lines",
            """{"lines":[{"lineId":"{deal}","quantity":1}],"reason":"А"}""",
            "order.not_found"
        ),
        InlineData("/deals/{deal}/invoices/{none}/cancel", "{}", "invoice.not_found")
    ]
    [
        InlineData("/proposals/{none}/issue", "{}", "proposal.not_found"),
        InlineData("/proposals/{none}/revise", "{}", "proposal.not_found"),
        InlineData("/clients/{none}/contacts", """{"name":"А"}""", "client.not_found")
    ]
    [
        InlineData("/api-keys/{none}/revoke", "{}", "api_key.not_found"),
        InlineData("/projections/nonsense/rebuild", "{}", "projection.not_found"),
        InlineData("/clients/00000000-0000-0000-0000-000000000000/contacts", """{"name":"А"}""", "client.not_found"),
        InlineData("/deals/00000000-0000-0000-0000-000000000000/comments", """{"text":"А"}""", "deal.not_found")
    ]
    public async Task Commands_on_nothing_are_not_found(string path, string body, string code) =>
        (
            await host.Api.Post(
                await Fill(path),
                await Fill(body),
                path.Contains("api-keys", StringComparison.Ordinal)
                    ? []
                    : [("Idempotency-Key", Guid.NewGuid().ToString())]
            )
        )
            .Must(404)
            .Code.Should()
            .Be(code);

    [Fact]
    public async Task A_method_that_a_route_does_not_know_is_405()
    {
        foreach (
            var (method, path) in ((HttpMethod, string)[])
                [
                    (HttpMethod.Delete, "/deals"),
                    (HttpMethod.Put, "/deals"),
                    (HttpMethod.Delete, await Fill("/deals/{deal}")),
                    (HttpMethod.Patch, await Fill("/deals/{deal}/tasks")),
                ]
        )
        {
            var refused = await host.Api.Send(method, path, null, []);
            refused.Must(405).Code.Should().Be("method.not_allowed");
            refused.Headers.Should().ContainKey("Allow");
        }
    }

    private (string Deal, string Client)? arranged;

    private async Task<string> Fill(string text)
    {
        arranged ??= (
            (await Sale.Open(host.Api)).Id,
            (await host.Api.Post("/clients", new { name = "А" })).Must(201).Id
        );
        return text.Replace("{none}", "0198f3a0-0000-7000-8000-00000000dead", StringComparison.Ordinal)
            .Replace("{deal}", arranged.Value.Deal, StringComparison.Ordinal)
            .Replace("{client}", arranged.Value.Client, StringComparison.Ordinal);
    }

    private static void Missing(Answer answer, string permission) =>
        (answer.Must(403).Code, (string?)answer["missing"]).Should().Be(("permission.missing", permission));
}
