using System.Text;
using Crm.Api.Tests.BankStatements;
using Npgsql;

namespace Crm.Api.Tests.Commands;

/// <summary>
/// A sequence number that is drawn and rolled back delays every report until the store skips it. Commands that fail late (replays,
/// collisions, taken values) draw none. A host of its own: its sequence is inspected.
/// </summary>
public sealed class SequenceGapTests(TestHost host) : IClassFixture<TestHost>
{
    private readonly CrmApp app = host.App;
    private readonly Testing.Api api = host.Api;

    [Fact]
    public async Task Fifty_replays_of_a_creation_leave_the_next_deal_readable_in_the_reports_at_once()
    {
        (string, string) key = ("Idempotency-Key", "fifty");
        (await api.Post("/deals", new { title = "Один раз" }, key)).Must(201);
        for (var i = 0; i < 50; i++)
            (await api.Post("/deals", new { title = "Один раз" }, key))
                .Must(201)
                .Headers["Idempotency-Replayed"]
                .Should()
                .Be("true");
        var opened = (await api.PostOnce("/deals", new { title = "Следующая" })).Must(201);
        await NoGap();
        (await api.Get("/reports/sales-funnel", ("Crm-Min-Position", opened.Headers["Crm-Position"]))).Must(200);
    }

    [Fact]
    public async Task Colliding_creations_draw_no_number()
    {
        var id = Guid.CreateVersion7();
        (await api.Post("/deals", new { id, title = "А" })).Must(201);
        (await api.Post("/deals", new { id, title = "Б" })).Must(409).Code.Should().Be("id.taken");
        (await api.Post("/clients", new { id, name = "ООО «Другое»" })).Must(409).Code.Should().Be("id.taken");
        (await api.Post("/users", new { id, name = "Другой" })).Must(409).Code.Should().Be("id.taken");
        (await api.Post("/sources", new { code = "site", title = "Сайт" })).Must(201);
        (await api.Post("/sources", new { code = "site", title = "Не сайт" })).Must(409);
        await NoGap();
    }

    [Fact]
    public async Task A_code_that_is_taken_draws_no_number()
    {
        (await api.Post("/products", new { code = "A-1", name = "Первый" })).Must(201);
        var other = (await api.Post("/products", new { code = "A-2", name = "Второй" })).Must(201);
        (await api.Patch($"/products/{other.Id}", new { code = "A-1" })).Must(409).Code.Should().Be("product.taken");
        (
            await api.Post(
                "/products",
                new
                {
                    id = Guid.CreateVersion7(),
                    code = "A-1",
                    name = "Третий",
                }
            )
        ).Must(409).Code.Should().Be("product.taken");
        await NoGap();
    }

    [Fact]
    public async Task One_id_for_parts_of_two_deals_takes_no_number()
    {
        var (one, two) = (await Sale.Open(api), await Sale.Open(api));
        var payment = new { id = Guid.CreateVersion7(), amount = Sale.Rub("1.00") };
        var answers = await Task.WhenAll(
            api.PostOnce(one.Path + "/payments", payment),
            api.PostOnce(two.Path + "/payments", payment)
        );
        answers.Select(answer => answer.Status).Order().Should().Equal(201, 409);
        var proposal = new
        {
            id = Guid.CreateVersion7(),
            lines = new[]
            {
                new
                {
                    name = "А",
                    quantity = 1,
                    price = Sale.Rub("1.00"),
                },
            },
            validUntil = "2026-12-31",
        };
        var drafted = await Task.WhenAll(
            api.PostOnce(one.Path + "/proposals", proposal),
            api.PostOnce(two.Path + "/proposals", proposal)
        );
        drafted.Select(answer => answer.Status).Order().Should().Equal(201, 409);
        (await api.PostOnce(one.Path + "/proposals", proposal with { id = Guid.Parse(one.Id) })).Must(409);
        await NoGap();
    }

    [Fact]
    public async Task Equal_requests_at_once_draw_the_numbers_of_one()
    {
        var sale = await Sale.Open(api);
        var opened = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ => api.Post("/deals", new { title = "Двадцать раз" }, ("Idempotency-Key", "twenty")))
        );
        opened.Where(answer => answer.Status == 201).Select(answer => answer.Id).Distinct().Should().ContainSingle();
        var paid = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
                    api.Post(sale.Path + "/payments", new { amount = Sale.Rub("1.00") }, ("Idempotency-Key", "payment"))
                )
        );
        paid.Where(answer => answer.Status == 201).Select(answer => answer.Id).Distinct().Should().ContainSingle();
        await NoGap();
    }

    [Fact]
    public async Task Refusals_previews_and_stale_versions_draw_no_number()
    {
        var sale = await Sale.Open(api);
        (await api.Preview("closeDeal", new { dealId = sale.Id }, new { outcome = "won" })).Must(200);
        (await api.Post(sale.Path + "/close", new { outcome = "won" })).Must(409);
        (await api.Patch(sale.Path, new { title = "Б" }, "\"99-0\"")).Must(412);
        (await api.Post(sale.Path + "/move", new { stage = "terms" })).Must(409);
        (await api.Post(sale.Path + "/participants", new { userIds = new[] { Guid.NewGuid() } })).Must(422);
        await NoGap();
    }

    [Fact]
    public async Task Imports_that_are_repeated_refused_or_at_once_draw_the_numbers_of_one()
    {
        const string file = "code,name\nGAP-1,Первый\nGAP-2,Второй\n";
        (string, string) key = ("Idempotency-Key", "gap-import");
        (await Import(file, key)).Must(200);
        (await Import(file, key)).Must(200).Headers["Idempotency-Replayed"].Should().Be("true");
        (await Import("code,name\nGAP-3,\n")).Must(422);
        await NoGap();
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    i % 2 == 0
                        ? Import("code,name\nGAP-4,Четвёртый\n")
                        : api.Post("/products", new { code = "GAP-4", name = "Другой" })
                )
        );
        await NoGap();
    }

    [Fact]
    public async Task Statements_and_their_lines_draw_the_numbers_of_one()
    {
        var sold = await BankStatements.Invoiced.Make(api);
        var file = BankStatements.StatementFiles.Exchange(
            BankStatements.StatementFiles.Document("61", "360.00", $"Счет {sold.Number}", sold.TaxId)
        );
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => api.Import(file))));
        (await api.Import(file)).Must(200);
        (await sold.Payments(api)).Should().Be(1);
        await NoGap();
    }

    [Fact]
    public async Task A_thousand_refusals_replays_collisions_and_disconnects_leave_no_hole()
    {
        var sale = await Sale.Open(api);
        (string, string) key = ("Idempotency-Key", "thousand");
        var first = (await api.Post("/deals", new { title = "Тысяча" }, key)).Must(201);
        var left = 0;
        await Parallel.ForAsync(
            0,
            new Cases(Few: 200, Full: 1000).Count,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (i, _) =>
            {
                switch (i % 5)
                {
                    case 0:
                        (await api.Post(sale.Path + "/close", new { outcome = "won" })).Must(409);
                        break;
                    case 1:
                        (await api.Post("/deals", new { title = "Тысяча" }, key)).Id.Should().Be(first.Id);
                        break;
                    case 2:
                        (await api.Post("/deals", new { id = first.Id, title = $"Другая {i}" })).Must(409);
                        break;
                    case 3:
                        (await api.Patch(sale.Path, new { title = "Б" }, "\"999-0\"")).Must(412);
                        break;
                    default:
                        var patience = TimeSpan.FromMilliseconds(i % 12);
                        if (!await api.PostAndLeave("/deals", new { title = $"Ушёл {i}" }, patience))
                            Interlocked.Increment(ref left);
                        break;
                }
            }
        );
        left.Should().BePositive("else no client left in the middle");
        // A command whose client has left is still being written.
        await Polling.Until(async () => await Holes() == 0);
        await NoGap();
    }

    private Task<Answer> Import(string file, params (string, string)[] headers) =>
        api.SendRaw(HttpMethod.Post, "/products/import", new StringContent(file, Encoding.UTF8, "text/csv"), headers);

    private async Task NoGap() => (await Holes()).Should().Be(0, "no number is drawn by a command that writes nothing");

    /// <summary>How many more numbers the sequence has issued than there are events.</summary>
    private async Task<long> Holes()
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "select (select last_value from crm_events.mt_events_sequence) - (select count(*) from crm_events.mt_events)",
            connection
        );
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
