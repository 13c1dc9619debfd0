using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using static Crm.Api.Tests.BankStatements.StatementApi;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>One payment is paid once, whatever layouts tell it; two payments are two; a line that is not booked is named.</summary>
[Collection(HostCollection.Name)]
public sealed class RepetitionTests(TestHost host)
{
    private Testing.Api Api => host.Api;

    [Fact]
    public async Task Payments_that_share_number_day_sum_and_payer_are_all_taken()
    {
        var statement = (
            await Api.Import(OwnAccount(StatementCases.Read("01_same_number_twice.txt"), NewAccount()))
        ).Must(201);
        var lines = await Api.Lines(statement);
        (lines.Count, (string)statement["received"]![0]!["amount"]!).Should().Be((6, "34600.00"));
        statement["repeated"]!.AsArray().Should().BeEmpty();
        lines.Should().OnlyContain(line => line!["repeats"] == null);
    }

    public static TheoryData<string> Orders => ["abc", "acb", "bac", "bca", "cab", "cba"];

    [Theory, MemberData(nameof(Orders))]
    public async Task One_payment_in_three_layouts_is_paid_once_and_a_doubtful_one_names_the_other(string order)
    {
        var (sold, account) = (await Invoiced.Make(Api, "54000.00"), NewAccount());
        List<JsonNode> lines = [];
        var repeated = 0;
        foreach (var layout in order)
        {
            var statement = await ImportLayout(layout, sold, account);
            repeated += statement["repeated"]!.AsArray().Count;
            lines.AddRange((await Api.Lines(statement)).Select(line => line!));
            statement["repeated"]!.AsArray().Count(one => one!["lineId"] is null).Should().Be(0);
        }

        (lines.Count + repeated).Should().Be(3, "every line is stored or named");
        foreach (var line in lines.Skip(1))
        {
            Waits(line).Should().Be(("waiting", "statement_line.possible_repetition"));
            lines.Select(one => (string)one["id"]!).Should().Contain((string)line["repeats"]!);
        }

        (await sold.Payments(Api)).Should().Be(1);
    }

    [Fact]
    public async Task The_other_layouts_of_a_payment_are_known_again()
    {
        var (sold, account) = (await Invoiced.Make(Api, "54000.00"), NewAccount());
        await ImportLayout('a', sold, account);
        var again = await ImportLayout('c', sold, account);
        again["repeated"]!.AsArray().Should().ContainSingle();
        (await Api.Lines(again)).Should().BeEmpty();
        var doubtful = await Api.Only(await ImportLayout('b', sold, account));
        (await Api.Post($"/bank-statement-lines/{doubtful["id"]}/ignore", new { reason = "Повтор" })).Must(200);
        (await sold.Payments(Api)).Should().Be(1);
    }

    [Fact]
    public async Task A_transfer_between_own_accounts_pays_nothing_and_its_lines_know_each_other()
    {
        var (ours, other) = (NewAccount(), NewAccount());
        await using var own = await OwnAccountSet.Set(Api, other);
        var sent = await Api.Import(Transfer(ours, other, isSent: true));
        var first = await Api.Only(sent.Must(201));
        ((string)first["status"]!, first["counterpart"]).Should().Be(("ownTransfer", null));
        ((int)sent["lines"]!["ownTransfer"]!, (int)sent["lines"]!["outgoing"]!).Should().Be((1, 0));
        var second = await Api.Only((await Api.Import(Transfer(other, ours, isSent: false))).Must(201));
        ((string)second["status"]!, (string)second["counterpart"]!).Should().Be(("ownTransfer", (string)first["id"]!));
        var linked = (await Api.Get($"/bank-statement-lines/{first["id"]}")).Must(200);
        ((string)linked["counterpart"]!).Should().Be((string)second["id"]!);
        (await Api.Get("/bank-statement-lines?status=ownTransfer")).Must(200)["items"]!
            .AsArray()
            .Should()
            .HaveCountGreaterThan(1);
        var deal = await Sale.Open(Api);
        (await Api.Post($"/bank-statement-lines/{second["id"]}/assign", new { dealId = deal.Id }))
            .Must(409)
            .Code.Should()
            .Be("statement_line.own_transfer");
    }

    private async Task<Answer> ImportLayout(char layout, Invoiced sold, string account)
    {
        var name = layout switch
        {
            'a' => "04a_one_payment.txt",
            'b' => "04b_same_without_tax_id.csv",
            _ => "04c_same_tax_id_with_kpp_and_zeros.csv",
        };
        var file = OwnAccount(
            StatementCases.Read(name, sold.Number),
            account,
            ("0500000175", sold.TaxId),
            ("23.11.2026", "03.11.2026"),
            ("24.11.2026", "04.11.2026")
        );
        return (await Api.Import(file, layout == 'a' ? "text/plain" : "text/csv")).Must(201);
    }

    /// <summary>The file for an account that no other test has.</summary>
    private static byte[] OwnAccount(byte[] file, string account, params (string From, string To)[] replaced)
    {
        var text = Encoding.Latin1.GetString(file).Replace(Own, account, StringComparison.Ordinal);
        foreach (var (from, to) in replaced)
            text = text.Replace(from, to, StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text);
    }

    private static string NewAccount() =>
        "40702810" + Random.Shared.NextInt64(100_000_000_000, 999_999_999_999).ToString(CultureInfo.InvariantCulture);

    private static string Transfer(string account, string other, bool isSent) =>
        ExchangeOf("Windows", account, Document("77", "500.00", "Перевод", own: account, outgoing: isSent))
            .Replace("40702810000000000999", other, StringComparison.Ordinal);
}
