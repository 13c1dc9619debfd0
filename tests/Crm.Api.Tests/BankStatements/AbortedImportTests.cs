using Crm.Api.Access;
using Crm.Api.BankStatements;
using Crm.Api.Commands;
using Crm.Api.Operations;
using Crm.Api.Tests.DealKinds;
using Crm.Domain.BankStatements;
using Crm.Domain.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>
/// An import that is aborted between its commits: no answer is lost, no payment is doubled. A host of its own: its database is broken
/// on purpose.
/// </summary>
public sealed class AbortedImportTests : IAsyncLifetime
{
    private readonly EditMeanwhile edit = new();
    private CrmApp app = null!;
    private Testing.Api api = null!;

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start(null, builder => builder.Services.AddSingleton<IMessageRule>(edit));
        edit.Database = app.ConnectionString;
        api = await app.As();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_answer_of_a_key_is_stored_in_the_commit_of_the_statement()
    {
        var sold = await Invoiced.Make(api);
        var (file, key) = (
            Bytes(Exchange(Document("1", "360.00", $"Счет {sold.Number}", sold.TaxId))),
            ("Idempotency-Key", "import")
        );
        // The host stops where it would store under the key that the lines are settled.
        await Die("before update on crm.mt_doc_idempotent_answer", "true");
        (await api.Import(file, headers: key)).Must(500);
        await Revive("crm.mt_doc_idempotent_answer");
        var replayed = (await api.Import(file, headers: key)).Must(201);
        (replayed.Headers["Idempotency-Replayed"], (int)replayed["lines"]!["pending"]!, replayed.Headers["Location"])
            .Should()
            .Be(("true", 1, "/api/v1/bank-statements/" + replayed.Id));
        (
            (int)(await api.Get("/bank-statements/" + replayed.Id)).Must(200)["lines"]!["matched"]!,
            await sold.Payments(api)
        )
            .Should()
            .Be((1, 1));
        (await api.Import(Bytes(Exchange(Document("2", "1.00", "Б"))), headers: key))
            .Must(422)
            .Code.Should()
            .Be("idempotency.key_reused");

        // It stops before that: neither the statement nor its answer is stored, and the same request does the whole.
        var (other, again) = (Bytes(Exchange(Document("3", "1.00", "В"))), ("Idempotency-Key", "another"));
        await Die("before insert on crm.mt_doc_idempotent_answer", "true");
        (await api.Import(other, headers: again)).Must(500);
        await Revive("crm.mt_doc_idempotent_answer");
        (await api.Get("/bank-statements")).Must(200)["items"]!.AsArray().Should().HaveCount(1);
        (await api.Import(other, headers: again)).Must(201).Headers.Should().NotContainKey("Idempotency-Replayed");
    }

    [Fact]
    public async Task A_long_one_is_answered_with_its_operation_whenever_it_is_asked_again()
    {
        var (file, key) = (
            Bytes(Exchange([.. Enumerable.Range(0, 101).Select(i => Document("D" + i, "1.00", "Без счёта", TaxId()))])),
            ("Idempotency-Key", "long")
        );
        var accepted = (await api.Import(file, headers: key)).Must(201);
        ((string?)(await api.Ended(accepted))["state"]).Should().Be("succeeded");
        var again = (await api.Import(file, headers: key)).Must(201);
        (again.Text, again.Headers["Location"], again.Headers["Idempotency-Replayed"])
            .Should()
            .Be((accepted.Text, accepted.Headers["Location"], "true"));
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "select count(*) from crm.mt_doc_idempotent_answer a join "
                + "crm_events.mt_events e on e.xmin = a.xmin and e.type = "
                + "'bank_statement_imported'",
            connection
        );
        ((long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!)
            .Should()
            .Be(1, "one commit has written both");
    }

    [Fact]
    public async Task A_client_that_a_payment_reads_is_not_edited_before_the_payment_is_written()
    {
        // Its payments check whether the client has legal details: a task that waits for them completes automatically.
        var details = KindApi.Task("details", "legal-details", "amount-given");
        details["automatic"] = true;
        var kind = await api.Published(
            KindApi.Process(KindApi.Stage("a", details, KindApi.Task("win", "closing-gate")))
        );
        var looked = await Invoiced.Make(api);
        var deal = (
            await api.Post(
                "/deals",
                new
                {
                    title = "Поставка",
                    kind,
                    clientId = looked.Client,
                }
            )
        ).Must(201).Id;
        var statement = (await api.Import(Exchange(Document("1", "7.00", "Без счёта", looked.TaxId)))).Must(201);
        var line = (await api.Get($"/bank-statements/{statement.Id}/lines")).Must(200)["items"]![0]!;
        edit.Client = looked.Client;
        (await api.Post($"/bank-statement-lines/{line["id"]}/assign", new { dealId = deal })).Must(200);
        edit.Refused.Should()
            .Equal([PostgresErrorCodes.LockNotAvailable], "what the decision saw holds until it is written");

        await app.Execute(EditMeanwhile.Lock(looked.Client));
        (await api.Get($"/deals/{deal}/payments")).Must(200)["items"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task After_the_last_try_the_operation_says_that_it_failed_and_the_same_file_goes_on()
    {
        var held = await Invoiced.Make(api, "1000000.00");
        var file = Exchange([
            .. Enumerable.Range(0, 101).Select(i => Document("D" + i, "10.00", $"Счет {held.Number}", held.TaxId)),
        ]);
        await Die("before insert on crm_events.mt_events", "new.type = 'statement_line_matched'");
        var accepted = (await api.Import(file)).Must(201);
        accepted.Headers["Location"].Should().EndWith("/bank-statements/" + accepted.Id);
        var (operation, statement) = (Guid.Parse(accepted.Operation.Split('/')[^1]), Guid.Parse(accepted.Id));
        var message = new SettleBankStatement(statement, operation, User: null, Credential: null);
        await IsPutOff();
        // It is repeated five times, the last time after an hour; the operation runs that long.
        for (var run = 2; run <= 5; run++)
            await Try(message);
        ((string?)(await api.Get(accepted.Operation))["state"]).Should().Be("running");
        app.Clock.Advance(TimeSpan.FromHours(1));
        var now = app.Clock.GetUtcNow();
        await Try(message);
        var failed = (await api.Get(accepted.Operation)).Must(200);
        ((string?)failed["state"], (string?)failed["failure"]!["code"]).Should().Be(("failed", "operation.aborted"));
        ((string?)failed["failure"]!["detail"]).Should().Contain("import the same file again");
        DateTimeOffset
            .Parse((string)failed["updatedAt"]!, System.Globalization.CultureInfo.InvariantCulture)
            .Should()
            .BeOnOrAfter(now.AddMilliseconds(-1), "by the host's clock");
        // A later delivery of it changes nothing, and the file itself continues.
        await Revive("crm_events.mt_events");
        await Try(message);
        (await held.Payments(api)).Should().Be(0, "an operation that has ended does not begin again");
        var next = (await api.Import(file)).Must(200);
        next.Operation.Should().NotBe(accepted.Operation, "that one has ended");
        await Polling.Until(async () =>
            (int)(await api.Get($"/bank-statements/{statement}")).Must(200)["lines"]!["matched"]! >= 101
        );
        (await held.Paid(api)).Should().Be("1010.00");
    }

    [Fact]
    public async Task An_operation_that_an_earlier_build_accepted_is_run_with_the_input_of_its_message()
    {
        var held = await Invoiced.Make(api, "1000000.00");
        await Die("before insert on crm_events.mt_events", "new.type = 'statement_line_matched'");
        var accepted = (
            await api.Import(
                Exchange([
                    .. Enumerable
                        .Range(0, 101)
                        .Select(i => Document("E" + i, "10.00", $"Счет {held.Number}", held.TaxId)),
                ])
            )
        ).Must(201);
        await IsPutOff();
        // As the build before leases left it: accepted, without a lease, its input only in the message.
        await app.Execute(
            """
            delete from crm.work_lease;
            update crm.mt_doc_long_work set data = jsonb_set(data - 'settlement', '{state}', '"queued"');
            """
        );
        await Revive("crm_events.mt_events");
        await Try(
            new(Guid.Parse(accepted.Id), Guid.Parse(accepted.Operation.Split('/')[^1]), User: null, Credential: null)
        );
        ((string?)(await api.Get(accepted.Operation)).Must(200)["state"]).Should().Be("succeeded");
        (await held.Paid(api)).Should().Be("1010.00");
    }

    [Fact]
    public async Task Lines_are_settled_with_the_rights_that_their_user_has_by_then()
    {
        var held = await Invoiced.Make(api);
        var clerk = (await api.Post("/users", new { name = "Операционист", roles = new[] { "director" } }))
            .Must(201)
            .Id;
        var his = await app.AsUser(Guid.Parse(clerk));
        var key = await app.Read("select id from crm.mt_doc_api_key order by mt_last_modified desc limit 1");
        await Die("before insert on crm_events.mt_events", "new.type = 'statement_line_matched'");
        (await his.Import(Exchange(Document("1", "360.00", $"Счет {held.Number}", held.TaxId)))).Must(201);
        var statement = (await api.Get("/bank-statements")).Must(200)["items"]![0]!;
        var message = new SettleBankStatement(
            Guid.Parse((string)statement["id"]!),
            Operation: null,
            Guid.Parse(clerk),
            $"key:{key}"
        );

        (await api.Patch("/users/" + clerk, new { roles = new[] { "sales-manager" } })).Must(200);
        await Revive("crm_events.mt_events");
        await Try(message);
        var line = (await api.Get($"/bank-statements/{statement["id"]}/lines")).Must(200)["items"]![0]!;
        (StatementApi.Waits(line), await held.Payments(api))
            .Should()
            .Be((("waiting", "statement_line.no_invoice"), 0), "the deal is out of a sales manager's reach");

        (await api.Patch("/users/" + clerk, new { roles = new[] { "director" } })).Must(200);
        await Try(message with { Again = true });
        (await held.Payments(api)).Should().Be(1);
    }

    private Task Try(SettleBankStatement message) =>
        SettleBankStatementHandler.Handle(
            message,
            app.Host.Services.GetRequiredService<OperationRuns>(),
            app.Host.Services.GetRequiredService<SettleStatement>(),
            app.Host.Services.GetRequiredService<BackgroundCallers>(),
            TestContext.Current.CancellationToken
        );

    /// <summary>Waits until the first run was aborted and has given the operation back.</summary>
    private async Task IsPutOff()
    {
        await using var connection = new NpgsqlConnection(app.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "select count(*) from crm.work_lease where run = 1 and held_until <= clock_timestamp()",
            connection
        );
        await Polling.Until(async () =>
            (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))! > 0
        );
    }

    private Task Die(string when, string of) =>
        app.Execute(
            $"""
            create or replace function crm.die() returns trigger language plpgsql as $$ begin
              if {of} then raise exception 'killed'; end if;
              return new;
            end $$;
            create trigger die {when} for each row execute function crm.die();
            """
        );

    private Task Revive(string table) => app.Execute($"drop trigger die on {table}");

    /// <summary>An edit of the client after everything is decided and before anything is written.</summary>
    private sealed class EditMeanwhile : IMessageRule
    {
        public string? Client { get; set; }

        public string? Database { get; set; }

        public List<string> Refused { get; } = [];

        /// <summary>The lock that an edit begins with, but without waiting.</summary>
        public static string Lock(string client) =>
            $"select 1 from crm_events.mt_streams where id = '{client}' for update nowait";

        public IEnumerable<OutgoingMessage> From(Guid stream, DomainEvent domainEvent, DateTimeOffset now)
        {
            if (Client is null || domainEvent is not StatementLineAssigned)
                return [];
            using var connection = new NpgsqlConnection(Database);
            connection.Open();
            using var command = new NpgsqlCommand(Lock(Client), connection);
            Refused.Add(
                command.Invoking(one => one.ExecuteNonQuery()).Should().Throw<PostgresException>().Which.SqlState
            );
            return [];
        }
    }
}
