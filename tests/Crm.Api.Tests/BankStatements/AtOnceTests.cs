using Npgsql;
using static Crm.Api.Tests.BankStatements.StatementApi;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>
/// The same statement, line or key many times in parallel: each payment is recorded once, and its answer is stored with it.
/// </summary>
[Collection(HostCollection.Name)]
public sealed class AtOnceTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task Ten_imports_of_one_file_at_once_record_each_payment_once()
    {
        var sold = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Invoiced.Make(Api)));
        var file = Exchange([.. sold.Select((x, i) => Document("6" + i, "360.00", $"Счет {x.Number}", x.TaxId))]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Api.Import(file))));
        answers.Count(x => x.Status == 201).Should().BeLessThanOrEqualTo(1);
        answers.Should().OnlyContain(x => x.Status == 201 || x.Status == 200 || x.Status == 503);
        var settled = (await Api.Import(file)).Must(200);
        (settled["lines"]!.ToJsonString(), answers.Where(x => x.Status < 300).Select(x => x.Id).Distinct().Count())
            .Should()
            .Be(
                (
                    """{"pending":0,"matched":5,"waiting":0,"assigned":0,"ignored":0,"outgoing":0,"repeated":0,"ownTransfer":0}""",
                    1
                )
            );
        foreach (var one in sold)
            (await one.Payments(Api)).Should().Be(1);
    }

    [Fact]
    public async Task Of_two_parallel_assignments_of_one_line_one_succeeds()
    {
        var deals = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Invoiced.Make(Api)));
        var line = await Api.Only(
            (await Api.Import(Exchange(Document("71" + Fresh, "33.00", "Без назначения", TaxId())))).Must(201)
        );
        var answers = await Task.WhenAll(
            deals.Select(x =>
                Task.Run(() => Api.Post($"/bank-statement-lines/{line["id"]}/assign", new { dealId = x.Deal }))
            )
        );
        answers.Count(x => x.Status == 200).Should().Be(1);
        answers
            .Where(x => x.Status != 200)
            .Should()
            .OnlyContain(x => x.Status == 409 && x.Code == "statement_line.settled");
        (await Task.WhenAll(deals.Select(x => x.Payments(Api)))).Sum().Should().Be(1);
    }

    [Fact]
    public async Task An_assignment_is_kept_under_its_key_in_the_commit_of_the_payment()
    {
        var sold = await Invoiced.Make(Api);
        var line = await Api.Only(
            (await Api.Import(Exchange(Document("1" + Fresh, "33.00", "Без назначения", TaxId())))).Must(201)
        );
        var (path, body, key) = (
            $"/bank-statement-lines/{line["id"]}/assign",
            new { dealId = sold.Deal },
            ("Idempotency-Key", "assign-" + Fresh)
        );
        await using (await host.App.Hold(sold.Deal))
            (await Api.Post(path, body, key)).Must(503).Code.Should().Be("resource.busy");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Api.Post(path, body, key))));
        answers.Should().OnlyContain(x => x.Status == 200);
        answers
            .Count(x => x.Headers.ContainsKey("Idempotency-Replayed"))
            .Should()
            .Be(5, "all but one find the answer under the lock");
        answers.Select(x => x.Text).Distinct().Should().ContainSingle();
        // In the transaction of the payment: the same transaction wrote the answer's row and the event.
        await using var connection = new NpgsqlConnection(host.App.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "select count(*) from crm.mt_doc_idempotent_answer a join crm_events.mt_events e on "
                + "e.xmin = a.xmin and e.stream_id = $1 and e.type = 'statement_line_assigned'",
            connection
        );
        command.Parameters.AddWithValue(Guid.Parse((string)line["id"]!));
        ((long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!).Should().Be(1);
    }

    [Fact]
    public async Task A_key_replays_its_answer_and_takes_no_other_file()
    {
        var file = Bytes(Exchange(Document(Fresh, "1.00", "Без счёта", TaxId())));
        var first = (await Api.Import(file, headers: ("Idempotency-Key", "import-" + Fresh))).Must(201);
        var key = "import-" + Fresh;
        var one = (await Api.Import(file, headers: ("Idempotency-Key", key))).Must(200);
        var again = (await Api.Import(file, headers: ("Idempotency-Key", key))).Must(200);
        (again.Text, again.Headers["Idempotency-Replayed"], first.Id).Should().Be((one.Text, "true", one.Id));
        (await Api.Import(Bytes(Exchange(Document(Fresh, "2.00", "Б"))), headers: ("Idempotency-Key", key)))
            .Must(422)
            .Code.Should()
            .Be("idempotency.key_reused");
    }
}
