using static Crm.Api.Tests.BankStatements.StatementApi;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>A statement that is aborted, held up or long: settled lines stay settled, and the rest continues.</summary>
[Collection(HostCollection.Name)]
public sealed class LongStatementTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task After_an_abort_in_the_middle_it_continues_where_it_stopped()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var sold = new List<Invoiced>();
        for (var i = 0; i < 5; i++)
            sold.Add(await Invoiced.Make(api));
        var file = Exchange([
            .. sold.Select((x, i) => Document("8" + i, "360.00", $"Счет {x.Number}", x.TaxId)),
            Document("89", "1.00", "Без счёта", TaxId()),
        ]);
        // The database fails at the third payment and at every one after it.
        await app.Execute(
            """
            create function crm.die() returns trigger language plpgsql as $$ begin
              if new.type = 'statement_line_matched' and
                (select count(*) from crm_events.mt_events where type = 'statement_line_matched') >= 2
              then raise exception 'killed'; end if;
              return new;
            end $$;
            create trigger die before insert on crm_events.mt_events for each row execute function crm.die();
            """
        );
        var broken = (await api.Import(file)).Must(201);
        ((int)broken["lines"]!["matched"]!, (int)broken["lines"]!["pending"]!).Should().Be((2, 4));
        await app.Execute("drop trigger die on crm_events.mt_events");
        var whole = (await api.Import(file)).Must(200);
        (whole.Id, whole["lines"]!.ToJsonString())
            .Should()
            .Be(
                (
                    broken.Id,
                    """{"pending":0,"matched":5,"waiting":1,"assigned":0,"ignored":0,"outgoing":0,"repeated":0,"ownTransfer":0}"""
                )
            );
        foreach (var one in sold)
            (await one.Payments(api)).Should().Be(1);
    }

    [Fact]
    public async Task A_deal_that_is_held_by_others_stops_no_line_of_another_deal()
    {
        var (held, free) = (await Invoiced.Make(Api, "1000.00"), await Invoiced.Make(Api));
        // Two lines of the held deal: the import waits for it once.
        var file = Exchange(
            Document("1" + Fresh, "5.00", $"Счет {held.Number}", held.TaxId),
            Document("2" + Fresh, "6.00", $"Счет {held.Number}", held.TaxId),
            Document("3" + Fresh, "360.00", $"Счет {free.Number}", free.TaxId),
            Document("4" + Fresh, "1.00", "Без счёта", TaxId())
        );
        await using (await host.App.Hold(held.Deal))
        {
            var taken = (await Api.Import(file)).Must(201);
            ((int)taken["lines"]!["pending"]!, (int)taken["lines"]!["matched"]!, (int)taken["lines"]!["waiting"]!)
                .Should()
                .Be((2, 1, 1));
        }

        ((int)(await Api.Import(file)).Must(200)["lines"]!["matched"]!).Should().Be(3);
        (await held.Payments(Api), await free.Payments(Api)).Should().Be((2, 1));
    }

    [Fact]
    public async Task A_long_statement_goes_on_by_itself_when_the_deal_is_free_again()
    {
        var (held, free) = (await Invoiced.Make(Api), await Invoiced.Make(Api, "1000000.00"));
        var file = Exchange([
            Document("A" + Fresh, "360.00", $"Счет {held.Number}", held.TaxId),
            .. Enumerable
                .Range(0, 101)
                .Select(i => Document($"{i}-{Fresh}", "10.00", $"Счет {free.Number}", free.TaxId)),
        ]);
        Answer accepted;
        await using (await host.App.Hold(held.Deal))
        {
            accepted = (await Api.Import(file)).Must(201);
            await Api.Followed(accepted, x => (decimal?)x["progress"] is 1);
            (await Api.Get("/bank-statements/" + accepted.Id)).Must(200)["lines"]!
                .ToJsonString()
                .Should()
                .Contain("\"pending\":1,\"matched\":101");
        }

        ((string?)(await Api.Ended(accepted))["state"])
            .Should()
            .Be("succeeded", "it has not failed while it can be retried");
        (await held.Payments(Api)).Should().Be(1);
    }

    [Fact]
    public async Task However_often_it_is_asked_for_a_long_statement_has_one_operation_of_a_kind()
    {
        var held = await Invoiced.Make(Api, "1000000.00");
        var file = Exchange([
            .. Enumerable
                .Range(0, 101)
                .Select(i => Document($"{i}-{Fresh}", "10.00", $"Счет {held.Number}", held.TaxId)),
        ]);
        await using var hold = await host.App.Hold(held.Deal);
        var accepted = (await Api.Import(file)).Must(201);
        var subject = accepted.Id;
        ((string)(await Api.Get("/bank-statements/" + subject)).Must(200)["operation"]!["href"]!)
            .Should()
            .EndWith(accepted.Operation, "who has lost the answer finds the operation");
        var key = ("Idempotency-Key", "again-" + Fresh);
        var imports = await Task.WhenAll(
            Api.Import(file),
            Api.Import(file),
            Api.Import(Bytes(file)),
            Api.Import(Bytes(file), headers: key)
        );
        Places(imports).Should().Equal(accepted.Operation);
        (await Api.Import(Bytes(file), headers: key)).Headers["Idempotency-Replayed"].Should().Be("true");

        var path = $"/bank-statements/{subject}/match";
        var matches = await Task.WhenAll(
            Api.Post(path, new { }),
            Api.Post(path, null),
            Api.Post(path, new { }),
            Api.Post(path, new { }, ("Idempotency-Key", "match-" + Fresh))
        );
        Places(matches).Should().ContainSingle().Which.Should().NotBe(accepted.Operation);
        ((string)(await Api.Get(matches[0].Operation)).Must(200)["kind"]!).Should().Be("match-bank-statement");
        (await host.App.Number($"select count(*) from crm.mt_doc_long_work where data ->> 'subject' = '{subject}'"))
            .Should()
            .Be(2);

        static IEnumerable<string> Places(Answer[] answers) =>
            answers.Select(answer => answer.Must(200).Operation).Distinct();
    }

    [Fact]
    public async Task A_long_statement_is_accepted_and_settled_behind_the_answer()
    {
        var sold = await Invoiced.Make(Api, "1000000.00");
        var file = Exchange([
            .. Enumerable.Range(0, 300).Select(i => Document("9" + i, "10.00", $"Счет {sold.Number}", sold.TaxId)),
        ]);
        var accepted = (await Api.Import(file)).Must(201);
        ((string)(await Api.Get(accepted.Operation)).Must(200)["kind"]!).Should().Be("import-bank-statement");
        var statement = "/bank-statements/" + accepted.Id;
        ((string?)(await Api.Ended(accepted))["state"]).Should().Be("succeeded");
        ((int)(await Api.Get(statement)).Must(200)["lines"]!["matched"]!).Should().Be(300);
        (await sold.Paid(Api)).Should().Be("3000.00");
        (await Api.Import(file)).Must(200);
    }
}
