namespace Crm.Domain.Settings;

/// <summary>
/// A feature that a company may switch off. Routes and settings refer to it by code, so a code never changes.
/// </summary>
/// <param name="Needs">Codes of the capabilities that this one requires.</param>
public sealed record Capability(string Code, ImmutableArray<string> Needs)
{
    /// <summary>The refusal of a command whose capability is switched off.</summary>
    public static Rejection Off(string code) =>
        Rejection.Conflict(
            "capability.off",
            new Blocker(
                "capability.off",
                $"capability:{code}",
                "on",
                "off",
                new Fix.UpdateSettings { Known = new() { Choices = [code] } }
            )
        );
}

/// <summary>All capabilities; only those that have routes.</summary>
public static class Capabilities
{
    public const string Deals = "deals";
    public const string GuidedProcess = "guided-process";
    public const string Interactions = "interactions";
    public const string Assignments = "assignments";
    public const string Reminders = "reminders";
    public const string Presentations = "presentations";
    public const string Proposals = "proposals";
    public const string OrdersAndInvoices = "orders-and-invoices";
    public const string ReturnsAndRefunds = "returns-and-refunds";

    public static ImmutableArray<Capability> All { get; } =
    [
        new(Deals, []),
        new(GuidedProcess, [Deals]),
        new(Interactions, []),
        new(Assignments, []),
        new(Reminders, []),
        new(Presentations, [Deals]),
        new(Proposals, [Deals]),
        new(OrdersAndInvoices, [Deals]),
        new(ReturnsAndRefunds, [OrdersAndInvoices]),
    ];

    public static Capability? Find(string code) => All.FirstOrDefault(x => x.Code == code);
}
