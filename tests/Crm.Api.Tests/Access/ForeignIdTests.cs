using System.Text.RegularExpressions;

namespace Crm.Api.Tests.Access;

/// <summary>
/// All resources share one kind of id. An operation on a user, a role, a key or a kind must not answer with a resource of another type
/// that has this id: neither now, nor as of an instant, nor in a history.
/// </summary>
[Collection(CompanyCollection.Name)]
public sealed partial class ForeignIdTests(Company company)
{
    private static readonly string[] OfOthers =
    [
        "dealId",
        "proposalId",
        "clientId",
        "userId",
        "roleId",
        "keyId",
        "teamId",
        "fieldId",
        "lostReasonId",
    ];

    [Fact]
    public async Task No_route_answers_with_what_is_something_else()
    {
        List<string> wrong = [];
        var asked = 0;
        foreach (
            var (method, path, operation) in Table
                .Of(company.App)
                .Where(x => Value().Count(x.Path) == 1 && !x.Path.Contains("{version", StringComparison.Ordinal))
        )
        {
            var own = Value().Match(path).Groups["name"].Value;
            foreach (var other in OfOthers.Where(x => x != own))
            {
                var at = Value().Replace(path, company.OtherTeam[other]);
                foreach (
                    var query in method == "GET" && operation.Query.Any(x => x.Name == "asOf")
                        ? new[] { "", "?asOf=2027-01-01T00:00:00Z" }
                        : [""]
                )
                {
                    asked++;
                    var answer = await company.Admin.Send(
                        new HttpMethod(method),
                        at + query,
                        method == "GET" ? null : "{}",
                        [("If-Match", "\"1-0\""), ("Idempotency-Key", Guid.NewGuid().ToString())]
                    );
                    if (answer.Status is < 400 or >= 500)
                        wrong.Add(
                            $"{operation.Id} with a {other}{query}: {answer.Status} {answer.Text[..Math.Min(answer.Text.Length, 200)]}"
                        );
                    else if (method == "GET" && answer.Status != 404)
                        wrong.Add($"{operation.Id} with a {other}{query}: {answer.Status} {answer.Code}");
                }
            }
        }

        wrong.Should().BeEmpty();
        asked.Should().BeGreaterThan(200);
    }

    [GeneratedRegex(@"\{(?<name>\w+)(:guid|:int)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Value();
}
