using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Crm.Api.OpenApi;

/// <summary>The chapters of the contract, in the order of a sale; an operation of a chapter that is not here fails the contract.</summary>
internal sealed class ContractTags : IDocumentFilter
{
    private static readonly (string Name, string Description)[] Chapters =
    [
        (
            "Deals",
            "A deal from its opening to its end: who leads it, for whom, about what, "
                + "where it stands, what is owed, and everything that ever happened to it."
        ),
        (
            "Tasks",
            "What the process of a deal asks for next. Every task lists its checks: "
                + "what is expected, what was found, and which call would satisfy it."
        ),
        ("Interactions", "Calls, meetings, letters, presentations and comments: the evidence that tasks look for."),
        (
            "Proposals",
            "Commercial proposals of a deal: drafted, issued, sent, then accepted, declined, withdrawn or revised."
        ),
        (
            "Settlement",
            "Orders, invoices, shipments, payments, returns and refunds. Together "
                + "they make the balance that a deal must settle before it closes."
        ),
        ("Mail", "Documents sent by e-mail, and what became of each."),
        (
            "Bank statements",
            "What the bank says came in and went out, matched to the invoices that it pays; what is not certain waits for somebody."
        ),
        ("Clients", "Companies and people that we sell to, with their contacts and legal details."),
        (
            "Deal kinds",
            "The processes that deals follow, composed as data: stages, tasks, checks, versions. A "
                + "published version never changes, and no running deal moves to another by itself."
        ),
        ("Catalogues", "What deals refer to: products, price lists, rates of exchange, sources and reasons of loss."),
        (
            "Reports",
            "The sales funnel, reasons of loss and gross profit, as of any moment; every number leads to the deals behind it."
        ),
        ("Access", "Users, teams, roles, API keys, who am I, and the log of what was denied."),
        ("Settings", "Facts about the company, its calendar and numbers, and which capabilities are switched on."),
        ("Operation", "For the operator: read models and how far they are, long work, limits of requests."),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var unknown = swaggerDoc
            .Paths.SelectMany(x => x.Value.Operations!.Values)
            .SelectMany(x => x.Tags!)
            .Select(x => x.Name!)
            .Except(Chapters.Select(x => x.Name))
            .ToArray();
        if (unknown.Length > 0)
            throw new InvalidOperationException(
                $"no description of the chapter {unknown[0]} in {nameof(ContractTags)}"
            );
        swaggerDoc.Tags = new HashSet<OpenApiTag>(
            Chapters.Select(x => new OpenApiTag { Name = x.Name, Description = x.Description })
        );
    }
}
