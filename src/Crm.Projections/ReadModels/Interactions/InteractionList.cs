using Crm.Domain.Access;
using Crm.Projections.ReadModels.Deals;
using Npgsql;

namespace Crm.Projections.ReadModels.Interactions;

/// <summary>
/// Which interactions a user may see: on a deal those of the deals that they see, on a client those of the clients that they see, else
/// their own, those that they took part in, and those of the users whose deals they see.
/// </summary>
/// <param name="Deals">Visible deals.</param>
/// <param name="ClientDeals">Clients are visible through these deals; null: no client is.</param>
/// <param name="Authors">Users whose interactions are visible; null: all users.</param>
public sealed record InteractionVisibility(
    DealVisibility Deals,
    DealVisibility? ClientDeals,
    IReadOnlyCollection<Guid>? Authors,
    Guid? Me
)
{
    public static InteractionVisibility Of(Grants grants) =>
        new(
            DealVisibility.Of(grants),
            grants.ClientsOf(Permissions.ClientsRead) is { } clients ? DealVisibility.Of(grants, clients) : null,
            grants.DealsOf(Permissions.DealsRead) is { } reach
                ? grants.Managers(reach, Permissions.DealsRead)?.Select(user => user.Value).Order().ToArray()
                : [],
            grants.User?.Value
        );

    /// <param name="alias">Alias of the table of interactions in the statement.</param>
    /// <param name="parameter">Adds a parameter and returns its placeholder.</param>
    public string Sql(string alias, Func<object, string> parameter)
    {
        var deal = Deals.Sql("v", parameter) is { } seen
            ? $"exists (select from {StoreTables.Deals} v where v.id = {alias}.deal_id and {seen})"
            : "true";
        return $"case when {alias}.deal_id is not null then {deal} when {alias}.client_id is not null "
            + $"then {Client(alias, parameter)} else {Free(alias, parameter)} end";
    }

    private string Client(string alias, Func<object, string> parameter)
    {
        if (ClientDeals is null)
            return "false";
        if (ClientDeals.Sql("w", parameter) is not { } seen)
            return "true";
        var own = Me is { } me
            ? $" or exists (select from {StoreTables.Clients} o where o.id = {alias}.client_id and o.created_by = {parameter(me)})"
            : "";
        return $"(exists (select from {StoreTables.Deals} w where w.client_id = {alias}.client_id and {seen}){own})";
    }

    private string Free(string alias, Func<object, string> parameter)
    {
        if (Authors is null)
            return "true";
        var mine = Me is { } me
            ? $" or {alias}.author_id = {parameter(me)} or {parameter(me)} = any({alias}.colleague_ids)"
            : "";
        return $"({alias}.author_id = any({parameter(Authors.ToArray())}){mine})";
    }
}

/// <summary>The interactions that a caller may see.</summary>
public sealed class InteractionList : DocumentList<InteractionDocument>
{
    public InteractionList(InteractionVisibility visibility)
        : base("i") => Where(visibility.Sql("i", Parameter));

    /// <summary>Available sort orders.</summary>
    public static IReadOnlyList<SortColumn> Sorts { get; } = [new("occurredAt", "i.occurred_at", "timestamptz", false)];

    public void OfKind(string[] kinds) => In("i.kind", kinds);

    public void InStatus(string[] statuses) => In("i.status", statuses);

    public void Directed(string direction) => Where($"i.direction = {Parameter(direction)}");

    public void OnDeal(Guid[] deals) => In("i.deal_id", deals);

    /// <summary>On the client itself, or on one of its deals.</summary>
    public void OfClient(Guid client)
    {
        var id = Parameter(client);
        Where(
            $"(i.client_id = {id} or i.deal_id in (select c.id from {StoreTables.Deals} c where c.client_id = {id}))"
        );
    }

    public void By(Guid[] authors) => In("i.author_id", authors);

    /// <summary>On no deal and no client yet.</summary>
    public void Unplaced() => Where("i.deal_id is null and i.client_id is null");

    /// <summary>Waiting for somebody to deal with it at that instant.</summary>
    public void WaitingAt(DateTimeOffset now) =>
        Where($"i.awaits_review and (i.review_after is null or i.review_after <= {Parameter(now)})");

    public void Within(Comparison comparison, DateTimeOffset bound) =>
        Where($"i.occurred_at {comparison.Sql()} {Parameter(bound)}");

    /// <summary>A word of the texts or participants starts with the prefix.</summary>
    public void HasWord(string prefix) => Where(SearchWords.Sql("i.words", Parameter(prefix)));

    /// <summary>One that the caller may see; null: there is none.</summary>
    public async Task<InteractionDocument?> FindVisible(NpgsqlDataSource database, Guid id, CancellationToken ct)
    {
        Where($"i.id = {Parameter(id)}");
        await using var command = database.CreateCommand(
            $"select {Columns} from {Source} where {string.Join(" and ", Conditions)}"
        );
        foreach (var parameter in Parameters)
            command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }
}
