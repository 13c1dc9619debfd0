using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Crm.Api.OpenApi;

/// <summary>The tags of the contract, in the order of a sale. An operation with an unlisted tag fails the generation.</summary>
internal sealed class ContractTags : IDocumentFilter
{
    private static readonly (string Name, string Description)[] Chapters =
    [
        (
            "Deals",
            "Deals (сделки) from opening to closing: client, manager, stage, interest, balance and history, "
                + "with the files attached to them."
        ),
        (
            "Tasks",
            "Tasks (задачи) that the process of a deal raises. Every task lists its checks: "
                + "the expected and the found value, and the call that would satisfy each. The inbox lists them with assignments."
        ),
        (
            "Assignments",
            "Tasks that one person gives another (задания): accepted, declined, redirected, completed, and with a reviewer confirmed or "
                + "returned for rework."
        ),
        ("Interactions", "Calls, meetings, messages, presentations and comments; tasks use them as evidence."),
        (
            "Proposals",
            "Commercial proposals (коммерческие предложения): drafted, issued, sent, then accepted, declined, "
                + "withdrawn or revised."
        ),
        (
            "Settlement",
            "Orders (заказы), invoices (счета на оплату), shipments (отгрузки), payments (оплаты), returns, refunds and "
                + "write-offs. They make up the balance (взаиморасчёты) that a deal must settle before it is closed as won."
        ),
        ("Previews", "Commands that are only tried: what they would answer, or why they would be refused."),
        ("Mail", "Documents sent by e-mail, and the state of their delivery."),
        (
            "Bank statements",
            "Imported bank statements (банковские выписки): incoming transactions are matched to the invoices that they "
                + "pay; a user decides on uncertain ones."
        ),
        ("Clients", "Clients (контрагенты): companies and persons with their contacts and legal details (реквизиты)."),
        (
            "Reminders",
            "Reminders (напоминания) of users: at a time, before a due date, or by a rule. The server fires them; they show until they "
                + "are snoozed or dismissed."
        ),
        ("Notifications", "What the caller was told: reminders that have fired. Each is unread until it is marked."),
        (
            "Deal kinds",
            "Processes that deals follow, defined as data: stages, tasks, checks and versions. A published version never "
                + "changes, and running deals keep their version until they are moved explicitly."
        ),
        (
            "Catalogues",
            "Data that deals refer to: products (номенклатура), price lists, exchange rates (курсы валют), lead sources "
                + "and lost reasons."
        ),
        (
            "Reports",
            "Sales funnel, lost reasons and gross profit as of any instant; every number links to the deals behind it."
        ),
        ("Access", "Users, teams, roles, API keys, the caller's own permissions, and the security log."),
        ("Settings", "The company's details, branding, working calendar, number series and capabilities."),
        ("Operation", "For operators: read models and their progress, long-running operations, and request limits."),
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
