using System.Text;
using Crm.Api.BankStatements.Reading;
using Crm.Domain.BankStatements;
using Crm.Domain.Kernel;
using Crm.Domain.Settings;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>What a file declares about its sums is compared with its lines; a difference refuses it.</summary>
public sealed class DeclaredTotalsTests
{
    private static (StatementFile? File, IReadOnlyList<StatementFault> Faults) Exchange(
        string received,
        string sent,
        string closing
    ) =>
        StatementReader.Read(
            Bytes(
                StatementFiles
                    .Exchange(Document("1", "10.00", "А"), Document("2", "3.00", "Б", outgoing: true))
                    .Replace(
                        "НачальныйОстаток=0.00",
                        $"НачальныйОстаток=100.00\nВсегоПоступило={received}\nВсегоСписано={sent}\nКонечныйОстаток={closing}",
                        StringComparison.Ordinal
                    )
            ),
            new Currency("RUB"),
            null
        );

    [Fact]
    public void Totals_that_agree_are_accepted_without_a_warning()
    {
        var (file, faults) = Exchange("10.00", "3.00", "107.00");
        faults.Should().BeEmpty();
        file!.Warnings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("11.00", "3.00", "107.00", 12)]
    [InlineData("10.00", "0", "107.00", 13)]
    [InlineData("10.00", "3.00", "108.00", 14)]
    public void A_difference_refuses_the_file(string received, string sent, string closing, int row) =>
        Exchange(received, sent, closing)
            .Faults.Should()
            .ContainSingle()
            .Which.Should()
            .Match<StatementFault>(fault => fault.Row == row && fault.Code == "statement.totals_differ");

    [Fact]
    public void A_file_without_totals_is_read_with_a_warning()
    {
        Exchange("", "", "").File!.Warnings.Select(one => one.Code).Should().Equal("statement.totals_missing");
        Exchange("", "", "100.00")
            .File!.Warnings.Select(one => one.Code)
            .Should()
            .Equal("statement.totals_missing", "statement.balance_differs");
        Table("date;amount\n05.11.2026;1")
            .File!.Warnings.Select(one => one.Code)
            .Should()
            .Equal("statement.totals_missing");
    }

    [Theory]
    [InlineData("Итого;7;", null)]
    [InlineData("Итого оборот;13;", null)]
    [InlineData("Итого;6;", "statement.totals_differ")]
    [InlineData("Исходящий остаток;107;", null)]
    [InlineData("Исходящий остаток;106;", "statement.totals_differ")]
    public void The_totals_of_a_table_are_compared_too(string below, string? code)
    {
        var (_, faults) = Table(
            $"Входящий остаток;100;\ndate;amount;purpose\n05.11.2026;10;А\n05.11.2026;-3;Б\n{below}"
        );
        faults.Select(fault => fault.Code).Should().Equal(code is null ? [] : [code]);
    }

    [Theory]
    [InlineData("Итого;10;3", null)]
    [InlineData("Итого;3;10", "statement.totals_differ,statement.totals_differ")]
    [InlineData("Итого приход;10;", null)]
    [InlineData("Итого расход;10;", "statement.totals_differ")]
    public void Where_the_debit_is_the_company_s_its_total_is_what_was_received(string below, string? codes)
    {
        var card = new StatementColumns("card-51", Own, [], DebitOwner.Company);
        var (_, faults) = StatementReader.Read(
            Encoding.UTF8.GetBytes($"date;debit;credit\n05.11.2026;10;\n05.11.2026;;3\n{below}"),
            new Currency("RUB"),
            null,
            card
        );
        faults.Select(fault => fault.Code).Should().Equal(codes?.Split(',') ?? []);
    }

    [Theory]
    [InlineData("Всего поступило;10;\nВсего списано;3;", null)]
    [InlineData("Всего поступило: 10,00;;\nВсего списано: 3,00;;", null)]
    [InlineData("Всего поступило: 11,00;;", "statement.totals_differ")]
    [InlineData("Всего списано;10;", "statement.totals_differ")]
    [InlineData("Всего поступило документов: 1;;", null)]
    [InlineData("Исходящий остаток: 106,00;;", "statement.totals_differ")]
    [InlineData("Исходящий остаток на 05.11.2026: 107,00;;", null)]
    public void A_total_in_words_is_compared_wherever_its_sum_stands(string below, string? code)
    {
        var (_, faults) = Table(
            $"Входящий остаток: 100,00;;\ndate;amount;purpose\n05.11.2026;10;А\n05.11.2026;-3;Б\n{below}"
        );
        faults.Select(fault => fault.Code).Should().Equal(code is null ? [] : [code]);
    }

    [Fact]
    public void Totals_in_the_head_of_a_file_are_those_of_its_only_account()
    {
        var text = StatementFiles
            .Exchange(Document("1", "10.00", "А"))
            .Replace("Отправитель=Банк", "ВсегоПоступило=11.00", StringComparison.Ordinal);
        StatementReader
            .Read(Bytes(text), new Currency("RUB"), null)
            .Faults.Should()
            .ContainSingle()
            .Which.Should()
            .Match<StatementFault>(fault => fault.Row == 4 && fault.Code == "statement.totals_differ");
    }

    private static (StatementFile? File, IReadOnlyList<StatementFault> Faults) Table(string text) =>
        StatementReader.Read(Encoding.UTF8.GetBytes(text), new Currency("RUB"), Own);
}
