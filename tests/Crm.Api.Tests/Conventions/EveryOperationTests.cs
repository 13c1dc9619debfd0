using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Crm.Api.Tests.Access;
using Crm.Api.Tests.BankStatements;
using Crm.Api.Tests.Contract;

namespace Crm.Api.Tests.Conventions;

/// <summary>
/// Every operation is called with its whole sample on a new store, and every read after it. CI runs the same on the image
/// (<c>CRM_IMAGE_URL</c>, <c>CRM_IMAGE_KEY</c>): code that trimming removed by mistake answers differently there (ADR 23).
/// </summary>
public sealed partial class EveryOperationTests
{
    [Fact]
    public async Task Every_operation_answers_and_on_the_image_as_here()
    {
        await using var app = await CrmApp.Start();
        var table = Table.Of(app);
        List<string> faults = [];
        var here = await Answers(await app.As(), table, faults);
        string.Join('\n', faults.Distinct()).Should().BeEmpty("clients are generated from the contract");
        here.Should().NotContain(x => x.Contains(" 5", StringComparison.Ordinal));
        here.Count.Should().BeGreaterThan(table.Count);
        here.Count(x => x.Contains(" 20", StringComparison.Ordinal))
            .Should()
            .BeGreaterThan(130, "a refusal runs little of what an operation is");

        if (Environment.GetEnvironmentVariable("CRM_IMAGE_URL") is not { } url)
            return;
        using var http = new HttpClient(new ThisYear()) { BaseAddress = new Uri(url) };
        var there = await Answers(new(http, Environment.GetEnvironmentVariable("CRM_IMAGE_KEY")), table, []);
        // Only a host in Development creates keys for other users over HTTP.
        here.Zip(there)
            .Where(x => x.First != x.Second && x is not ("createApiKey 201", "createApiKey 403 api_key.foreign_user"))
            .Should()
            .BeEmpty();
        there.Count.Should().Be(here.Count);
        using var contract = new HttpRequestMessage(HttpMethod.Get, "/openapi/crm.v1.json");
        contract.Headers.Authorization = new("Bearer", Environment.GetEnvironmentVariable("CRM_IMAGE_KEY"));
        using var served = await http.SendAsync(contract);
        (await served.Content.ReadAsStringAsync())
            .Should()
            .Be((await File.ReadAllTextAsync(Path.Combine(Repository.Root, "openapi/crm.v1.json"))).TrimEnd('\n'));
        (await http.GetAsync(new Uri("/docs/index.html", UriKind.Relative))).IsSuccessStatusCode.Should().BeTrue();
    }

    /// <summary>Future dates of the samples follow the clock of the tests; the image uses the real clock.</summary>
    private sealed class ThisYear() : DelegatingHandler(new HttpClientHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            if (request.Content is StringContent { Headers.ContentType: { } type } content)
            {
                var (ending, next) = ($"{DateTime.UtcNow.Year}", $"{DateTime.UtcNow.Year + 1}");
                var text = Coming()
                    .Replace(
                        await content.ReadAsStringAsync(cancellationToken),
                        x => x.Value == "2026" ? ending : next
                    );
                request.Content = new StringContent(text, System.Text.Encoding.UTF8)
                {
                    Headers = { ContentType = type },
                };
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }

    private static async Task<List<string>> Answers(
        Testing.Api api,
        IReadOnlyList<(string Method, string Path, Crm.Api.Routing.Operation Operation)> table,
        List<string> faults
    )
    {
        var names = await HostileHost.Arrange(api);
        List<string> answers = [];
        void Add(string id, Answer answer)
        {
            answers.Add(answer.Status < 400 ? $"{id} {answer.Status}" : $"{id} {answer.Status} {answer.Code}");
            faults.AddRange(AnswerFaults.Of(id, answer));
        }

        Add(
            "importProducts",
            await Upload(api, "/products/import", "text/csv", "code,name,unit\nA-1,Кабель,м\n"u8.ToArray())
        );
        Add(
            "importRates",
            await Upload(
                api,
                "/exchange-rates/import",
                "text/csv",
                "base,quote,validOn,rate\nUSD,RUB,2026-01-01,90.5\n"u8.ToArray()
            )
        );
        names["statement"] = (
            await api.Import(
                StatementFiles.Bytes(StatementFiles.Exchange(StatementFiles.Document("1", "1.00", "Займ")))
            )
        )
            .Must(201)
            .Id;
        Add(
            "uploadLogo",
            await api.SendRaw(
                HttpMethod.Put,
                "/settings/branding/logo",
                Typed("image/png", Printing.PictureTests.Png(4, 2, 6, 8)),
                [("If-Match", (await api.Get("/settings")).ETag!)]
            )
        );
        using var form = new MultipartFormDataContent
        {
            { new StringContent("да", System.Text.Encoding.UTF8, "text/plain"), "file", "a.txt" },
        };
        Add("attach", await api.SendRaw(HttpMethod.Post, $"/deals/{names["deal"]}/attachments", form, []));
        Add("preview", await api.Preview("createComment", new { dealId = names["deal"] }, new { text = "да" }));
        await Read();

        // Operations that end something run after those that need it.
        foreach (var row in SampleBody.All.OrderBy(x => Ending().IsMatch(x.Id)))
        {
            var path = HostileHost.Fill(names, row.Path);
            foreach (var body in new[] { HostileHost.Fill(names, row.Least), Whole(names, row) })
            {
                var header =
                    row.Method == HttpMethod.Post
                        ? ("Idempotency-Key", Guid.NewGuid().ToString())
                        : (
                            "If-Match",
                            (await api.Get(path.Split('?')[0].Replace("/draft", "", StringComparison.Ordinal))).ETag
                                ?? "\"1-0\""
                        );
                var answer = await api.Send(row.Method, path, body, [header]);
                Add(row.Id, answer);
                if (answer.Status == 201 && answer["id"] is { } id)
                    names.TryAdd(Noun(path), (string)id!);
            }
        }

        await Read();
        return answers;

        async Task Read()
        {
            foreach (
                var (_, path, operation) in table
                    .Where(x => x.Method == "GET")
                    .OrderBy(x => x.Operation.Id, StringComparer.Ordinal)
            )
            {
                var address = HostileHost.Address(names, path);
                Add(operation.Id, await api.Get(address));
                // Razor sets the parameters of a page by reflection, so trimming could break it without touching PDF.
                if (operation.Id is "printProposal" or "printInvoice")
                    Add(operation.Id + " as HTML", await api.Get(address, ("Accept", "text/html")));
            }
        }
    }

    /// <summary>The member type of a collection: <c>write-offs</c>, a <c>writeOff</c>.</summary>
    private static string Noun(string path)
    {
        var words = path.Split('/')[^1].Split('-');
        var noun = words[0] + string.Concat(words.Skip(1).Select(x => char.ToUpperInvariant(x[0]) + x[1..]));
        return noun.TrimEnd('s');
    }

    private static string Whole(Dictionary<string, string> names, SampleBody row)
    {
        var all = (JsonObject)JsonNode.Parse(HostileHost.Fill(names, row.Least))!;
        foreach (var (name, value) in (JsonObject)JsonNode.Parse(HostileHost.Fill(names, row.More))!)
            all[name] = value?.DeepClone();
        return all.ToJsonString();
    }

    private static ByteArrayContent Typed(string media, byte[] bytes) =>
        new(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(media) } };

    private static Task<Answer> Upload(Testing.Api api, string path, string media, byte[] bytes) =>
        api.SendRaw(HttpMethod.Post, path, Typed(media, bytes), [("Idempotency-Key", Guid.NewGuid().ToString())]);

    [GeneratedRegex("2027(?=-)|2026(?=-12-31)", RegexOptions.None, 1000)]
    private static partial Regex Coming();

    [GeneratedRegex(
        "^(close|cancel|revoke|withdraw|decline|reject|retire|delete|deactivate|archive|convert|move|updateUser|updateRole|publish)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Ending();
}
