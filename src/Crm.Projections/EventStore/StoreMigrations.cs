namespace Crm.Projections.EventStore;

/// <summary>
/// All migrations in order. A migration that only adds leaves the builds of the release before able to work with the store. What is no
/// longer used is removed one release later, by a contracting migration (ADR 77).
/// </summary>
public static class StoreMigrations
{
    public static ImmutableArray<StoreMigration> All { get; } =
    [
        new(1, "Everything that builds without a number wrote."),
        new(2, "The store names its number and the lowest one that it admits; versions of reports are stored apart."),
        new(
            3,
            "The store names the last contracting migration that has run; a proposal says that its approval is void."
        ),
        new(
            4,
            "A deal keeps its payments, refunds and write-offs with their amounts, names the assignees of its open tasks and the "
                + "shape of its data; a client names who registered it; gross profit and exchange differences know reversals."
        ),
        new(5, "The codes of products, sources and lost reasons have a table, by which they are found without case."),
        new(
            6,
            "A line of a bank statement knows its parts, the other side of a transfer between own accounts and the time to which its "
                + "payment was moved; the settings have formats of statements."
        ),
        new(7, "Interactions have streams and documents of their own, also those that were recorded on deals."),
        new(8, "Open deals have an index by the time at which they entered their stage."),
        new(
            9,
            "There are assignments; stage tasks and assignments have rows of their own, and a stage task knows its first due date and the "
                + "role that it was accepted from."
        ),
        new(10, "Reminders, the deals whose due dates wake them, and what users are told."),
    ];

    /// <summary>The number of this build.</summary>
    public static int Number => All[^1].Number;
}
