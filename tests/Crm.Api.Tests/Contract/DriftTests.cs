using System.Reflection;
using System.Text;
using Crm.Api.Events;
using Crm.Api.Problems;
using Crm.Api.Tests.Access;
using Crm.Domain.Access;
using Crm.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Swashbuckle.AspNetCore.Swagger;

namespace Crm.Api.Tests.Contract;

/// <summary>The committed contract is what the host serves. CRM_UPDATE=1 rewrites the files.</summary>
[Collection(HostCollection.Name)]
public sealed class DriftTests(TestHost host)
{
    [Fact]
    public async Task The_OpenAPI_file_is_what_the_host_serves()
    {
        await using var services = Crm.Api.OpenApi.ContractPages.ServicesOf(host.App.Host.Services);
        var document = services.GetRequiredService<ISwaggerProvider>().GetSwagger(Crm.Api.OpenApi.ContractPages.Name);
        Same("openapi/crm.v1.json", Crm.Api.OpenApi.ContractDocument.TextOf(document) + "\n");
    }

    [Fact]
    public void The_problem_catalogue_is_what_the_host_can_answer()
    {
        var text = new StringBuilder(
            "# Problem codes\n\nGenerated from the catalogue in the host, which shows each code at `/problems/{code}`, the "
                + "`type` of its problems. Status 0: a code of an error in one member, of a blocker or of a warning.\n\n"
                + "| Status | Code | Title | Заголовок | What to do |\n|---|---|---|---|---|\n"
        );
        foreach (var x in ProblemCatalogue.Entries.OrderBy(x => x.Code, StringComparer.Ordinal))
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"| {x.Status} | `{x.Code}` | {x.Title.En} | {x.Title.Ru} | {x.Fix.En} |\n"
            );
        Same("openapi/problems.md", text.ToString());
    }

    [Fact]
    public void The_event_catalogue_is_what_the_store_keeps()
    {
        var text = new StringBuilder(
            "# Events\n\nGenerated from the event catalogue. Every event also has `happenedAt` and, where a rule made "
                + "it, `cause`.\n\n| Stream | Stored name | Title | Название | Members |\n|---|---|---|---|---|\n"
        );
        foreach (var x in EventCatalogue.Entries)
        {
            var title = EventTitles.Of(x.Type);
            var members = x
                .Type.GetConstructors()
                .MaxBy(c => c.GetParameters().Length)!
                .GetParameters()
                .Select(p => char.ToLowerInvariant(p.Name![0]) + p.Name[1..]);
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"| {x.Stream} | `{x.Name}` | {title.En} | {title.Ru} | {string.Join(", ", members)} |\n"
            );
        }

        Same("docs/events.md", text.ToString());
    }

    [Fact]
    public void The_table_of_permissions_is_what_the_routes_state()
    {
        var roles = ShippedRoles.All;
        var text = new StringBuilder(
            "# Who may call what\n\nGenerated from the route table and the roles that "
                + "ship; `signed_in` is anybody with a credential. How far a role reaches: "
        )
            .AppendJoin(", ", roles.Select(x => $"{x.Code} {x.Deals.ToString().ToLowerInvariant()}"))
            .Append(".\n\n| Call | Operation | Permission | ")
            .AppendJoin(" | ", roles.Select(x => x.Code))
            .Append(" |\n|---|---|---|")
            .Append(string.Concat(roles.Select(_ => "---|")))
            .Append('\n');
        foreach (
            var (method, path, operation) in Table
                .Of(host.App)
                .OrderBy(x => x.Path, StringComparer.Ordinal)
                .ThenBy(x => x.Method, StringComparer.Ordinal)
        )
            text.Append(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"| {method} {path} | {operation.Id} | `{operation.Permission.Name}` | "
                )
                .AppendJoin(
                    " | ",
                    roles.Select(x =>
                        operation.Permission.ForEveryone || x.Permissions.Contains(operation.Permission.Name)
                            ? "yes"
                            : ""
                    )
                )
                .Append(" |\n");
        Same("docs/access.md", text.ToString());
    }

    private static void Same(string file, string now)
    {
        var path = Path.Combine(Repository.Root, file);
        if (Environment.GetEnvironmentVariable("CRM_UPDATE") == "1")
            File.WriteAllText(path, now);
        File.Exists(path).Should().BeTrue("{0} is committed; CRM_UPDATE=1 writes it", file);
        (File.ReadAllText(path) == now).Should().BeTrue("{0} has drifted; CRM_UPDATE=1 dotnet test rewrites it", file);
    }
}
