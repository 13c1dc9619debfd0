using System.Diagnostics;
using Crm.Domain.BankStatements;

namespace Crm.Domain.Tests.BankStatements;

/// <summary>A movement is known again in whatever file it stands, and two real payments stay two.</summary>
public sealed class MeetStoredLinesTests
{
    private static readonly StatementEntry Entry = new(
        1,
        MoneyDirection.In,
        "40702810900000000001",
        "17",
        new(2026, 11, 23),
        new(2026, 11, 24),
        Roubles(54000),
        "ООО Пример",
        "0500000175",
        "40702810800000000777",
        "Оплата по счету N 5 от 20.11.2026, в т.ч. НДС"
    );

    private static StatementLine Stored(StatementEntry x, int id = 500, UserId? by = null) =>
        new(
            new(Id(id)),
            new(Id(501)),
            x.Row,
            x.Direction,
            x.Account,
            x.Number,
            x.Date,
            x.BookedOn,
            x.Amount,
            new(Sealed(x.Name), Sealed(x.TaxId), Sealed(x.CounterAccount)),
            Sealed(x.Purpose),
            by ?? Anna
        );

    private static Personal? Sealed(string? text) => text is null ? null : Text(text);

    private static IReadOnlyList<MetLine> Meet(
        IReadOnlyCollection<StatementEntry> entries,
        params StatementLine[] stored
    ) => MeetStoredLines.Meet(entries, stored, importer => importer == Anna);

    private static Likeness Compare(StatementEntry entry) => MovementIdentity.Compare(entry, Stored(Entry));

    public static TheoryData<string> OtherLayouts =>
        ["zeros", "kpp", "no account", "no tax id", "no day", "case and signs"];

    [Theory, MemberData(nameof(OtherLayouts))]
    public void One_payment_in_another_layout_is_one(string layout) =>
        Compare(
                layout switch
                {
                    "zeros" => Entry with { Number = "000017" },
                    "kpp" => Entry with { TaxId = "0500000175/050001001", CounterAccount = null },
                    "no account" => Entry with { CounterAccount = null },
                    "no tax id" => Entry with { TaxId = null, Name = "Пример, ООО (г. Москва)" },
                    "no day" => Entry with { BookedOn = null, Account = "40702.810.9.00000000001" },
                    _ => Entry with
                    {
                        Purpose = "оплата по счету № 5 от 20 11 2026 в т.ч. НДС",
                        CounterAccount = "40702 81080 00000 00777",
                    },
                }
            )
            .Should()
            .Be(layout == "case and signs" ? Likeness.Possible : Likeness.Same);

    public static TheoryData<string> Doubts =>
        [
            "no party",
            "no number",
            "no purpose",
            "other number",
            "other purpose",
            "other account",
            "other tax id",
            "other day",
            "day of the operation",
        ];

    [Theory, MemberData(nameof(Doubts))]
    public void A_part_that_is_missing_or_unlike_makes_a_line_doubtful(string doubt)
    {
        var entry = doubt switch
        {
            "no party" => Entry with { TaxId = null, CounterAccount = null },
            "no number" => Entry with { Number = "0" },
            "no purpose" => Entry with { Purpose = " " },
            "other number" => Entry with { Number = "18" },
            "other purpose" => Entry with { Purpose = "Оплата по счету N 6" },
            "other account" => Entry with { CounterAccount = "40702810800000000778" },
            "other tax id" => Entry with { TaxId = "0500000182" },
            "other day" => Entry with { Date = new(2026, 11, 25), BookedOn = null },
            _ => Entry with { Date = new(2026, 11, 24), BookedOn = null },
        };
        Compare(entry).Should().Be(Likeness.Possible);
        Meet([entry], Stored(Entry)).Should().Equal(new MetLine(entry, new(Id(500)), false));
    }

    [Fact]
    public void Two_parts_that_are_unlike_are_another_movement_and_so_is_another_day_without_a_number()
    {
        Compare(Entry with { Number = "18", Purpose = "Аренда" }).Should().Be(Likeness.Other);
        Compare(Entry with { Amount = Roubles(54001) }).Should().Be(Likeness.Other);
        Compare(Entry with { Direction = MoneyDirection.Out }).Should().Be(Likeness.Other);
        var without = Entry with { Number = "б/н" };
        MovementIdentity
            .Compare(without with { Date = new(2026, 11, 25) }, Stored(without))
            .Should()
            .Be(Likeness.Other);
    }

    [Fact]
    public void A_payment_order_is_known_again_by_the_day_on_which_it_was_carried_out()
    {
        var ordered = Entry with { BookedOn = null };
        Compare(ordered with { Date = new(2026, 12, 3) }).Should().Be(Likeness.Possible, "it is valid for ten days");
        Compare(ordered with { Date = new(2026, 12, 4) }).Should().Be(Likeness.Other);
    }

    [Fact]
    public void One_document_on_two_days_of_the_operation_is_doubtful_also_without_a_number()
    {
        var without = Entry with { Number = null };
        MovementIdentity
            .Compare(without with { BookedOn = new(2026, 11, 25) }, Stored(without))
            .Should()
            .Be(Likeness.Possible);
    }

    [Fact]
    public void The_kth_equal_line_meets_the_kth_stored_one()
    {
        Meet([Entry, Entry]).Should().OnlyContain(line => !line.IsRepeated && line.Repeats == null);
        Meet([Entry, Entry, Entry], Stored(Entry), Stored(Entry, 510))
            .Should()
            .Equal(
                new MetLine(Entry, new(Id(500)), true),
                new MetLine(Entry, new(Id(510)), true),
                new MetLine(Entry, null, false)
            );
    }

    [Fact]
    public void A_line_that_is_met_makes_no_other_one_doubtful()
    {
        var second = Entry with { Row = 2, Purpose = "Заказ 502" };
        Meet([second, Entry], Stored(Entry))
            .Should()
            .Equal(new MetLine(second, null, false), new MetLine(Entry, new(Id(500)), true));
    }

    [Fact]
    public void The_word_of_another_user_is_not_enough()
    {
        Meet([Entry], Stored(Entry, by: Boris)).Should().Equal(new MetLine(Entry, new(Id(500)), false));
        Meet([Entry], Stored(Entry, by: Boris), Stored(Entry, 510))
            .Should()
            .Equal(new MetLine(Entry, new(Id(510)), true));
    }

    [Fact]
    public void A_long_file_of_one_sum_is_compared_in_a_short_time()
    {
        var entries = Enumerable
            .Range(0, 4000)
            .Select(i => Entry with { Row = i, Number = $"{i + 1}", Purpose = $"Оплата по счету {i}", TaxId = null })
            .ToArray();
        var stored = entries.Select(
            (entry, i) => Stored(entry with { Number = $"{i + 50_000}", Purpose = $"Заказ {i}" }, 5000 + i)
        );
        var watch = Stopwatch.StartNew();
        Meet(entries, [.. stored]).Should().OnlyContain(line => line.Repeats == null);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(15));
    }
}
