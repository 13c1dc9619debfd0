using System.Globalization;
using System.Text.Json.Nodes;
using Crm.Api.Tests.Access;

namespace Crm.Api.Tests.Contract;

/// <summary>
/// What the contract says of tags, positions and links of a read is what the host sends, for every GET: a client that polls
/// relies on it.
/// </summary>
[Collection(CompanyCollection.Name)]
public sealed class ConditionalReadTests(Company company)
{
    public static TheoryData<string, string> Reads
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var (name, operation) in ContractFile.Operations(ContractFile.Read()))
                if (name.StartsWith("GET ", StringComparison.Ordinal))
                    rows.Add((string)operation["operationId"]!, name["GET ".Length..]);
            return rows;
        }
    }

    [Theory, MemberData(nameof(Reads))]
    public async Task A_read_sends_the_headers_that_the_contract_states(string id, string path)
    {
        var address = await Address(id, path);

        var answer = (await Get(address)).Must(200);

        Sent(answer, "ETag").Should().Be(Stated(path, "200", "ETag"), "ETag");
        Sent(answer, "Crm-Position").Should().Be(Stated(path, "200", "Crm-Position"), "Crm-Position");
        var hasNext = answer.Text.Contains("\"nextCursor\":\"", StringComparison.Ordinal);
        Sent(answer, "Link").Should().Be(hasNext, "Link leads to nextCursor");
        if (IsJson(answer) && answer.Json is JsonObject body)
            body.ContainsKey("nextCursor").Should().Be(Stated(path, "200", "Link"), "lists have pages");
    }

    [Theory, MemberData(nameof(Reads))]
    public async Task A_read_is_conditional_where_the_contract_states_304(string id, string path)
    {
        var address = await Address(id, path);
        var first = (await Get(address)).Must(200);
        var isConditional = Responses(path).ContainsKey("304");

        isConditional.Should().Be(Sent(first, "ETag"), "a tag is for asking again");
        Parameters(path).Contains("If-None-Match").Should().Be(isConditional);
        var again = await Get(address, ("If-None-Match", first.ETag!));

        again.Must(304).Text.Should().BeEmpty();
        again.ETag.Should().Be(first.ETag);
        Sent(again, "Crm-Position").Should().Be(Stated(path, "304", "Crm-Position"), "Crm-Position");
        Sent(again, "Link").Should().BeFalse();
        (await Get(address, ("If-None-Match", "\"another\""))).Must(200);
        (await Get(address, ("If-None-Match", "\"another\", " + Weakened(first.ETag!)))).Must(304);
    }

    [Fact]
    public async Task A_list_states_and_sends_the_link_to_its_next_page()
    {
        var seen = 0;
        foreach (var (id, path) in Reads.Select(row => row.Data))
            if (Stated(path, "200", "Link"))
            {
                var address = await Address(id, path);
                var page = (await Get(address + (address.Contains('?') ? "&limit=1" : "?limit=1"))).Must(200);
                Sent(page, "Link").Should().Be(page["nextCursor"] is not null, id);
                if (Sent(page, "Link"))
                    seen++;
            }

        seen.Should().BeGreaterThan(25, "most lists have a second page here");
    }

    [Theory]
    [InlineData("/reports/sales-funnel")]
    [InlineData("/reports/sales-funnels")]
    [InlineData("/reports/lost-reasons?by=stage")]
    [InlineData("/reports/gross-profit?by=month")]
    public async Task A_report_has_changed_only_when_its_numbers_have(string report)
    {
        var written = (await company.Admin.Post("/products", new { name = "Стол" })).Must(201);
        var first = (await Get(report, ("Crm-Min-Position", written.Headers["Crm-Position"]))).Must(200);
        var another = (await company.Admin.Post("/products", new { name = "Стул" })).Must(201);

        var again = await Get(
            report,
            ("Crm-Min-Position", another.Headers["Crm-Position"]),
            ("If-None-Match", first.ETag!)
        );

        again.Must(304);
        long.Parse(again.Headers["Crm-Position"], CultureInfo.InvariantCulture)
            .Should()
            .BeGreaterThan(long.Parse(first.Headers["Crm-Position"], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_file_of_a_list_has_no_tag()
    {
        var file = (await company.Admin.Get("/products", ("Accept", "text/csv"), ("If-None-Match", "*"))).Must(200);

        Sent(file, "ETag").Should().BeFalse();
    }

    /// <summary>What a user has of their own is read with a key of a user.</summary>
    private Task<Answer> Get(string address, params (string Name, string Value)[] headers) =>
        (address.Contains("/me/", StringComparison.Ordinal) ? company.As("administrator") : company.Admin).Get(
            address,
            headers
        );

    private async Task<string> Address(string id, string path)
    {
        if (id == "getDealKindDraft")
            await company.WriteDraft();
        var address = company
            .OwnOf("administrator")
            .Aggregate(path, (at, value) => at.Replace("{" + value.Key + "}", value.Value, StringComparison.Ordinal));
        return id == "listExchangeRateHistory" ? await Rates(address) : address;
    }

    private async Task<string> Rates(string address)
    {
        foreach (var day in (string[])["2026-01-01", "2026-01-02"])
            (
                await company.Admin.Post(
                    "/exchange-rates",
                    new
                    {
                        @base = "USD",
                        quote = "RUB",
                        validOn = day,
                        rate = "90.5",
                    }
                )
            ).Must(200);
        return address + "?base=USD&quote=RUB";
    }

    private static JsonObject Responses(string path) =>
        ContractFile.Read()["paths"]![path]!["get"]!["responses"]!.AsObject();

    private static IEnumerable<string> Parameters(string path)
    {
        var contract = ContractFile.Read();
        return contract["paths"]![path]!["get"]!["parameters"]!
            .AsArray()
            .Select(parameter => (string)ContractFile.Resolve(contract, parameter!)["name"]!);
    }

    private static bool Stated(string path, string status, string header)
    {
        var contract = ContractFile.Read();
        var responses = contract["paths"]![path]!["get"]!["responses"]!;
        return responses[status] is { } response
            && ContractFile.Resolve(contract, response)["headers"]?[header] is not null;
    }

    private static bool Sent(Answer answer, string header) => answer.Headers.ContainsKey(header);

    private static bool IsJson(Answer answer) =>
        answer.Headers["Content-Type"].StartsWith("application/json", StringComparison.Ordinal);

    /// <summary>As a proxy writes a tag that compresses the answer.</summary>
    private static string Weakened(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag : "W/" + tag;
}
