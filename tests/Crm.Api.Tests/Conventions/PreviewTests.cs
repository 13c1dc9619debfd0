using System.Text.Json.Nodes;
using Crm.Api.Tests.Access;

namespace Crm.Api.Tests.Conventions;

/// <summary>docs/domain.md, Previews: every command previews its result and writes nothing.</summary>
public sealed class PreviewTests(HostileHost host) : IClassFixture<HostileHost>
{
    /// <summary>Files, work, reading, a secret that is shown once, what is many commands, and what writes no event.</summary>
    private static readonly string[] WithoutPreview =
    [
        "createAttachment",
        "backTestDealKind",
        "batchInteractions",
        "batchTasks",
        "cancelOperation",
        "importBankStatement",
        "importExchangeRates",
        "importListPrices",
        "importProducts",
        "markNotificationsRead",
        "createApiKey",
        "matchBankStatement",
        "previewOperation",
        "updateBrandLogo",
        "updateBrandSignature",
        "rebuildProjection",
        "validateDealKind",
    ];

    /// <summary>
    /// What the arranged sale has no target for: <see cref="Lines_of_bank_statements_have_previews"/>, and steps that only a user may do,
    /// not the key of this host (AssignmentStepsTests).
    /// </summary>
    private static readonly string[] WithoutTarget =
    [
        "acceptAssignment",
        "completeAssignment",
        "confirmAssignment",
        "declineAssignment",
        "returnAssignment",
        "assignStatementLine",
        "ignoreStatementLine",
        "matchStatementLine",
        "revokeApiKey",
        "unassignStatementLine",
    ];

    public static TheoryData<string> Commands =>
        [.. SampleBody.All.Select(x => x.Id).Except([.. WithoutPreview, .. WithoutTarget])];

    [Fact]
    public async Task Every_command_has_one_but_for_files_work_and_secrets()
    {
        foreach (var (method, path, operation) in Table.Of(host.App))
        {
            var parameters = path.Split('/')
                .Where(x => x.StartsWith('{'))
                .ToDictionary(
                    x => x.Trim('{', '}').Split(':')[0],
                    x => x.Contains(":int", StringComparison.Ordinal) ? "1" : Guid.NewGuid().ToString()
                );
            var answer = await host.Api.Preview(operation.Id, parameters);
            (answer.Code == "preview.not_available")
                .Should()
                .Be(method == "GET" || WithoutPreview.Contains(operation.Id), $"{operation.Id}: {answer.Text}");
            if (answer.Code == "preview.not_available")
                answer.Must(422);
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task It_answers_what_the_command_would_and_writes_nothing(string id)
    {
        var row = SampleBody.Of(id);
        var before = await Everything();
        var answer = await host.Preview(row, host.Fill(row.Least));
        (await Everything()).Should().Be(before, id);
        answer.Status.Should().Be(200, answer.Text);
        answer.Json.AsObject().Select(x => x.Key).Should().Equal("allowed", "code", "blockers", "events", "after");
        var allowed = (bool)answer["allowed"]!;
        if (!allowed)
        {
            answer.Code.Should().NotBeNull(answer.Text);
            answer["events"]!.AsArray().Should().BeEmpty();
            answer["after"].Should().BeNull();
        }

        // The preview equals the result. These two would end the sale of the other rows.
        if (id is "openDeal" or "closeDeal")
            return;
        var done = await host.Send(row, host.Fill(row.Least));
        (done.Status < 300).Should().Be(allowed, $"{answer.Text}\n{done.Text}");
        if (allowed)
            answer["after"]!.AsObject().Select(x => x.Key).Should().Equal(done.Json.AsObject().Select(x => x.Key), id);
        else
            (done.Code, string.Join(',', done.Blockers)).Should().Be((answer.Code, string.Join(',', answer.Blockers)));
    }

    [Fact]
    public async Task Lines_of_bank_statements_have_previews()
    {
        var line = await BankStatements.StatementFiles.Waiting(host.Api);
        var before = await Everything();
        var assign = new { dealId = host.Fill("{deal}") };
        (await Events("assignStatementLine", assign)).Should().Contain("payment_received", "statement_line_assigned");
        (await Events("ignoreStatementLine", new { reason = "Возврат займа" }))
            .Should()
            .Equal("statement_line_ignored");
        (await Events("matchStatementLine", null)).Should().BeEmpty("it waits for the same reason");
        (await Everything()).Should().Be(before);

        (await host.Api.Post($"/bank-statement-lines/{line}/assign", assign)).Must(200);
        (await Events("unassignStatementLine", new { reason = "Не та сделка" }))
            .Should()
            .Contain("payment_reversed", "statement_line_unassigned");

        async Task<string[]> Events(string operation, object? body) =>
            [
                .. (await host.Api.Preview(operation, new { statementLineId = line }, body)).Must(200)["events"]!
                    .AsArray()
                    .Select(one => (string)one!["type"]!),
            ];
    }

    [Fact]
    public async Task Authorization_validation_and_If_Match_are_those_of_the_command()
    {
        var deal = new { dealId = host.Fill("{deal}") };
        (await host.App.Anonymous().Preview("createComment", deal, new { text = "да" })).Must(401);
        var reader = await host.App.As(Crm.Domain.Access.Scope.Read);
        ((string)(await reader.Preview("createComment", deal, new { text = "да" })).Must(403)["missing"]!)
            .Should()
            .Be("interactions.write");
        (
            (string)
                (await host.Api.Preview("createComment", deal, new { text = "" })).Must(422)["errors"]![0]!["pointer"]!
        )
            .Should()
            .Be("/text");
        (await host.Api.Preview("createComment", deal, new { text = "да" }, "\"1-0\"")).Must(412);
        (await host.Api.Preview("updateDeal", deal, new { title = "А" })).Must(428);
        var update = new
        {
            operationId = "updateDeal",
            parameters = deal,
            body = new { title = "А" },
        };
        (await host.Api.Post("/previews", update, ("If-Match", "\"1-0\""))).Must(412);
        (await host.Api.Post("/previews", update, ("If-Match", "*"))).Must(200);
        (await host.Api.Preview("createComment", new { dealId = Guid.NewGuid() }, new { text = "да" })).Must(404);
        // Commands on money need an idempotency key; their previews do not.
        (await host.Api.Preview("recordPayment", deal, new { amount = Sale.Rub("1.00") })).Must(200);
    }

    [Fact]
    public async Task Faults_of_the_request_are_named_at_once()
    {
        var unknown = (await host.Api.Preview("createCommment", new { })).Must(422);
        ((string)unknown["errors"]![0]!["pointer"]!, (string)unknown["errors"]![0]!["code"]!)
            .Should()
            .Be(("/operationId", "operation.unknown"));
        ((string)unknown["errors"]![0]!["detail"]!).Should().Contain("createComment");
        var faulty = (
            await host.Api.Preview("completeTask", new { dealId = "42", colour = "red" }, new { comment = "да" })
        ).Must(422);
        faulty["errors"]!
            .AsArray()
            .Select(x => ((string)x!["pointer"]!, (string)x["code"]!))
            .Should()
            .BeEquivalentTo([
                ("/parameters/dealId", "parameter.invalid"),
                ("/parameters/taskId", "member.required"),
                ("/parameters/colour", "parameter.unknown"),
            ]);
        (await host.Api.Post("/previews", """{"operationId":"createComment","bodies":{}}""")).Must(422);
        (await host.Api.Post("/deals?dryRun=true", new { title = "А" }))
            .Must(400)
            .Code.Should()
            .Be("parameter.unknown");
    }

    [Fact]
    public async Task A_key_of_the_request_is_ignored()
    {
        var body = new
        {
            operationId = "createComment",
            parameters = new { dealId = host.Fill("{deal}") },
            body = new { text = "С ключом" },
        };
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        (await host.Api.Post("/previews", body, key)).Must(200);
        (await host.Api.Post("/previews", body with { body = new { text = "Другое" } }, key)).Must(200);
        (await host.Api.Post(host.Fill("/deals/{deal}/comments"), new { text = "С ключом" }, key)).Must(201);
    }

    [Fact]
    public async Task Values_that_are_taken_refuse_it_too()
    {
        var code = "P" + Guid.NewGuid().ToString("N")[..8];
        (await host.Api.Post("/products", new { name = "Стол", code })).Must(201);
        var taken = (await host.Api.Preview("createProduct", new { }, new { name = "Стул", code })).Must(200);
        ((bool)taken["allowed"]!, taken.Code).Should().Be((false, "product.taken"));
        var id = Guid.NewGuid();
        var body = new { title = "А", id };
        (await host.Api.Post("/deals", body)).Must(201);
        var again = (await host.Api.Preview("openDeal", new { }, body)).Must(200);
        ((bool)again["allowed"]!, again["events"]!.AsArray().Count, (string)again["after"]!["id"]!)
            .Should()
            .Be((true, 0, id.ToString()));
        ((bool)(await host.Api.Preview("openDeal", new { }, new { title = "Б", id })).Must(200)["allowed"]!)
            .Should()
            .BeFalse();
    }

    /// <summary>Rows and, of the sequence of numbers, the next one.</summary>
    private async Task<string> Everything()
    {
        await using var connection = new Npgsql.NpgsqlConnection(host.App.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(
            "select last_value::text || coalesce((select string_agg(version::text, ',' "
                + "order by id) from crm_events.mt_streams), '') from crm.deal_number",
            connection
        );
        return await Stored.Count(host.App) + (string)(await command.ExecuteScalarAsync())!;
    }
}
