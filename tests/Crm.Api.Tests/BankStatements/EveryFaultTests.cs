using System.Diagnostics;
using System.Text;
using Crm.Api.BankStatements.Reading;
using Crm.Domain.BankStatements;
using Crm.Domain.Kernel;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>A file is read as its bank writes it, or all its faults are told at once.</summary>
public sealed class EveryFaultTests
{
    private static readonly Currency Rub = new("RUB");

    private static (StatementFile? File, IReadOnlyList<StatementFault> Faults) Read(string name) =>
        StatementReader.Read(StatementCases.Read(name), Rub, null);

    [Fact]
    public void A_letter_cut_in_half_is_named_with_its_line_and_byte()
    {
        Read("05_utf8_whole_for_comparison.txt").Faults.Should().BeEmpty();
        var bytes = StatementCases.Read("05_utf8_cut_in_a_letter.txt");
        var at = Enumerable
            .Range(0, bytes.Length)
            .First(i =>
                !IsUtf8(bytes[..(i + 3)])
                && !IsUtf8(bytes[..(i + 2)])
                && !IsUtf8(bytes[..(i + 1)])
                && !IsUtf8(bytes[..(i + 4)])
            );
        var fault = StatementReader.Read(bytes, Rub, null).Faults.Should().ContainSingle().Which;
        (fault.Row, fault.Code).Should().Be((bytes[..at].Count(one => one == '\n') + 1, "statement.byte_invalid"));
        fault.Expected.ToString().Should().Contain($"byte {at + 1} of the file");
    }

    [Fact]
    public void Broken_bytes_do_not_hide_other_faults()
    {
        byte[] file =
        [
            .. Encoding.UTF8.GetBytes("Дата;Сумма;Контрагент;Счёт\n31.02.2026;ноль;ООО Приме"),
            0xD0,
            .. Encoding.UTF8.GetBytes(";1\n05.11.2026;1,234;ООО Пример;1\n"),
        ];
        StatementReader
            .Read(file, Rub, null)
            .Faults.Select(fault => (fault.Row, fault.Code))
            .Should()
            .Equal(
                (2, "statement.byte_invalid"),
                (2, "statement.date_invalid"),
                (2, "statement.amount_invalid"),
                (3, "statement.amount_invalid")
            );
    }

    [Fact]
    public void Every_fault_of_an_exchange_file_is_told_at_once() =>
        StatementReader
            .Read(
                Bytes(
                    Exchange(
                        Document("1", "-10.00", "А", date: "99.99.9999", own: "40702810900000000777"),
                        Document("2", "", "А", date: "")
                    )
                ),
                Rub,
                null
            )
            .Faults.Select(fault => fault.Code)
            .Should()
            .BeEquivalentTo(
                "statement.account_foreign",
                "statement.date_invalid",
                "statement.amount_invalid",
                "statement.date_missing",
                "statement.amount_missing"
            );

    [Fact]
    public void A_document_that_tells_two_sums_is_refused()
    {
        var document = Document("1", "10.00", "А");
        Faults(document.Replace("Сумма=10.00", "Сумма=10.00\nСуммаПриход=12.00", StringComparison.Ordinal))
            .Should()
            .Equal("statement.amount_invalid");
        Faults(document.Replace("Сумма=10.00", "Сумма=10.00\nСумма=12.00", StringComparison.Ordinal))
            .Should()
            .Equal("statement.line_misplaced");
        Faults(document.Replace("Сумма=10.00", "Сумма=10.00\nСумма=10.00\nСуммаПриход=10", StringComparison.Ordinal))
            .Should()
            .BeEmpty();

        static IEnumerable<string> Faults(string text) =>
            StatementReader.Read(Bytes(Exchange(text)), Rub, null).Faults.Select(fault => fault.Code);
    }

    [Fact]
    public void The_dialect_of_Kazakhstan_is_read_in_tenge()
    {
        var (file, faults) = Read("06_kazakhstan.txt");
        faults.Should().BeEmpty();
        file!.Warnings.Should().BeEmpty();
        file.Entries.Select(entry =>
                (entry.Direction, entry.Amount.ToString(), entry.Number, entry.TaxId, entry.Name, entry.CounterAccount)
            )
            .Should()
            .Equal(
                (MoneyDirection.In, "54000.00 KZT", "NT-000017", "000000000017", "ТОО Пример", "KZ000000000000000777"),
                (MoneyDirection.Out, "160000.00 KZT", "NT-000018", "000000000022", "ТОО Второй", "KZ000000000000000888")
            );
        var text = Encoding.Latin1.GetString(StatementCases.Read("06_kazakhstan.txt"));
        StatementReader
            .Read(
                Encoding.Latin1.GetBytes(text.Replace("KZ000000000000000001", "KZ01", StringComparison.Ordinal)),
                Rub,
                null
            )
            .Faults.Should()
            .Contain(fault => fault.Code == "statement.account_invalid");
    }

    [Fact]
    public void A_table_is_read_as_it_comes_out_of_a_bank()
    {
        var (file, faults) = Read("08_bank_table_as_it_comes.csv");
        faults.Should().BeEmpty();
        file!.Warnings.Should().BeEmpty();
        file.Accounts.Should().Equal(Own);
        file.Entries.Select(entry =>
                (entry.Row, entry.Direction, entry.Date, entry.Amount.ToString(), entry.Name, entry.Purpose)
            )
            .Should()
            .Equal(
                (
                    6,
                    MoneyDirection.In,
                    new(2026, 11, 24),
                    "54000.00 RUB",
                    "ООО \"Пример\"",
                    "Оплата по счёту от 20.11.2026"
                ),
                (8, MoneyDirection.Out, new(2026, 11, 24), "18500.00 RUB", "ООО Второй пример", "Аренда")
            );
    }

    [Fact]
    public void A_quote_that_never_closes_swallows_no_row()
    {
        var (file, _) = StatementReader.Read(
            Encoding.UTF8.GetBytes(
                "date;amount;payer;purpose\n05.11.2026;1;\"Ромашка;А\n05.11.2026;2;ООО \"Б\";\"В\n05.11.2026;3;Г;Д\""
            ),
            Rub,
            Own
        );
        file!.Entries.Select(entry => entry.Amount.Amount).Should().Equal(1, 2, 3);
    }

    public static TheoryData<string> Laborious => ["quotes", "columns", "accounts"];

    /// <summary>An upload is at most 5 MiB: its reading takes a time that grows with its size, and not with its square.</summary>
    [Theory, MemberData(nameof(Laborious))]
    public void No_file_takes_more_work_than_its_size(string kind)
    {
        var text = kind switch
        {
            "quotes" => "date;amount;purpose\n" + string.Concat(Enumerable.Repeat("\"a;", 200_000)),
            "columns" => new string(';', 50_000)
                + "date;amount\n"
                + string.Concat(Enumerable.Repeat("05.11.2026;1\n", 5000)),
            _ => ClientBankExchange.Mark
                + "\n"
                + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"РасчСчет=40702810900000{i:000000}\n"))
                + string.Concat(
                    Enumerable.Repeat(
                        $"СекцияДокумент=П\nДата=05.11.2026\nСумма=1\nПолучательСчет={Own}\nКонецДокумента\n",
                        9000
                    )
                )
                + "КонецФайла\n",
        };
        var watch = Stopwatch.StartNew();
        StatementReader.Read(Encoding.UTF8.GetBytes(text), Rub, Own);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    private static bool IsUtf8(byte[] bytes)
    {
        try
        {
            new UTF8Encoding(false, true).GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
