using System.Text;
using Crm.Api.BankStatements.Reading;
using Crm.Domain.BankStatements;
using Crm.Domain.Kernel;
using Crm.Domain.Settings;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>The direction of money is read, never assumed: what is not understood is refused, and a debit never becomes income.</summary>
public sealed class DirectionTests
{
    private static (StatementFile? File, IReadOnlyList<StatementFault> Faults) Read(
        string table,
        StatementColumns? format = null
    ) => StatementReader.Read(Encoding.UTF8.GetBytes(table), new Currency("RUB"), format is null ? Own : null, format);

    private static IEnumerable<(MoneyDirection, decimal)> Movements(string table, StatementColumns? format = null)
    {
        var (file, faults) = Read(table, format);
        faults.Should().BeEmpty();
        return file!.Entries.Select(entry => (entry.Direction, entry.Amount.Amount));
    }

    private static StatementFile ReadCase(string name)
    {
        var (file, faults) = StatementReader.Read(StatementCases.Read(name), new Currency("RUB"), Own);
        faults.Should().BeEmpty();
        return file!;
    }

    [Fact]
    public void A_debit_column_with_negatives_stays_outgoing_and_a_receipt_below_zero_is_taken_back() =>
        ReadCase("02_debit_is_negative.csv")
            .Entries.Select(entry => (entry.Direction, entry.Amount.Amount))
            .Should()
            .Equal(
                (MoneyDirection.In, 54000),
                (MoneyDirection.Out, 18500),
                (MoneyDirection.Out, 250),
                (MoneyDirection.Out, 1000)
            );

    [Fact]
    public void A_column_of_the_direction_is_obeyed() =>
        ReadCase("03_direction_in_a_column_ru.csv")
            .Entries.Select(entry => (entry.Direction, entry.Amount.Amount))
            .Should()
            .Equal((MoneyDirection.In, 54000), (MoneyDirection.Out, 18500));

    [Theory]
    [InlineData("Дебет/Кредит", "Кредит", "Дебет")]
    [InlineData("Списание/Зачисление", "Зачисление", "Списание")]
    [InlineData("Дт/Кт", "Кт", "Дт")]
    [InlineData("D/C", "C", "D")]
    [InlineData("CR/DR", "CR", "DR")]
    [InlineData("S/H", "H", "S")]
    [InlineData("+/-", "+", "-")]
    [InlineData("+/−", "+", "−")]
    [InlineData("Направление", "Поступление", "Списание")]
    [InlineData("direction", "incoming", "outgoing")]
    public void Every_usual_pair_of_words_is_understood(string title, string received, string sent)
    {
        Movements($"date;amount;{title}\n05.11.2026;5;{received}\n05.11.2026;7;{sent}\n05.11.2026;-9;{sent}")
            .Should()
            .Equal((MoneyDirection.In, 5), (MoneyDirection.Out, 7), (MoneyDirection.Out, 9));
        Read($"date;amount;{title}\n05.11.2026;-5;{received}")
            .Faults.Should()
            .ContainSingle()
            .Which.Code.Should()
            .Be("statement.direction_contradicts");
    }

    [Theory]
    [InlineData("date;amount;direction\n05.11.2026;5;Платёж", "statement.direction_unknown")]
    [InlineData("date;amount;direction\n05.11.2026;5;", "statement.direction_unknown")]
    [InlineData("date;amount;Признак\n05.11.2026;5;Дебет", "statement.column_unknown")]
    [InlineData("date;credit;debit\n05.11.2026;5;7", "statement.direction_contradicts")]
    [InlineData("date;credit;debit;direction\n05.11.2026;5;;Дебет", "statement.direction_contradicts")]
    [InlineData("date;amount;debit\n05.11.2026;5;5", "statement.direction_contradicts", false)]
    [InlineData("date;amount;credit;debit\n05.11.2026;-5;5;", "statement.direction_contradicts")]
    [InlineData("date;amount;credit;debit\n05.11.2026;6;5;", "statement.direction_contradicts")]
    [InlineData("date;credit;debit\n05.11.2026;;-5\n05.11.2026;;7", "statement.direction_contradicts")]
    [InlineData("date;amount;sum\n05.11.2026;5;5", "statement.column_twice")]
    public void What_contradicts_itself_or_is_not_understood_is_refused(
        string table,
        string code,
        bool isRefused = true
    )
    {
        var (file, faults) = Read(table);
        if (isRefused)
            faults.Should().Contain(fault => fault.Code == code);
        else
            file!.Entries.Single().Direction.Should().Be(MoneyDirection.Out);
    }

    [Theory]
    [InlineData("date;amount;;purpose\n05.11.2026;5;Списание;А")]
    [InlineData("date;amount;purpose;\n05.11.2026;5;А;Дебет")]
    [InlineData("date,number,amount,payer,purpose\n05.11.2026,17,54000,56,ООО А,Счет 1")]
    [InlineData("date;payer;credit;debit;purpose\n05.11.2026;ООО А; 7;;1000;Аренда")]
    public void A_cell_without_a_title_refuses_its_row(string table)
    {
        var (_, faults) = Read(table);
        faults
            .Should()
            .ContainSingle()
            .Which.Should()
            .Match<StatementFault>(fault => fault.Row == 2 && fault.Code == "statement.column_unknown");
    }

    [Theory]
    [InlineData("Счет 51;;")]
    [InlineData("Выписка по счету 51;;")]
    [InlineData("Счёт: 51.01, Основной;;")]
    public void A_table_of_an_account_of_the_books_needs_a_format_whatever_its_heading(string heading)
    {
        Read($"{heading}\ndate;debit;credit\n05.11.2026;5;")
            .Faults.Should()
            .ContainSingle()
            .Which.Code.Should()
            .Be("statement.books_unmapped");
        Read($"Выписка по счёту {Own};;\ndate;debit;credit\n05.11.2026;5;").Faults.Should().BeEmpty();
    }

    private const string Card =
        "Карточка счета 51;;;;;;\nПериод;Документ;Аналитика Дт;Аналитика Кт;Дебет;Кредит;Текущее сальдо\n"
        + "24.11.2026;Поступление 1;Банк;ООО Пример;5000,00;;6000,00\n25.11.2026;Списание 2;ООО Пример;Банк;;700,00;5300,00";

    [Fact]
    public void A_card_of_account_51_is_refused_without_a_format_that_says_whose_debit_it_is()
    {
        Read(Card).Faults.Should().NotBeEmpty();
        Read("Карточка счета 51;;\ndate;debit;credit\n05.11.2026;5;")
            .Faults.Should()
            .ContainSingle()
            .Which.Code.Should()
            .Be("statement.books_unmapped");
    }

    [Fact]
    public void A_saved_format_says_what_columns_are_and_whose_debit_it_is()
    {
        var card = new StatementColumns(
            "card-51",
            Own,
            [
                new("Период", StatementColumn.Date),
                new("Документ", StatementColumn.Purpose),
                new("Аналитика Дт", StatementColumn.Ignored),
                new("аналитика кт", StatementColumn.Name),
                new("Текущее сальдо", StatementColumn.Ignored),
            ],
            DebitOwner.Company
        );
        Movements(Card, card).Should().Equal((MoneyDirection.In, 5000), (MoneyDirection.Out, 700));
        Movements(Card, card with { DebitOf = DebitOwner.Bank })
            .Should()
            .Equal((MoneyDirection.Out, 5000), (MoneyDirection.In, 700));
        Movements("date;amount;D/C\n05.11.2026;5;D", card).Should().Equal((MoneyDirection.In, 5));
    }
}
