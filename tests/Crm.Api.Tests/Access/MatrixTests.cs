using System.Text.RegularExpressions;
using Crm.Api.Routing;
using Crm.Api.Tests.Conventions;
using Crm.Domain.Access;
using Npgsql;

namespace Crm.Api.Tests.Access;

/// <summary>
/// Each route of the table, called by each role on its own deal, one of its team, one of another team, a closed one, and a part of a
/// foreign deal under its own: the expected status follows from the role's data. After each denial nothing has been written but one row
/// of the security log.
/// </summary>
public sealed partial class MatrixTests(Company company) : IClassFixture<Company>
{
    /// <summary>The id of nothing.</summary>
    private const string Nothing = "0198f3a0-0000-7000-8000-00000000dead";

    private static readonly string[] OfDeals = ["dealId", "proposalId"];

    public static TheoryData<string> Roles => [.. ShippedRoles.All.Select(x => x.Code)];

    [Theory, MemberData(nameof(Roles))]
    public async Task Every_route_answers_every_role_as_its_permissions_say(string code)
    {
        var role = ShippedRoles.All.Single(x => x.Code == code);
        List<string> wrong = [];
        var asked = 0;
        // Counted only around a denial; two consecutive ones share the count between them.
        (string Stored, long Denials)? counted = null;
        await company.WriteDraft();
        await using var traces = await Traces.Of(company.App);
        // Rows that end something come last, because later rows need it.
        foreach (
            var (method, path, operation) in Table
                .Of(company.App)
                .OrderBy(x =>
                    x.Operation.Id is "revokeApiKey" or "updateUser" or "updateRole" or "publishDealKind" ? 1 : 0
                )
        )
        foreach (var (relation, values, visible) in Relations(role, path))
        {
            asked++;
            var expected = Expected(role, path, operation, visible);
            counted = expected is 403 or 404 ? counted ?? await traces.Read() : null;
            var answer = await Ask(code, method, path, values);
            if (!Fits(answer.Status, expected, relation, method))
                wrong.Add($"{operation.Id} ({relation}): {answer.Status} {answer.Code} instead of {expected}");
            if (answer.Status == 403 && expected == 403 && (string?)answer["missing"] != operation.Permission.Name)
                wrong.Add($"{operation.Id} ({relation}): misses {answer["missing"]}");
            if (counted is not { } before)
                continue;
            var after = await traces.Read();
            counted = after;
            if (after.Stored != before.Stored)
                wrong.Add($"{operation.Id} ({relation}): a denial wrote something: {before.Stored} - {after.Stored}");
            if (after.Denials != before.Denials + 1)
                wrong.Add($"{operation.Id} ({relation}): {after.Denials - before.Denials} rows in the security log");
        }

        wrong.Should().BeEmpty();
        asked.Should().BeGreaterThan(250);
    }

    /// <summary>A preview needs what its command needs, and leaves no trace but that of a denial.</summary>
    [Theory, MemberData(nameof(Roles))]
    public async Task Every_preview_answers_every_role_as_its_command_does(string code)
    {
        var role = ShippedRoles.All.Single(x => x.Code == code);
        List<string> wrong = [];
        var asked = 0;
        await company.WriteDraft();
        var before = await Stored.Count(company.App);
        foreach (var (method, path, operation) in Table.Of(company.App).Where(x => x.Method != "GET"))
        foreach (var (relation, values, visible) in Relations(role, path))
        {
            var parameters = Value()
                .Matches(path)
                .Select(x => x.Groups["name"].Value)
                .ToDictionary(name => name, name => values.GetValueOrDefault(name, Nothing), StringComparer.Ordinal);
            var answer = await company.As(code).Preview(operation.Id, parameters, new { }, "*");
            if (answer.Code == "preview.not_available")
                continue;
            asked++;
            var expected = Expected(role, path, operation, visible);
            if (!Fits(answer.Status, expected, relation, method))
                wrong.Add($"{operation.Id} ({relation}): {answer.Status} {answer.Code} instead of {expected}");
        }

        wrong.Should().BeEmpty();
        asked.Should().BeGreaterThan(150);
        (await Stored.Count(company.App)).Should().Be(before);
    }

    [Fact]
    public async Task No_route_answers_without_a_credential()
    {
        var before = await Stored.Count(company.App);
        foreach (var (method, path, operation) in Table.Of(company.App))
        {
            (await Send(company.App.Anonymous(), method, Fill(path, company.OtherTeam)))
                .Status.Should()
                .Be(401, operation.Id);
            (await Stored.Count(company.App)).Should().Be(before, operation.Id);
        }
    }

    [Fact]
    public async Task A_verb_that_no_route_takes_is_405_whoever_asks_and_writes_nothing()
    {
        var known = Table
            .Of(company.App)
            .GroupBy(x => x.Path, StringComparer.Ordinal)
            .ToDictionary(
                x => x.Key,
                x =>
                    x.SelectMany(r => r.Method == "GET" ? (string[])["GET", "HEAD"] : [r.Method])
                        .ToHashSet(StringComparer.Ordinal),
                StringComparer.Ordinal
            );
        var before = await Stored.Count(company.App);
        foreach (var (path, taken) in known)
        foreach (
            var verb in new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND" }.Where(x =>
                !taken.Contains(x)
            )
        )
        {
            // A fixed path next to one with a value: the other route handles the verb.
            var at = Fill(path, company.OtherTeam);
            var answer = await company.Admin.Send(
                new HttpMethod(verb),
                at,
                verb is "GET" or "TRACE" ? null : "{}",
                [("If-Match", "\"1-0\"")]
            );
            (answer.Status, answer.Code).Should().Be((405, "method.not_allowed"), $"{verb} {path}");
            answer.Headers["Allow"].Split(", ").Should().BeEquivalentTo(taken, $"{verb} {path}");
        }

        (await Stored.Count(company.App)).Should().Be(before);
    }

    private IEnumerable<(string Relation, IReadOnlyDictionary<string, string> Values, bool Visible)> Relations(
        Role role,
        string path
    )
    {
        var own = company.OwnOf(role.Code);
        yield return ("own", own, true);
        if (!OfDeals.Any(x => path.Contains("{" + x, StringComparison.Ordinal)))
            yield break;
        yield return ("same team", company.SameTeam, role.Deals >= Reach.Team);
        yield return ("other team", company.OtherTeam, role.Deals == Reach.All);
        yield return ("closed", company.ClosedOf(role.Code), true);
        if (Value().Count(path) > 1)
            yield return (
                "child of a foreign parent",
                new Dictionary<string, string>(company.OtherTeam, StringComparer.Ordinal)
                {
                    ["dealId"] = own["dealId"],
                },
                true
            );
    }

    /// <summary>404, 403, or 200 for a request that passes authorization, whatever the result of its empty body.</summary>
    private static int Expected(Role role, string path, Operation operation, bool visible)
    {
        var has = operation.Permission.ForEveryone || role.Permissions.Contains(operation.Permission.Name);
        var ofDeal = OfDeals.Any(x => path.Contains("{" + x, StringComparison.Ordinal));
        if (ofDeal && !(visible && role.Permissions.Contains(Permissions.DealsRead.Name)))
            return 404;
        return has ? 200 : 403;
    }

    private static bool Fits(int status, int expected, string relation, string method) =>
        expected != 200 ? status == expected
        : relation is "child of a foreign parent"
            ? method == "GET" ? status == 404
                : status is >= 400 and < 500
        : relation is "closed" ? status is not (401 or 403) and < 500
        : status is not (401 or 403 or 404) and < 500;

    private Task<Answer> Ask(string role, string method, string path, IReadOnlyDictionary<string, string> values) =>
        Send(company.As(role), method, Fill(path, values));

    private static Task<Answer> Send(Testing.Api api, string method, string path) =>
        method switch
        {
            "GET" => api.Get(path),
            "PUT" => api.Send(HttpMethod.Put, path, "{}", [("If-Match", "\"1-0\"")]),
            "DELETE" => api.Send(HttpMethod.Delete, path, null, [("If-Match", "\"1-0\"")]),
            "PATCH" => api.Send(HttpMethod.Patch, path, "{}", [("If-Match", "\"1-0\"")]),
            _ => api.Post(path, "{}", ("Idempotency-Key", Guid.NewGuid().ToString())),
        };

    private static string Fill(string path, IReadOnlyDictionary<string, string> values) =>
        Value().Replace(path, x => values.GetValueOrDefault(x.Groups["name"].Value, Nothing));

    [GeneratedRegex(@"\{(?<name>\w+)(:guid|:int)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Value();

    /// <summary>The contents of the store and its number of denials. Executed thousands of times, so the statement is prepared.</summary>
    private sealed class Traces(NpgsqlConnection connection, NpgsqlCommand command) : IAsyncDisposable
    {
        public static async Task<Traces> Of(CrmApp app)
        {
            var connection = new NpgsqlConnection(app.ConnectionString);
            await connection.OpenAsync();
            var command = new NpgsqlCommand(
                $"select {Stored.Sql}, (select count(*) from crm.security_log)",
                connection
            );
            await command.PrepareAsync();
            return new Traces(connection, command);
        }

        public async Task<(string Stored, long Denials)> Read()
        {
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            return (reader.GetString(0), reader.GetInt64(1));
        }

        public async ValueTask DisposeAsync()
        {
            await command.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
