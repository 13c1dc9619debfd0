using System.Text;
using static Crm.Api.Tests.BankStatements.StatementApi;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>A format is saved for an account and says what its columns are and whose debit they show.</summary>
[Collection(HostCollection.Name)]
public sealed class StatementFormatTests(TestHost host) : IAsyncLifetime
{
    private const string Account = "40702810900000000051";

    private Testing.Api Api => host.Api;

    public async ValueTask InitializeAsync() => await Save(Format("card-51", "company"), Format("bank", "bank"));

    public async ValueTask DisposeAsync() => await Save();

    [Theory]
    [InlineData("card-51", "in", "out")]
    [InlineData("bank", "out", "in")]
    public async Task The_format_says_whose_debit_it_is(string format, string debit, string credit)
    {
        var imported = (await Import(Table(), "?format=" + format)).Must(201);
        (await Api.Lines(imported))
            .Select(line => ((string)line!["direction"]!, (string)line["account"]!, (string?)line["purpose"]))
            .Should()
            .Equal((debit, Account, "Один"), (credit, Account, "Два"));
        imported["warnings"]!.AsArray().Select(one => (string)one!["code"]!).Should().Equal("statement.totals_missing");
        (await Api.Get($"/bank-statements/{imported.Id}")).Must(200)["warnings"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task Without_its_format_the_table_is_refused_with_every_column_that_is_unknown()
    {
        var refused = (await Import(Table() + "25.11.2026;;", "?account=" + Account)).Must(422);
        refused["errors"]!
            .AsArray()
            .Select(one => ((string)one!["pointer"]!, (string)one["code"]!))
            .Should()
            .Equal([
                .. Enumerable.Repeat(("/line/1", "statement.column_unknown"), 4),
                ("/line/1", "statement.column_missing"),
            ]);
        (await Import(Table(), "?format=none")).Must(400);
        (await Import(Table(), $"?format=bank&account={Own}")).Must(400);
    }

    [Fact]
    public async Task A_format_that_contradicts_itself_is_not_saved()
    {
        var twice = new
        {
            name = "twice",
            account = Account,
            debitOf = "bank",
            columns = new[] { new { header = "А", @is = "date" }, new { header = "а ", @is = "number" } },
        };
        var refused = (await Api.Patch("/settings", new { statementFormats = new[] { twice } })).Must(422);
        ((string)refused["errors"]![0]!["pointer"]!, (string)refused["errors"]![0]!["code"]!)
            .Should()
            .Be(("/statementFormats/0/columns/1/header", "statement.column_twice"));
        (
            await Api.Patch("/settings", new { statementFormats = new[] { Format("a", "bank"), Format("A", "bank") } })
        ).Must(422)["errors"]![0]!["code"]!
            .ToString()
            .Should()
            .Be("statement_format.name_twice");
    }

    private async Task Save(params object[] formats) =>
        (await Api.Patch("/settings", new { statementFormats = formats })).Must(200)["statementFormats"]!
            .AsArray()
            .Should()
            .HaveCount(formats.Length);

    private static object Format(string name, string debitOf) =>
        new
        {
            name,
            account = Account,
            debitOf,
            columns = new[]
            {
                new { header = "Период", @is = "date" },
                new { header = "Документ", @is = "purpose" },
                new { header = "Ключ", @is = "number" },
                new { header = "Сальдо", @is = "ignored" },
            },
        };

    /// <summary>With numbers that no other test has: each import is a statement of its own.</summary>
    private static string Table() =>
        $"Период;Документ;Ключ;Дебет;Кредит;Сальдо\n03.11.2026;Один;{Fresh};5,00;;5,00\n04.11.2026;Два;{Fresh};;7,00;-2,00\n";

    private Task<Answer> Import(string table, string query) =>
        Api.Import(Encoding.UTF8.GetBytes(table), "text/csv", query);
}
