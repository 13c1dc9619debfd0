using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Crm.Api.OpenApi;
using Crm.Domain.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Contract;

/// <summary>The contract and its page as a host outside Development serves them: the document needs a key, the page asks for one.</summary>
public sealed class ContractPageTests(ContractPageTests.PrivateHost host) : IClassFixture<ContractPageTests.PrivateHost>
{
    private const string Document = "/openapi/crm.v1.json";
    private const string Shell = "/docs/index.html";

    public static TheoryData<string, string?> Encodings =>
        new()
        {
            { "", null },
            { "gzip", "gzip" },
            { "br", "br" },
            { "gzip, deflate, br", "br" },
            { "br;q=0.2, gzip;q=0.8", "gzip" },
            { "br;q=0, *", "gzip" },
            { "identity", null },
            { "deflate", null },
        };

    [Fact]
    public async Task Parallel_first_requests_generate_the_document_once()
    {
        await using var app = await PrivateHost.Start();
        var key = (await app.As(Scope.Read)).Key;
        app.Host.Services.GetRequiredService<ContractDocument>().Generations.Should().Be(0);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i => Task.Run(() => Get(app, Document, key, ("Accept-Encoding", i % 2 == 0 ? "br" : "gzip"))))
        );

        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK);
        answers.Select(answer => answer.Headers.ETag!.Tag).Distinct().Should().HaveCount(2, "one for each encoding");
        app.Host.Services.GetRequiredService<ContractDocument>().Generations.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task The_document_is_the_committed_one_under_every_encoding(string accepted, string? expected)
    {
        using var answer = await Get(host.App, Document, host.Key, ("Accept-Encoding", accepted));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentEncoding.Should().Equal(expected is null ? [] : [expected]);
        answer.Headers.Vary.Should().Contain("Accept-Encoding");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var committed = await File.ReadAllTextAsync(Path.Combine(Repository.Root, ContractFile.Current));
        if (expected is not null)
            bytes.Should().HaveCountLessThan(committed.Length / 4, "it is compressed");
        (await Text(bytes, expected)).Should().Be(committed.TrimEnd('\n'));
    }

    [Theory]
    [InlineData(Document)]
    [InlineData(Shell)]
    [InlineData("/docs/swagger-ui-bundle.js")]
    public async Task What_is_unchanged_is_304_under_the_encoding_of_its_tag(string path)
    {
        using var gzip = await Get(host.App, path, host.Key, ("Accept-Encoding", "gzip"));
        var tag = gzip.Headers.ETag!.ToString();
        using var again = await Get(host.App, path, host.Key, ("Accept-Encoding", "gzip"), ("If-None-Match", tag));
        using var plain = await Get(host.App, path, host.Key, ("If-None-Match", tag));

        again.StatusCode.Should().Be(HttpStatusCode.NotModified);
        again.Headers.ETag!.ToString().Should().Be(tag);
        (await again.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        plain.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_a_key_the_document_is_401_and_nothing_is_generated()
    {
        await using var app = await PrivateHost.Start();
        foreach (var key in (string?[])[null, "crm_guess"])
        {
            using var answer = await Get(app, Document, key, ("If-None-Match", "*"));
            answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
            answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
            answer.Headers.WwwAuthenticate.Should().NotBeEmpty();
        }

        app.Host.Services.GetRequiredService<ContractDocument>().Generations.Should().Be(0);
    }

    [Theory]
    [InlineData(Scope.Read, 200)]
    [InlineData(Scope.Admin, 200)]
    [InlineData(Scope.Write, 403)]
    public async Task The_document_needs_the_scope_read(Scope scope, int expected)
    {
        using var answer = await Get(host.App, Document, (await host.App.As(scope)).Key);
        ((int)answer.StatusCode).Should().Be(expected);
        if (expected == 200)
            answer.Headers.CacheControl!.Private.Should().BeTrue("a shared cache must not answer without a key");
    }

    [Fact]
    public async Task The_shell_of_the_page_is_public_and_asks_for_a_key()
    {
        using var answer = await Get(host.App, Shell, null);
        var html = await answer.Content.ReadAsStringAsync();
        html.Should().Contain("<form id=\"access\">").And.Contain("<input id=\"key\"").And.NotContain("/api/v1");
        foreach (
            var file in html.Split(["src=\"", "href=\""], StringSplitOptions.None)[1..].Select(x => x.Split('"')[0])
        )
        {
            using var part = await Get(host.App, "/docs/" + file, null);
            (part.StatusCode, part.Headers.ETag is null).Should().Be((HttpStatusCode.OK, false), file);
        }
    }

    [Fact]
    public async Task The_address_of_the_page_leads_to_its_shell()
    {
        foreach (var path in (string[])["/docs", "/docs/"])
        {
            using var answer = await Get(host.App, path, null);
            (answer.StatusCode, answer.Headers.Location!.ToString()).Should().Be((HttpStatusCode.Found, Shell));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Public_documents_need_no_key_and_the_page_asks_for_none(bool isSet)
    {
        await using var app = await CrmApp.Start(settings: isSet ? [("Docs:Public", "true")] : []);
        using var document = await Get(app, Document, null);
        using var shell = await Get(app, Shell, null);

        document.StatusCode.Should().Be(HttpStatusCode.OK, "it is the default in Development");
        document.Headers.CacheControl!.Public.Should().BeTrue();
        (await shell.Content.ReadAsStringAsync()).Should().Contain("<form id=\"access\" hidden>");
    }

    [Fact]
    public async Task Outside_Development_the_document_is_not_public_by_default()
    {
        await using var app = await CrmApp.InProduction(await CrmApp.PreparedDatabase());
        using var document = await Get(app, Document, null);
        using var shell = await Get(app, Shell, null);

        (document.StatusCode, shell.StatusCode).Should().Be((HttpStatusCode.Unauthorized, HttpStatusCode.OK));
    }

    private static async Task<HttpResponseMessage> Get(
        CrmApp app,
        string path,
        string? key,
        params (string Name, string Value)[] headers
    )
    {
        using var http = app.Host.Server.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request);
    }

    private static async Task<string> Text(byte[] bytes, string? encoding)
    {
        await using Stream stream = new MemoryStream(bytes);
        await using var plain = encoding switch
        {
            "br" => new BrotliStream(stream, CompressionMode.Decompress),
            "gzip" => new GZipStream(stream, CompressionMode.Decompress),
            _ => stream,
        };
        using var reader = new StreamReader(plain);
        return await reader.ReadToEndAsync();
    }

    /// <summary>One host whose document is not public.</summary>
    public sealed class PrivateHost : IAsyncLifetime
    {
        public CrmApp App { get; private set; } = null!;
        public string Key { get; private set; } = null!;

        public static Task<CrmApp> Start() => CrmApp.Start(settings: ("Docs:Public", "false"));

        public async ValueTask InitializeAsync()
        {
            App = await Start();
            Key = (await App.As(Scope.Read)).Key!;
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
