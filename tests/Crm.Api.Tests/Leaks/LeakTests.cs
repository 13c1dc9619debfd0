using System.Net.Http.Headers;
using System.Text;
using Crm.Api.Tests.Access;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Api.Tests.Leaks;

/// <summary>
/// Secrets are seeded (a key, a token, the database's password, personal text) and everything is made to fail. No answer and no log
/// line contains one of them, and no answer reveals internals.
/// </summary>
public sealed class LeakTests : IAsyncLifetime
{
    private const string Person = "Мария Тайнова";
    private const string Phone = "+79160000042";
    private static readonly string[] Inside =
    [
        "Exception",
        "   at ",
        "Crm.Api",
        "Npgsql",
        "Marten",
        "mt_doc",
        "mt_events",
        "select ",
        "insert into",
        "Host=",
        ".cs:",
        "42P01",
        "relation ",
    ];
    private readonly Forge forge = new();
    private readonly CapturedLog log = new();
    private readonly List<Answer> refused = [];
    private CrmApp app = null!;
    private Testing.Api api = null!;
    private string client = "";

    public async ValueTask InitializeAsync()
    {
        app = await CrmApp.Start(
            null,
            x => x.Logging.AddProvider(log),
            ("Auth:Issuer", Forge.Issuer),
            ("Auth:Audience", Forge.Audience),
            ("Auth:Jwks", forge.Jwks)
        );
        forge.Now = app.Clock.GetUtcNow();
        api = await app.As();
        client = (
            await api.PostOnce(
                "/clients",
                new { name = Person, contacts = new[] { new { name = Person, phone = Phone } } }
            )
        )
            .Must(201)
            .Id;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        forge.Dispose();
        log.Dispose();
    }

    [Fact]
    public async Task Nothing_secret_leaves_by_an_error()
    {
        await Malformed();
        await Hostile();
        await Conflicts();
        await Unbelieved();
        var before = refused.Count;
        await Broken("alter table crm.mt_doc_client rename to gone", "alter table crm.gone rename to mt_doc_client");
        await Broken(
            "alter table crm.mt_doc_client add constraint never check (id is null) not valid",
            "alter table crm.mt_doc_client drop constraint never"
        );
        refused
            .Skip(before)
            .Select(x => x.Code)
            .Should()
            .HaveCountGreaterThan(3)
            .And.OnlyContain(x => x == "internal.error");
        await Unnoted();
        refused.Should().HaveCountGreaterThan(50);
        refused
            .Where(x => x.Status < 400 || x.Headers["Content-Type"] != "application/problem+json")
            .Select(x => $"{x.Status} {x.Text}")
            .Should()
            .BeEmpty();
        string[] secrets =
        [
            api.Key!,
            api.Key![4..],
            Crm.Api.Access.ApiKeyCache.Hash(api.Key),
            forge.Token(),
            forge.Token().Split('.')[2],
            new NpgsqlConnectionStringBuilder(app.ConnectionString).Password!,
            Person,
            Phone,
            "Тайнова",
        ];
        foreach (var answer in refused)
        foreach (var hidden in secrets.Concat(Inside))
            answer.Text.Should().NotContain(hidden);

        log.Lines.Should()
            .Contain(x => x.Contains("Unexpected fault", StringComparison.Ordinal), "the log is the host's");
        foreach (var line in log.Lines)
        foreach (var hidden in secrets)
            line.Should().NotContain(hidden);
        foreach (var line in log.Lines.Where(x => x.StartsWith("Crm.", StringComparison.Ordinal)))
        foreach (var hidden in (string[])["   at ", "select ", "insert into", "update "])
            line.Should().NotContain(hidden);
    }

    private async Task Malformed()
    {
        foreach (
            var body in (string[])
                [
                    "{\"name\":\"" + Person,
                    "{\"name\":\"" + Person + "\",}",
                    "[\"" + Phone + "\"]",
                    "{\"nickname\":\"" + Person + "\"}",
                    "{\"name\":{\"x\":\"" + Phone + "\"}}",
                    "{\"name\":\"" + Person + "\\u0000\"}",
                    "{\"name\":\"А\",\"kind\":\"" + Person + "\"}",
                    "{\"name\":\"А\",\"id\":\"" + Person + "\"}",
                    Person,
                ]
        )
            await Refused("POST", "/clients", body);
        using var form = new StringContent(Person, Encoding.UTF8, "text/plain");
        refused.Add(await api.SendRaw(HttpMethod.Post, "/clients", form, []));
        using var large = new StringContent(
            Person + new string('x', 2_000_000),
            Encoding.UTF8,
            new MediaTypeHeaderValue("application/json")
        );
        refused.Add(await api.SendRaw(HttpMethod.Post, "/clients", large, []));
    }

    private async Task Hostile()
    {
        foreach (
            var text in (string[])
                [
                    "' or '1'='1",
                    "1; drop table deals; --",
                    "\\x27",
                    "%00",
                    "$1",
                    "{{7*7}}",
                    "../../etc/passwd",
                    "1e999",
                    "99999999999999999999999999999999",
                ]
        )
        {
            var escaped = Uri.EscapeDataString(text);
            foreach (
                var query in (string[])
                    [
                        "limit",
                        "cursor",
                        "sort",
                        "asOf",
                        "knownAt",
                        "count",
                        "nonsense",
                        "expectedAmount.gte",
                        "managerId",
                        "updatedAt.lt",
                    ]
            )
                await Refused("GET", $"/deals?{query}={escaped}");
            foreach (var path in (string[])["/deals/", "/clients/", "/deal-kinds/"])
                await Refused("GET", path + escaped);
            refused.Add(await api.Get("/reports/sales-funnel", ("Crm-Min-Position", text)));
            refused.Add(
                await api.Post(
                    "/deals",
                    new
                    {
                        title = "А",
                        source = text,
                        kind = text,
                    },
                    ("Idempotency-Key", Guid.NewGuid().ToString())
                )
            );
        }
    }

    private async Task Conflicts()
    {
        await Refused("POST", "/clients", $$"""{"id":"{{client}}","name":"{{Person}} другая"}""");
        await Refused("POST", "/deals", $$"""{"id":"{{client}}","title":"{{Person}}"}""");
        (await api.Post("/sources", new { code = "tajnova", title = Person })).Must(201);
        await Refused("POST", "/sources", $$"""{"code":"tajnova","title":"{{Phone}}"}""");
        await Refused(
            "POST",
            "/deals",
            $$"""{"title":"{{Person}}","clientId":"0198f3a0-0000-7000-8000-00000000dead"}"""
        );
        refused.Add(
            await api.Send(
                HttpMethod.Patch,
                "/clients/" + client,
                new { name = Person + " новая" },
                [("If-Match", "\"77-x\"")]
            )
        );
        var key = ("Idempotency-Key", "one");
        (await api.Post("/deals", new { title = Person }, key)).Must(201);
        refused.Add(await api.Post("/deals", new { title = Phone }, key));
    }

    private async Task Unbelieved()
    {
        foreach (
            var credential in (string[])
                [
                    api.Key! + "x",
                    forge.Token() + "x",
                    forge.Token(c => c["aud"] = "other"),
                    forge.Token(c => c["sub"] = Person + "\n"),
                ]
        )
            refused.Add(await app.Anonymous().Get("/me", ("Authorization", "Bearer " + credential)));
        refused.Add(await app.Anonymous().Get("/me?access_token=" + forge.Token()));
        refused.Add(await app.Anonymous().Get("/me", ("Authorization", "Basic " + api.Key)));
    }

    /// <summary>A dependency of the host fails while it serves.</summary>
    private async Task Broken(string breaks, string mends)
    {
        await app.Execute(breaks);
        try
        {
            refused.Add(
                await api.PostOnce(
                    "/clients",
                    new { name = Person, contacts = new[] { new { name = Person, phone = Phone } } }
                )
            );
            refused.Add(await api.Post($"/clients/{client}/contacts", new { name = Person, phone = Phone }));
            if (breaks.Contains("rename", StringComparison.Ordinal))
                await Refused("GET", "/clients/" + client);
        }
        finally
        {
            await app.Execute(mends);
        }
    }

    /// <summary>A denial that cannot be logged: its path may contain anything.</summary>
    private async Task Unnoted()
    {
        await app.Execute("alter table crm.security_log rename to gone");
        await Refused("GET", "/deal-kinds/" + Uri.EscapeDataString(Person));
        await app.Execute("alter table crm.gone rename to security_log");
        log.Lines.Should()
            .ContainSingle(x => x.Contains("A denial was not written down", StringComparison.Ordinal))
            .Which.Should()
            .Contain("deal-kinds/{code}")
            .And.Contain("42P01");
    }

    private async Task Refused(string method, string path, string? body = null) =>
        refused.Add(await api.Send(new HttpMethod(method), path, body, []));
}
