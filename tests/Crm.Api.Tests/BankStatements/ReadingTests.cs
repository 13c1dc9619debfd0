using System.Text;
using Crm.Api.BankStatements.Reading;
using Crm.Domain.BankStatements;
using Crm.Domain.Kernel;
using Crm.Domain.Settings;
using CsCheck;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>
/// The readers are pure: files of banks are read in every encoding, faults are named with their line, and no input throws.
/// </summary>
public sealed class ReadingTests
{
    private static readonly Currency Rub = new("RUB");

    private static (StatementFile? File, IReadOnlyList<StatementFault> Faults) Read(
        string text,
        Encoding? encoding = null,
        bool crlf = true,
        string? account = null
    ) => StatementReader.Read(Bytes(text, encoding, crlf), Rub, account);

    public static TheoryData<string> Encodings => ["windows", "dos", "utf-8", "utf-8 with a mark"];

    [Theory, MemberData(nameof(Encodings))]
    public void One_exchange_file_is_the_same_in_every_encoding_and_with_either_line_end(string name)
    {
        var encoding = name switch
        {
            "windows" => Cp1251,
            "dos" => Cp866,
            "utf-8" => new UTF8Encoding(false),
            _ => new UTF8Encoding(true),
        };
        foreach (var crlf in (bool[])[true, false])
        {
            var text = ExchangeOf(
                name == "dos" ? "DOS" : "Windows",
                Own,
                Document("17", "54000.00", "Оплата по счёту № I-2026-000042 от 01.11.2026"),
                Document("18", "100.50", "Возврат", outgoing: true)
            );
            var (file, faults) = StatementReader.Read(
                [.. encoding.Preamble, .. Bytes(text, encoding, crlf)],
                Rub,
                null
            );
            faults.Should().BeEmpty();
            file!.Accounts.Should().Equal(Own);
            (file.From, file.To).Should().Be((new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 22)));
            file.Entries.Should()
                .Equal(
                    new StatementEntry(
                        13,
                        MoneyDirection.In,
                        Own,
                        "17",
                        new(2026, 11, 5),
                        new(2026, 11, 5),
                        new(54000, Rub),
                        "ООО \"Ромашка\"",
                        "7707083893",
                        "40702810000000000999",
                        "Оплата по счёту № I-2026-000042 от 01.11.2026"
                    ),
                    new StatementEntry(
                        26,
                        MoneyDirection.Out,
                        Own,
                        "18",
                        new(2026, 11, 5),
                        new(2026, 11, 5),
                        new(100.50m, Rub),
                        "ООО \"Ромашка\"",
                        "7707083893",
                        "40702810000000000999",
                        "Возврат"
                    )
                );
        }
    }

    [Fact]
    public void The_account_determines_the_currency_and_a_broken_purpose_is_one_text()
    {
        var (file, _) = Read(
            ExchangeOf(
                "Windows",
                "40702840900000000001",
                Document("1", "10", "Оплата\nпо счёту", own: "40702840900000000001")
            )
        );
        var entry = file!.Entries.Should().ContainSingle().Which;
        (entry.Amount.Currency.Code, entry.Purpose).Should().Be(("USD", "Оплата по счёту"));
    }

    [Theory]
    [InlineData(
        "date;amount;payer;tax id;purpose;account\n05.11.2026;1 234,56;ООО «А»;7707083893;Счёт 1;40702810900000000001"
    )]
    [InlineData(
        "date,amount,payer,tax_id,purpose,account\n2026-11-05,1234.56,ООО «А»,7707083893,Счёт 1,40702810900000000001\n"
    )]
    [InlineData(
        "Дата;Сумма;Плательщик;ИНН;Назначение платежа;Счёт\n05.11.2026;1.234,56;ООО «А»;7707083893;Счёт 1;40702810900000000001\n\n"
    )]
    [InlineData(
        "Дата\tПриход\tРасход\tКонтрагент\tИНН\tНазначение\tСчёт\n05.11.2026\t1234,56\t0,00\tООО "
            + "«А»\t7707083893\tСчёт 1\t40702810900000000001"
    )]
    public void Tables_are_read_as_people_and_banks_write_them(string table)
    {
        var (file, faults) = Read(table, Encoding.UTF8);
        faults.Should().BeEmpty();
        file!
            .Entries.Should()
            .Equal(
                new StatementEntry(
                    2,
                    MoneyDirection.In,
                    Own,
                    null,
                    new(2026, 11, 5),
                    null,
                    new(1234.56m, Rub),
                    "ООО «А»",
                    "7707083893",
                    null,
                    "Счёт 1"
                )
            );
        Read(table, Cp1251).File!.Entries[0].Purpose.Should().Be("Счёт 1");
    }

    [Fact]
    public void A_sum_below_zero_or_under_debit_has_left_us_and_a_currency_may_stand_beside()
    {
        var (file, _) = Read("date;amount;currency\n05.11.2026;-5;USD\n06.11.2026;7;", account: Own);
        file!
            .Entries.Select(x => (x.Direction, x.Amount.ToString()))
            .Should()
            .Equal((MoneyDirection.Out, "5.00 USD"), (MoneyDirection.In, "7.00 RUB"));
    }

    [Theory]
    [InlineData("date;amount\n05.11.2026;1", 1, "statement.account_missing")]
    [InlineData("a;b;c\n1;2;3", 1, "statement.format_unknown")]
    [InlineData("date;amount;account\n05.11.2026;1,234;1", 2, "statement.amount_invalid")]
    [InlineData("date;amount;account\n05.11.2026;1;1\n31.02.2026;1;1", 3, "statement.date_invalid")]
    [InlineData(
        "date;amount;account\n05.11.2026;1234567890123456789012345678901234567890;1",
        2,
        "statement.amount_invalid"
    )]
    [InlineData("date;amount;account\n05.11.2026;0;1", 2, "statement.amount_invalid")]
    [InlineData("date;amount;account\n05.11.2026;;1", 2, "statement.amount_missing")]
    [InlineData("date;amount;account;currency\n05.11.2026;1;1;ЦЦЦ", 2, "currency.unknown")]
    public void A_fault_of_a_table_is_named_with_its_line(string table, int row, string code) =>
        Read(table, Encoding.UTF8).Faults.Should().Contain(x => x.Row == row && x.Code == code);

    public static TheoryData<string, int, string> Broken =>
        new()
        {
            {
                Exchange(Document("1", "10.00", "А")).Replace("КонецФайла", "", StringComparison.Ordinal),
                27,
                "statement.truncated"
            },
            {
                Exchange(Document("1", "10.00", "А").Replace("\nКонецДокумента", "", StringComparison.Ordinal)),
                13,
                "statement.truncated"
            },
            { ExchangeOf("Windows", "", Document("1", "10.00", "А")), 1, "statement.account_missing" },
            { Exchange(Document("1", "10.00", "А", own: "40702810900000000777")), 13, "statement.account_foreign" },
            { Exchange(Document("1", "-10.00", "А")), 16, "statement.amount_invalid" },
            { Exchange(Document("1", "10.005", "А")), 16, "statement.amount_invalid" },
            { Exchange(Document("1", new string('9', 40), "А")), 16, "statement.amount_invalid" },
            { Exchange(Document("1", "", "А")), 16, "statement.amount_missing" },
            { Exchange(Document("1", "10.00", "А", date: "99.99.9999")), 15, "statement.date_invalid" },
            { Exchange(Document("1", "10.00", "А", date: "")), 13, "statement.date_missing" },
        };

    [Theory, MemberData(nameof(Broken))]
    public void A_fault_of_an_exchange_file_is_named_with_its_line(string text, int row, string code)
    {
        var (file, faults) = Read(text);
        file.Should().BeNull();
        faults.Should().Contain(x => x.Row == row && x.Code == code);
    }

    [Fact]
    public void A_purpose_over_millions_of_lines_is_read_in_the_time_of_its_size()
    {
        var file = Bytes(
            Exchange(Document("1", "10.00", "Оплата" + string.Concat(Enumerable.Repeat("\nаб", 1_700_000)))),
            crlf: false
        );
        file.Length.Should().BeInRange(5_000_000, 5 * 1024 * 1024);
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        var (read, _) = StatementReader.Read(file, Rub, null);
        System
            .Diagnostics.Stopwatch.GetElapsedTime(begun)
            .Should()
            .BeLessThan(TimeSpan.FromSeconds(10), "it would be hours if every line copied all before it");
        read!.Entries.Should().ContainSingle().Which.Purpose.Should().StartWith("Оплата аб аб").And.HaveLength(2000);
    }

    [Theory]
    [
        InlineData("9", 2_000_000),
        InlineData("1,", 2_000_000),
        InlineData("111.", 1_000_000),
        InlineData("1\n", 1_000_000)
    ]
    public void A_sum_of_millions_of_characters_is_a_fault(string part, int times) =>
        Read(Exchange(Document("1", string.Concat(Enumerable.Repeat(part, times)), "А")))
            .Faults.Should()
            .ContainSingle()
            .Which.Should()
            .Match<StatementFault>(x => x.Row == 16 && x.Code == "statement.amount_invalid");

    [Theory, InlineData("\uFFFE"), InlineData("\uFDD0"), InlineData("\u0001"), InlineData("\u0085")]
    public void A_line_with_a_character_that_no_text_has_is_named(string character)
    {
        var text = Exchange(Document("17", "10.00", $"Оплата{character}по счёту"));
        var row =
            text.Split('\n').Index().Single(line => line.Item.Contains(character, StringComparison.Ordinal)).Index + 1;

        var (file, faults) = Read(text, Encoding.UTF8);

        (file, faults.Select(fault => (fault.Row, fault.Code)).ToArray())
            .Should()
            .BeEquivalentTo(((StatementFile?)null, new[] { (row, "text.invalid_character") }));
    }

    [Fact]
    public void No_input_breaks_the_reader()
    {
        var words = Exchange(Document("1", "10.00", "А"))
            .Split('\n')
            .Concat([
                "date;amount;account",
                "05.11.2026;1;1",
                "\"",
                ";;;",
                "=",
                "Сумма=",
                "РасчСчет=",
                "СекцияДокумент",
                "и ещё",
                "\u0000",
                "\uFFFD",
                "\u001a",
            ])
            .ToArray();
        var lines = Gen.Int[0, words.Length - 1]
            .Array[0, 40]
            .Select(x => Bytes(string.Join('\n', x.Select(i => words[i]))));
        var cut = Gen.Select(
            Gen.Int[0, 500],
            Gen.Byte.Array[0, 8],
            (at, bytes) => (byte[])[.. Bytes(Exchange(Document("1", "10.00", "А")))[..at], .. bytes]
        );
        Gen.OneOf(lines, cut, Gen.Byte.Array[0, 300], Gen.String.Select(Encoding.UTF8.GetBytes))
            .Sample(
                bytes =>
                {
                    var (file, faults) = StatementReader.Read(bytes, Rub, Own);
                    // Either the content or the faults: never both, never neither.
                    return file is null == faults.Count > 0
                        && (
                            file is null
                            || file.Entries.All(x => x.Amount.Amount > 0 && x.Amount.IsWhole && x.Account.Length > 0)
                        );
                },
                iter: new Cases(Few: 2000, Full: 20_000).Count
            );
    }

    [Theory]
    [InlineData("DE89370400440532013000", "EUR")]
    [InlineData("KZ000000000000000001", "USD")]
    [InlineData("KZ000000000000000002", "KZT")]
    [InlineData("40702344900000000001", "HKD")]
    [InlineData("40702840900000000001", "USD")]
    [InlineData("12345678", "RUB")]
    public void An_account_is_in_the_currency_that_its_number_names_or_that_the_company_says(
        string account,
        string currency
    )
    {
        var settings = new CompanySettings
        {
            BankAccounts =
            [
                new("DE89 3704 0044 0532 0130 00", new Currency("EUR")),
                new("KZ000000000000000001", new Currency("USD")),
            ],
        };
        var (file, faults) = StatementReader.Read(
            Encoding.UTF8.GetBytes("date;amount\n05.11.2026;5"),
            AccountCurrencies.From(settings, new Currency("RUB")),
            account
        );
        faults.Should().BeEmpty();
        file!.Entries.Single().Amount.Currency.Code.Should().Be(currency);
    }
}
