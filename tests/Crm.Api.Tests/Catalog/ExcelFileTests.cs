using System.Text;
using static Crm.Api.Tests.Catalog.ProductFiles;

namespace Crm.Api.Tests.Catalog;

/// <summary>CSV as Excel writes it in Russia, in every import; a row is never lost with success.</summary>
[Collection(HostCollection.Name)]
public sealed class ExcelFileTests(TestHost host)
{
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;

    /// <summary>Ways in which one table is written; {0} is a code.</summary>
    public static TheoryData<string> Ways =>
        ["plain", "windows", "sep", "quoted sep", "cr", "crlf", "trailing", "utf-16", "tab"];

    [Theory, MemberData(nameof(Ways))]
    public async Task Products_are_read(string way)
    {
        var code = Fresh();
        var file = $"Код;Наименование;Единица;Цена\n{code};Кабель 3х2,5;м;1 120,50\n{code}-2;Розетка «Ёж»;шт;99,00\n";
        var answer = (await host.Api.SendFile(Written(file, way), "text/csv")).Must(200);
        Counts(answer).Should().Be((2, 2, 0, 0, 0));
        var added = (await host.Api.Get($"/products?code={code},{code}-2")).Must(200)["items"]!.AsArray();
        added
            .Select(x => ((string)x!["name"]!, (string)x["price"]!["amount"]!))
            .Should()
            .BeEquivalentTo([("Кабель 3х2,5", "1120.50"), ("Розетка «Ёж»", "99.00")]);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Rates_and_list_prices_are_read(string way)
    {
        var day = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Ways.ToList().FindIndex(x => x.Data == way) + 1:00}.02.2020"
        );
        var rates = Written($"Валюта;Дата;Курс\nHUF;{day};0,2500\n", way);
        var read = await host.Api.SendFile(rates, "text/csv", "/exchange-rates/import");
        Counts(read.Must(200)).Should().Be((1, 1, 0, 0, 0));
        var (code, list) = (Fresh(), "x" + Guid.NewGuid().ToString("N")[..8]);
        (await host.Api.Post("/products", new { name = "Стол", code })).Must(201);
        var prices = (
            await host.Api.Post(
                "/price-lists",
                new
                {
                    code = list,
                    title = "А",
                    currency = "RUB",
                }
            )
        ).Must(201).Id;
        var file = Written($"Код;Цена\n{code};1 250,75\n", way);
        read = await host.Api.SendFile(file, "text/csv", $"/price-lists/{prices}/prices/import");
        Counts(read.Must(200)).Should().Be((1, 1, 0, 0, 0));
    }

    [Fact]
    public async Task A_price_list_with_empty_columns_after_the_last_one_is_read()
    {
        var answer = (
            await host.Api.SendFile(Case("trailing-separator.csv"), "text/csv", "/products/import?dryRun=true")
        ).Must(200);
        Counts(answer).Should().Be((2, 2, 0, 0, 0));
        var more = Encoding.UTF8.GetBytes("code;name\nA1;Стол;;\nA2;Стул;x\n");
        Faults((await host.Api.SendFile(more, "text/csv")).Must(422)).Should().Equal(("/3", "import.row_length"));
    }

    [Fact]
    public async Task Inch_marks_swallow_no_rows()
    {
        var file = Case("inch-marks.csv");
        var refused = (await host.Api.SendFile(file, "text/csv")).Must(422);
        Faults(refused).Should().Equal(("/2", "import.line_break"), ("/5", "import.malformed"));
        ((string)refused["errors"]![0]!["detail"]!).Should().Contain("Line 2, column 2 (Наименование): ");
        var rest = (await host.Api.SendFile(file, "text/csv", "/products/import?mode=perItem&dryRun=true")).Must(200);
        Counts(rest).Should().Be((5, 3, 0, 0, 2));
        var quoted = Encoding.UTF8.GetBytes($"code;name\n{Fresh()};\"Угол 3/4\"\"\"\n");
        (await host.Api.SendFile(quoted, "text/csv")).Must(200);
    }

    [Theory]
    [
        InlineData("name", "/products/import"),
        InlineData("code", "/products/import"),
        InlineData("price", "/products/import")
    ]
    [InlineData("rate", "/exchange-rates/import")]
    public async Task A_line_break_inside_a_cell_is_refused_with_its_line(string column, string path)
    {
        var file = path.StartsWith("/products", StringComparison.Ordinal)
            ? $"code,name,price\n{Fresh()},\"А\",\"1\"\n{Fresh()},\"Б\",\"2\"\n"
            : "base,validOn,rate\nUSD,\"2020-01-01\",\"60\"\nUSD,\"2020-01-02\",\"61\"\n";
        var at = file.IndexOf('\n', StringComparison.Ordinal);
        var broken = column switch
        {
            "code" => file[..(at + 1)] + "\"a\nb\"" + file[file.IndexOf(',', at)..],
            "name" => file.Replace("\"Б\"", "\"Б\nВ\"", StringComparison.Ordinal),
            _ => file.Replace("\"2\"", "\"2\n\"", StringComparison.Ordinal)
                .Replace("\"61\"", "\"6\n1\"", StringComparison.Ordinal),
        };
        var line = column == "code" ? 2 : 3;
        Faults((await host.Api.SendFile(Encoding.UTF8.GetBytes(broken), "text/csv", path)).Must(422))
            .Should()
            .Contain(($"/{line}", "import.line_break"));
    }

    [Fact]
    public async Task Utf8_with_a_broken_byte_names_line_and_byte()
    {
        var file = Encoding.UTF8.GetBytes($"code;name\n{Fresh()};Стол\n{Fresh()};Стул\n").ToList();
        var at = file.LastIndexOf((byte)0xD1);
        file.RemoveAt(at + 1);
        foreach (var media in (string[])["text/csv", "text/csv; charset=utf-8"])
        {
            var refused = (await host.Api.SendFile([.. file], media)).Must(422);
            refused.Code.Should().Be("import.not_utf8");
            var fault = refused["errors"]![0]!;
            ((string)fault["pointer"]!).Should().Be("/3");
            ((string)fault["detail"]!).Should().Contain($"Line 3, byte {at + 1} ");
        }
    }

    [Fact]
    public async Task The_character_set_of_the_request_is_obeyed()
    {
        var file = Windows.GetBytes($"Код;Наименование\n{Fresh()};Стол\n");
        (await host.Api.SendFile(file, "text/csv; charset=windows-1251")).Must(200);
        (await host.Api.SendFile(file, "text/csv; charset=utf-8")).Must(422).Code.Should().Be("import.not_utf8");
        (await host.Api.SendFile(file, "text/csv; charset=koi8-r")).Must(415);
    }

    [Fact]
    public async Task Rates_of_the_Bank_of_Russia_are_read_with_their_names_and_nominals()
    {
        var answer = await host.Api.SendFile(Case("cbr-export.csv"), "text/csv", "/exchange-rates/import?dryRun=true");
        Keys(answer.Must(200)).Should().Equal("USD/RUB 2026-11-24 81.2345", "KZT/RUB 2026-11-24 0.156789");
        var sdr =
            "nominal;data;curs;cdx\n1;24.11.2026;110,5678;СДР (специальные права заимствования)\n1;25.11.2026;111;XDR\n";
        Keys((await host.Api.SendFile(Windows.GetBytes(sdr), "text/csv", "/exchange-rates/import")).Must(200))
            .Should()
            .Equal("XDR/RUB 2026-11-24 110.5678", "XDR/RUB 2026-11-25 111");
    }

    [Fact]
    public async Task The_answer_advises_nothing_that_was_done_already()
    {
        foreach (var mode in (string[])["", "?mode=perItem"])
        {
            var refused = (await host.Api.ImportProducts("code,colour\nA,B\n", mode)).Must(422);
            refused.Code.Should().Be("import.headers_faulty");
            ((string)refused["detail"]!).Should().NotContain("perItem", "it would be refused as well");
        }
    }

    private static IEnumerable<string> Keys(Answer answer) =>
        answer["items"]!.AsArray().Select(x => $"{x!["key"]} {x["changes"]![0]!["after"]}");

    private static IEnumerable<(string, string)> Faults(Answer answer) =>
        answer["errors"]!.AsArray().Select(x => ((string)x!["pointer"]!, (string)x["code"]!));

    private static byte[] Case(string name) =>
        File.ReadAllBytes(Path.Combine(Repository.Root, "tests/Crm.Api.Tests/Catalog", name));

    private static byte[] Written(string file, string way) =>
        way switch
        {
            "windows" => Windows.GetBytes(file.Replace("\n", "\r\n", StringComparison.Ordinal)),
            "sep" => Windows.GetBytes("sep=|\r\n" + file.Replace(';', '|')),
            "quoted sep" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("\"sep=;\"\n" + file)],
            "cr" => Windows.GetBytes(file.Replace('\n', '\r')),
            "crlf" => Encoding.UTF8.GetBytes(file.Replace("\n", "\r\n", StringComparison.Ordinal)),
            "trailing" => Encoding.UTF8.GetBytes(file.Replace("\n", ";;\n", StringComparison.Ordinal)),
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(file.Replace(';', '\t'))],
            "tab" => Encoding.UTF8.GetBytes(file.Replace(';', '\t')),
            _ => Encoding.UTF8.GetBytes(file),
        };
}
