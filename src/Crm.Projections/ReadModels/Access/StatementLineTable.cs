namespace Crm.Projections.ReadModels.Access;

/// <summary>Who sees a line of a bank statement, as conditions on its table with the alias <c>l</c>.</summary>
internal static class StatementLineTable
{
    internal const string IsOutOfScope = "coalesce(l.data->'state'->>'isOutOfScope', 'false') = 'true'";

    /// <summary>The deals of the line's candidates.</summary>
    internal const string CandidateDeals =
        "select (c->>'deal')::uuid from jsonb_array_elements(l.data->'state'->'candidates') c";

    /// <summary>
    /// Lines of importers within the reach. A line whose best invoice lies out of its importer's scope is there for the importer, and
    /// while it waits for those who write documents of a candidate's deal.
    /// </summary>
    /// <param name="managers">Placeholder of the users whose deals the caller writes documents of.</param>
    /// <param name="me">Placeholder of the caller's user; null is allowed.</param>
    internal static string Seen(string managers, string me) =>
        $"((l.owner_id = any({managers}) and (l.owner_id = {me} or not {IsOutOfScope})) "
        + $"or (l.status = 'waiting' and {IsOutOfScope} and exists ("
        + $"select from {StoreTables.Deals} d where d.manager_id = any({managers}) and d.id in ({CandidateDeals}))))";
}
