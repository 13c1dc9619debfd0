using System.IO.Compression;
using System.Text.Json.Nodes;
using Npgsql;

namespace Crm.Api.Tests.Hosting;

/// <summary>
/// A store that the build of 2026-11-30 wrote (the demo data, the walk-through and a few commands), with what that build answered.
/// This build opens it and answers the same, whatever types and namespaces were moved or renamed since: stored names are the
/// contract.
/// </summary>
public sealed class EarlierStoreTests
{
    private const string Folder = "tests/Crm.Api.Tests/Hosting/EarlierStore";
    private static readonly DateTimeOffset Dumped = new(2026, 11, 30, 10, 3, 0, TimeSpan.Zero);

    /// <summary>Members that repeat the time of the request.</summary>
    private static readonly string[] Ignored = ["asOf", "knownAt", "pinnedUrl"];

    /// <summary>Permissions that builds since have added to shipped roles; the first start changes each role once.</summary>
    private static readonly string[] Added =
    [
        "mail.anyone",
        "vat.choose",
        "backdate.money",
        "books.close",
        "books.reopen",
        "assignments.write",
        "reminders.write",
        "reminders.others",
    ];
    private const int ChangedRoles = 7;

    /// <summary>Shipped sources that the company has none of; the first start adds them.</summary>
    private static readonly string[] AddedSources =
    [
        "phone",
        "website",
        "email",
        "messenger",
        "advertising",
        "partner",
        "other",
    ];

    /// <summary>Members that builds since have added to answers.</summary>
    private static readonly string[] AddedMembers =
    [
        "advance",
        "allocations",
        "assignments",
        "balancedNeedsShipment",
        "bankAccounts",
        "body",
        "booksClosedUntil",
        "by",
        "contentType",
        "contentVersion",
        "costFrom",
        "counterpart",
        "country",
        "credited",
        "description",
        "firstDueAt",
        "freeTextLimitPercent",
        "freeTextLines",
        "fill",
        "foreignUnitCost",
        "headers",
        "mode",
        "movedFrom",
        "normDays",
        "occurredAt",
        "open",
        "payToDefaultAccount",
        "phone",
        "postponed",
        "reminders",
        "reversal",
        "retired",
        "service",
        "ownTransfer",
        "parts",
        "statementFormats",
        "writtenOff",
        "priceIncludesVat",
        "position",
        "titles",
        "version",
    ];

    /// <summary>Members of visits that builds since have renamed, by the name they have now.</summary>
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["enteredAt"] = "entered",
        ["leftAt"] = "left",
        ["reason"] = "why",
    };

    /// <summary>What that build answered wrongly: the time of the closing in place of the stage's.</summary>
    private const string Corrected = "/closing/stage/enteredAt";

    [Fact]
    public async Task Deals_histories_and_reports_are_read_and_commands_repeated_as_the_earlier_build_answered()
    {
        var recorded = JsonNode.Parse(Read("answers.json.gz"))!;
        // Its company has no details of a sample.
        await using var app = await CrmApp.Start(await Restored(), null, ("Company:Sample", "false"));
        app.Clock.SetUtcNow(Dumped);
        var api = new Testing.Api(app.Host.Server.CreateClient(), (string)recorded["key"]!);

        var differences = new List<string>();
        foreach (var read in recorded["reads"]!.AsArray())
        {
            var answer = await api.Get((string)read!["path"]!, ("Accept-Language", "ru"));
            if (Difference(answer, (string?)read["etag"], read["body"]!, (string)read["path"]!) is { } difference)
                differences.Add(difference);
        }

        differences.Should().BeEmpty();
        // Refusals are not stored under their key: they are decided again. The body of a new deal has `source` since, where it
        // had `sourceId`: another request.
        foreach (
            var write in recorded["writes"]!
                .AsArray()
                .Where(write => (int)write!["status"]! < 400 && (string)write["path"]! != "/deals")
        )
        {
            var again = await api.Post(
                (string)write!["path"]!,
                write["body"]!.ToJsonString(),
                ("Idempotency-Key", (string)write["key"]!),
                ("Accept-Language", "ru")
            );
            var answered = (string)write["answer"]!;
            again.Status.Should().Be((int)write["status"]!, again.Text);
            // The rights have changed since, so answers are rendered again.
            Difference(again.Json, JsonNode.Parse(answered), (string)write["path"]!).Should().BeNull();
        }
    }

    [Fact]
    public async Task Missing_shipped_sources_are_added_and_those_of_the_company_stay_as_they_are()
    {
        await using var app = await CrmApp.Start(await Restored());
        var api = await app.As();
        var sources = (await api.Get("/sources?limit=200", ("Accept-Language", "en"))).Must(200)["items"]!.AsArray();
        sources.Select(x => (string)x!["code"]!).Should().Contain(AddedSources).And.OnlyHaveUniqueItems();
        foreach (var code in (string[])["referral", "exhibition"])
        {
            var own = sources.Single(x => (string)x!["code"]! == code)!;
            ((string?)own["channel"]).Should().NotBeNull(code);
            ((string)own["titles"]!["en"]!).Should().Be((string)own["titles"]!["ru"]!, code);
            ((int)own["version"]!).Should().Be(1);
        }

        ((string)sources.Single(x => (string)x!["code"]! == "phone")!["title"]!).Should().Be("Phone");
    }

    [Fact]
    public async Task Shipped_kinds_of_the_earlier_build_have_norms_without_another_version()
    {
        await using var app = await CrmApp.Start(await Restored());
        app.Clock.SetUtcNow(Dumped);
        var api = await app.As();
        var kind = (await api.Get("/deal-kinds/standard-sale")).Must(200);
        ((int)kind["version"]!).Should().Be(1);
        kind["stages"]!.AsArray().Select(x => (int?)x!["normDays"]).Should().Equal(5, 5, 7, 7, 14, 5, 30);
        (await api.Get("/deal-kinds/manual-sale")).Must(200)["stages"]!
            .AsArray()
            .Select(x => (int?)x!["normDays"])
            .Should()
            .Equal(30, 30);
        var open = (await api.Get("/deals?status=open&limit=200")).Must(200)["items"]!.AsArray();
        var stale = (await api.Get("/deals?stale=true&limit=200")).Must(200)["items"]!.AsArray();
        stale.Should().NotBeEmpty();
        stale
            .Select(x => (string)x!["id"]!)
            .Should()
            .BeEquivalentTo(
                open.Where(deal =>
                        kind["stages"]!
                            .AsArray()
                            .SingleOrDefault(x => (string?)x!["code"] == (string?)deal!["stage"]?["code"])
                            is { } stage
                        && (string)deal!["kind"]!["code"]! == "standard-sale"
                        && (Dumped - (DateTimeOffset)deal["stage"]!["enteredAt"]!).TotalDays
                            > (int)stage["normDays"]! + 1
                    )
                    .Select(x => (string)x!["id"]!)
            );
    }

    [Fact]
    public async Task A_deal_of_the_earlier_build_continues_and_every_report_equals_its_rebuild()
    {
        await using var app = await CrmApp.Start(await Restored());
        app.Clock.SetUtcNow(Dumped);
        var api = await app.As();
        var deal = (await api.Get("/deals?status=open&kind=standard-sale")).Must(200)["items"]!.AsArray()[0]!;
        var path = $"/deals/{(string)deal["id"]!}";
        var called = await api.Post(path + "/interactions", new { kind = "call", description = "Договорились" });
        called.Must(201);
        var closed = await api.Post(path + "/close", new { outcome = "lost", lostReason = "price" });
        closed.Must(200);
        var report = await api.Get(
            "/reports/lost-reasons?by=reason",
            ("Crm-Min-Position", closed.Headers["Crm-Position"])
        );
        report.Must(200);
        foreach (var name in (string[])["sales-funnel", "lost-reasons", "gross-profit", "exchange-matches"])
        {
            var rebuilt = await api.Ended(await api.Post($"/projections/{name}/rebuild"));
            ((bool)rebuilt["result"]!["equal"]!).Should().BeTrue(name);
        }
    }

    [Fact]
    public async Task The_tables_of_its_reports_are_taken_over_as_they_are()
    {
        const string rows =
            "select string_agg(xmin::text || ctid::text, ',' order by ctid) from crm.report_sales_funnel_state";
        var database = await Restored();
        var before = await Sql.Read(database, rows);
        await using var app = await CrmApp.Start(database);

        (await (await app.As()).Get("/reports/sales-funnel")).Must(200);
        (await Sql.Read(database, rows)).Should().NotBeEmpty().And.Be(before);
    }

    private static string? Difference(Answer answer, string? etag, JsonNode expected, string path)
    {
        if (answer.Status != 200)
            return $"{path}: {answer.Status} {answer.Text}";
        // A tag is a version and a hash of what the reader sees, which has new members. The version is what If-Match compares.
        if (etag is not null && answer.ETag?.Split('-')[0] != etag?.Split('-')[0] && path != "/settings")
            return $"{path}: ETag {answer.ETag} and not {etag}";
        return Difference(answer.Json, expected, path);
    }

    /// <summary>The first position where two values differ.</summary>
    private static string? Difference(JsonNode? found, JsonNode? expected, string place) =>
        (found, expected) switch
        {
            (JsonObject one, JsonObject other) => one.Select(member => member.Key)
                .Union(other.Select(member => member.Key))
                .Where(name => !Ignored.Contains(name) || one[name] is not JsonValue)
                .Where(name => !AddedMembers.Contains(name) || other.ContainsKey(name))
                .Where(name => !(other.ContainsKey(name) && Renamed.ContainsValue(name) && IsVisit(place)))
                .Select(name =>
                    Difference(
                        one[name],
                        other[IsVisit(place) ? Renamed.GetValueOrDefault(name, name) : name],
                        $"{place}/{name}"
                    )
                )
                .FirstOrDefault(difference => difference is not null),
            (JsonArray one, JsonArray other) when IsRows(place) => other
                .Select(row =>
                    Difference(
                        one.FirstOrDefault(x => (string?)x!["key"] == (string?)row!["key"]),
                        row,
                        $"{place}/{(string?)row!["key"]}"
                    )
                )
                .FirstOrDefault(difference => difference is not null),
            (JsonArray one, JsonArray other) when Kept(one, place) is var kept && kept.Length == other.Count =>
                kept.Select((item, index) => Difference(item, other[index], $"{place}/{index}"))
                    .FirstOrDefault(difference => difference is not null),
            _ => JsonNode.DeepEquals(found, expected)
            || expected is null && found is JsonArray { Count: 0 }
            || IsOfChangedRoles(found, expected, place)
            || IsReworded(expected, place)
            || IsPaidByRule(found, expected, place)
            || IsOfUnknownCost(found, expected, place)
            || IsCorrected(found, expected, place)
                ? null
                : $"{place} is {found?.ToJsonString()} and not {expected?.ToJsonString()}",
        };

    private static bool IsVisit(string place) => place.Contains("/stages/items/", StringComparison.Ordinal);

    /// <summary>
    /// Titles of events and the values of checks are worded anew, in the language of the reader; titles of checks are new.
    /// </summary>
    private static bool IsReworded(JsonNode? expected, string place) =>
        place.EndsWith("/title", StringComparison.Ordinal)
            && (
                place.Contains("/history", StringComparison.Ordinal)
                || place.Contains("/checks", StringComparison.Ordinal) && expected is null
            )
        || place.Contains("/checks", StringComparison.Ordinal)
            && (
                place.EndsWith("/expected", StringComparison.Ordinal)
                || place.EndsWith("/actual", StringComparison.Ordinal)
            );

    /// <summary>Rows of these reports have an order of their own since, and months without events are rows.</summary>
    private static bool IsRows(string place) =>
        place.EndsWith("/items", StringComparison.Ordinal)
        && (
            place.StartsWith("/reports/gross-profit?", StringComparison.Ordinal)
            || place.StartsWith("/reports/lost-reasons?", StringComparison.Ordinal)
        );

    /// <summary>Cost and profit are those of the lines of known cost since; the other lines have a count and a revenue.</summary>
    private static bool IsOfUnknownCost(JsonNode? found, JsonNode? expected, string place) =>
        place.StartsWith("/reports/gross-profit", StringComparison.Ordinal)
        && (
            place.EndsWith("/costUnknown", StringComparison.Ordinal)
                ? found is JsonObject && JsonNode.DeepEquals(found["count"], expected)
                : found is null
                    && (
                        place.EndsWith("/cost", StringComparison.Ordinal)
                        || place.EndsWith("/grossProfit", StringComparison.Ordinal)
                        || place.EndsWith("/marginPercent", StringComparison.Ordinal)
                    )
        );

    /// <summary>An invoice whose advance met it only since the allocation is computed (ADR 80).</summary>
    private static bool IsPaidByRule(JsonNode? found, JsonNode? expected, string place) =>
        place.Contains("/invoices", StringComparison.Ordinal)
        && (
            place.EndsWith("/status", StringComparison.Ordinal)
                && (found?.ToString(), expected?.ToString()) == ("paid", "issued")
            || place.EndsWith("/paid/amount", StringComparison.Ordinal) && expected?.ToString() == "0.00"
        );

    private static bool IsOfChangedRoles(JsonNode? found, JsonNode? expected, string place) =>
        (found, expected) is (JsonValue, JsonValue)
        && (
            place.StartsWith("/roles/", StringComparison.Ordinal)
            && place.EndsWith("/version", StringComparison.Ordinal)
                ? (int)found! == (int)expected! + 1
                : place.EndsWith("/position", StringComparison.Ordinal)
                    && (long)found! == (long)expected! + ChangedRoles + AddedSources.Length
        );

    private static bool IsCorrected(JsonNode? found, JsonNode? expected, string place) =>
        place.EndsWith(Corrected, StringComparison.Ordinal) && (DateTimeOffset)found! <= (DateTimeOffset)expected!;

    private static JsonNode?[] Kept(JsonArray items, string place) =>
        place == "/sources/items"
            ? [.. items.Where(item => !AddedSources.Contains((string?)item!["code"]))]
            : [.. items.Where(item => !Added.Contains((item is JsonObject named ? named["name"] : item)?.ToString()))];

    private static async Task<string> Restored()
    {
        var database = await Cluster.NewDatabase();
        // Not pooled: a dump changes the settings of its connection.
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var restore = new NpgsqlCommand(Read("store.sql.gz"), connection) { CommandTimeout = 120 };
        await restore.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return database;
    }

    private static string Read(string file)
    {
        using var packed = File.OpenRead(Path.Combine(Repository.Root, Folder, file));
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
