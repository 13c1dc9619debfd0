using Crm.Api.Commands;
using Crm.Api.RequestPipeline;
using Crm.Domain.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Idempotency;

/// <summary>
/// ADR 75: a replay shows what today's rights show. While they are those of the first answer it repeats the stored bytes; otherwise the
/// answer is rendered from the streams of its own versions, and the command is not executed again.
/// </summary>
[Collection(HostCollection.Name)]
public sealed class ReplayRightsTests(TestHost host)
{
    private static readonly string[] Everything = [.. Permissions.All.Select(x => x.Name)];

    private static (string, string) Key(string key) => ("Idempotency-Key", key);

    private static string Fresh() => Guid.NewGuid().ToString();

    [Fact]
    public async Task A_payment_is_replayed_as_readers_see_it_when_the_permission_is_gone()
    {
        var who = await Person();
        var sale = await Sale.Open(who.Api);
        var (path, key, body) = (sale.Path + "/payments", Key(Fresh()), new { amount = Sale.Rub("10.00") });
        var first = (await who.Api.Post(path, body, key)).Must(201);
        await who.Lose("documents.write");
        Same(first, await who.Api.Post(path, body, key));
        (await who.Api.Post(path, new { amount = Sale.Rub("11.00") }, key)).Must(403);
        var anew = (await who.Api.PostOnce(path, body)).Must(403);
        ((string)anew["missing"]!).Should().Be("documents.write");
        (await host.Api.Get(path))["items"]!.AsArray().Should().ContainSingle("nothing is executed again");
    }

    [Fact]
    public async Task A_cost_that_its_sender_may_no_longer_see_is_not_in_the_replay()
    {
        var who = await Person();
        var sale = await (await Sale.Open(who.Api)).ToFulfilment();
        var lines = new[]
        {
            new
            {
                lineId = sale.LineId,
                quantity = 1,
                unitCost = Sale.Rub("4321.17"),
            },
        };
        var body = new { orderId = sale.OrderId, lines };
        var (path, key) = (sale.Path + "/shipments", Key(Fresh()));
        var first = (await who.Api.Post(path, body, key)).Must(201);
        first.Text.Should().Contain("4321.17");
        await who.Lose("cost.see");
        var again = await who.Api.Post(path, body, key);
        Placed(first, again);
        again.Text.Should().NotContain("4321.17").And.NotContain("unitCost");
        again.ETag.Should().NotBe(first.ETag);
        again.Text.Should().Be((await who.Api.Get($"{path}/{first.Id}")).Must(200).Text);
        (await who.Api.PostOnce(path, body)).Must(403);
        (await host.Api.Get(path))["items"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task A_product_is_replayed_at_its_stored_version_without_its_cost_and_then_not_at_all()
    {
        var who = await Person();
        var (key, body) = (Key(Fresh()), new { name = "Как было", cost = Sale.Rub("4321.17") });
        var first = (await who.Api.Post("/products", body, key)).Must(201);
        (await host.Api.Patch("/products/" + first.Id, new { name = "Как стало" })).Must(200);
        await who.Lose("cost.see", "catalogue.write");
        var again = await who.Api.Post("/products", body, key);
        Placed(first, again);
        again.Text.Should().Be(first.Text.Replace(Cost(first), "", StringComparison.Ordinal)).And.Contain("Как было");
        await who.Lose("catalogue.read");
        (await who.Api.Post("/products", body, key)).Must(404).Code.Should().Be("product.not_found");
        (await who.Api.PostOnce("/products", body)).Must(403);

        static string Cost(Answer answer) => $"\"cost\":{answer["cost"]!.ToJsonString()},";
    }

    [Fact]
    public async Task An_import_is_replayed_without_costs_that_its_sender_may_no_longer_see()
    {
        var who = await Person();
        var code = Fresh();
        var key = Key(Fresh());
        var first = (await Send()).Must(200);
        first.Text.Should().Contain("4321.17");
        await who.Lose("cost.see");
        var again = (await Send()).Must(200);
        again.Headers.Should().Contain("Idempotency-Replayed", "true");
        again.Text.Should().NotContain("4321.17").And.NotContain("cost").And.Contain(code);
        key = Key(Fresh());
        ((string)(await Send()).Must(403)["missing"]!).Should().Be("cost.see");

        async Task<Answer> Send()
        {
            using var file = new StringContent(
                $"code,name,cost,costCurrency\n{code},Стол,4321.17,RUB\n",
                System.Text.Encoding.UTF8,
                "text/csv"
            );
            return await who.Api.SendRaw(HttpMethod.Post, "/products/import", file, [key]);
        }
    }

    [Fact]
    public async Task What_is_no_longer_visible_is_not_replayed()
    {
        var who = await Person(reach: "own");
        var (opening, paying) = (Key(Fresh()), Key(Fresh()));
        var body = new { title = "Была моей" };
        var deal = (await who.Api.Post("/deals", body, opening)).Must(201);
        var payment = new { amount = Sale.Rub("1.00") };
        (await who.Api.Post($"/deals/{deal.Id}/payments", payment, paying)).Must(201);
        var other = (await host.Api.Post("/users", new { name = "Другой" })).Must(201).Id;
        (await host.Api.Post($"/deals/{deal.Id}/manager", new { userId = other })).Must(200);
        (await who.Api.Post("/deals", body, opening)).Must(404).Code.Should().Be("deal.not_found");
        (await who.Api.Post($"/deals/{deal.Id}/payments", payment, paying)).Must(404);
        (await host.Api.Post($"/deals/{deal.Id}/participants", new { userIds = new[] { who.User } })).Must(200);
        (await who.Api.Post("/deals", body, opening)).Must(201).Id.Should().Be(deal.Id);
        (await who.Api.Post($"/deals/{deal.Id}/payments", payment, paying)).Must(201);
    }

    [Fact]
    public async Task A_client_that_its_sender_may_no_longer_read_is_not_in_the_replay()
    {
        var who = await Person();
        var sale = await (
            await (await (await (await (await Sale.Open(who.Api)).Contacted()).Qualified()).Proposed()).Presented()
        ).Agreed();
        await sale.Ordered();
        var (path, key, body) = (sale.Path + "/invoices", Key(Fresh()), new { orderId = sale.OrderId });
        var first = (await who.Api.Post(path, body, key)).Must(201);
        first.Text.Should().Contain(sale.TaxId);
        await who.Lose("clients.read");
        var again = await who.Api.Post(path, body, key);
        Placed(first, again);
        again.Text.Should().NotContain(sale.TaxId);
        again["client"].Should().BeNull();
    }

    [Fact]
    public async Task A_replay_keeps_the_language_of_its_answer()
    {
        var who = await Person();
        var (key, body, russian) = (Key(Fresh()), new { title = "По-русски" }, ("Accept-Language", "ru"));
        var first = (await who.Api.Post("/deals", body, key, russian)).Must(201);
        Same(first, await who.Api.Post("/deals", body, key, ("Accept-Language", "en")));
        await who.Lose("catalogue.write");
        Same(first, await who.Api.Post("/deals", body, key, ("Accept-Language", "en")));
    }

    [Fact]
    public async Task An_answer_of_an_earlier_build_is_found_and_shows_what_today_s_rights_show()
    {
        var who = await Person();
        var sale = await (await Sale.Open(who.Api)).ToFulfilment();
        var (path, key, body) = (sale.Path + "/payments", Key(Fresh()), new { amount = Sale.Rub("10.00") });
        var first = (await who.Api.Post(path, body, key)).Must(201);
        (await who.Api.PostOnce(path, new { amount = Sale.Rub("5.00") })).Must(201);
        await Forget(sale.Id);
        Same(first, await who.Api.Post(path, body, key));
        (await who.Api.Post(path, new { amount = Sale.Rub("11.00") }, key)).Must(422);
        await who.Lose("documents.write");
        Same(first, await who.Api.Post(path, body, key));
        (await host.Api.Get(path))["items"]!.AsArray().Should().HaveCount(2);
    }

    /// <summary>Renders every kind of answer of a sale again, and finds it to the letter.</summary>
    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task A_change_of_rights_that_hides_nothing_changes_no_replay(bool ofEarlierBuild)
    {
        var who = await Person();
        using var keyed = new KeyedRequests(host.App.Host.Server.CreateHandler());
        using var http = new HttpClient(keyed) { BaseAddress = host.App.Host.Server.BaseAddress };
        var api = new Testing.Api(http, who.Api.Key);
        var sale = await (await Sale.Open(api)).ToWin();
        var other = await Sale.Open(api, "Другая");
        (await api.Post(other.Path + "/comments", new { text = "Слово" })).Must(201);
        (await api.Patch(other.Path, new { title = "Иначе" })).Must(200);
        var draft = (
            await api.Post(
                other.Path + "/proposals",
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
        (await api.Patch("/proposals/" + draft.Id, new { validUntil = "2027-07-01" })).Must(200);
        var product = (await api.Post("/products", new { name = "Стол", cost = Sale.Rub("2.00") })).Must(201);
        (await api.Patch("/products/" + product.Id, new { name = "Стул" })).Must(200);
        (await api.Post($"/clients/{sale.ClientId}/contacts", new { name = "Анна" })).Must(201);
        (await api.Post("/clients", new { name = "Без сделок" })).Must(201);
        if (ofEarlierBuild)
            await host.App.Execute("update crm.mt_doc_idempotent_answer set data = data - 'basis'");
        else
            await who.Lose("keys.manage");

        keyed.All.Should().HaveCountGreaterThan(25);
        foreach (var one in keyed.All.ToArray())
            Same(one.First, await one.Again(api));
    }

    [Fact]
    public void Each_operation_with_a_stored_answer_knows_who_may_read_it()
    {
        var services = host.App.Host.Services;
        var reads = services.GetRequiredService<ReadPermissions>();
        services
            .GetRequiredService<AnswerRenderers>()
            .Operations.Where(operation => reads.Of(operation) is null)
            .Should()
            .BeEmpty();
        reads.Of("recordPayment").Should().Be(Permissions.DealsRead);
        reads.Of("archiveProduct").Should().Be(Permissions.CatalogueRead);
        reads.Of("createClient").Should().Be(Permissions.ClientsRead);
    }

    /// <summary>As an earlier build stored it.</summary>
    private Task Forget(string stream) =>
        host.App.Execute(
            $"update crm.mt_doc_idempotent_answer set data = data - 'basis' where data->>'stream' = '{stream}'"
        );

    private static void Same(Answer first, Answer again)
    {
        Placed(first, again);
        again.Text.Should().Be(first.Text);
        again.ETag.Should().Be(first.ETag);
    }

    /// <summary>Status, place and position stay, whatever the body shows.</summary>
    private static void Placed(Answer first, Answer again)
    {
        again.Must(first.Status).Headers.Should().Contain("Idempotency-Replayed", "true");
        foreach (var name in (string[])["Location", "Crm-Position", "Content-Type"])
            again.Headers.GetValueOrDefault(name).Should().Be(first.Headers.GetValueOrDefault(name), name);
    }

    private async Task<Sender> Person(string reach = "all")
    {
        var role = (
            await host.Api.Post(
                "/roles",
                new
                {
                    code = $"r-{Guid.NewGuid():N}",
                    title = new { ru = "Роль", en = "Role" },
                    permissions = Everything,
                    scopes = new { deals = reach, clients = reach },
                    discountLimitPercent = 100,
                }
            )
        ).Must(201);
        var user = (await host.Api.Post("/users", new { name = "Анна", roles = new[] { (string)role["code"]! } }))
            .Must(201)
            .Id;
        return new(await host.App.AsUser(Guid.Parse(user)), user, role.Id, host.Api);
    }

    private sealed class Sender(Testing.Api api, string user, string role, Testing.Api admin)
    {
        private string[] held = Everything;

        public Testing.Api Api => api;

        public string User => user;

        public async Task Lose(params string[] permissions)
        {
            held = [.. held.Except(permissions)];
            (await admin.Patch("/roles/" + role, new { permissions = held })).Must(200);
        }
    }
}
