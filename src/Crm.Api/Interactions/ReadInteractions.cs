using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Domain.Interactions;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.Interactions;
using Npgsql;

namespace Crm.Api.Interactions;

/// <summary>GET /interactions, /interactions/{interactionId} and its history.</summary>
public static class ReadInteractionsEndpoints
{
    private static readonly Dictionary<string, SortColumn> Sorts = InteractionList.Sorts.ToDictionary(
        key => key.Name,
        StringComparer.Ordinal
    );

    private static readonly Param[] Filters =
    [
        Param.Several("kind", ValueSet.Of<InteractionKind>(), "Types; any of several.", "call"),
        Param.Several("status", ValueSet.Of<InteractionStatus>(), "States; any of several.", "planned"),
        Param.One("direction", ValueSet.Of<Direction>(), "Who initiated it.", "in"),
        new("dealId", "uuid", "Ids of deals, separated by commas."),
        new("clientId", "uuid", "Id of a client: interactions on it and on its deals."),
        new("authorId", "uuid", "Ids of the users who recorded them, separated by commas."),
        new("unplaced", "boolean", "`true`: only interactions on no deal and no client yet."),
        new("awaitsReview", "boolean", "`true`: only what waits now for somebody to deal with it."),
        new("occurredAt.gte", "date-time", "Only interactions that took place at this time or later."),
        new("occurredAt.lt", "date-time", "Only interactions that took place before this time."),
        new Param(
            "q",
            "string",
            "Searches subject, description, outcome and participants by the beginnings of words, in any script."
                + Param.OneLetter,
            "принтер"
        ).Checked(http => Query.Words(http, "q")),
        Param.Several("sort", ValueSet.Sort("InteractionSort", [.. Sorts.Keys]), "Sort key.", "-occurredAt") with
        {
            Fault = "sort.invalid",
        },
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/interactions", List)
            .Operation(
                new("listAllInteractions")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Interactions",
                    Summary = "List interactions",
                    Description =
                        "Interactions that the caller sees and that match all filters, the latest first unless sorted: on deals and "
                        + "clients that they see, and of those on neither their own, those that they took part in and those of their team. "
                        + "`awaitsReview=true` is the queue of what waits for an answer.",
                    Query = [.. Param.Page, Param.Count, .. Filters],
                    Refusals = ["limit.invalid", "cursor.invalid", "sort.invalid", "search.no_words"],
                }
            )
            .AnswersList<InteractionCardAnswer>();
        routes
            .MapGet("/interactions/{interactionId:guid}", Get)
            .Operation(
                new("getInteractionById")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Interactions",
                    Summary = "Read an interaction",
                    Description = "An interaction, in its present state or as of a past time.",
                    SeesItself = true,
                    Query = [Param.AsOf],
                    Refusals = ["interaction.not_found"],
                }
            )
            .Answers<InteractionCardAnswer>();
        routes
            .MapGet("/interactions/{interactionId:guid}/history", History)
            .Operation(
                new("listInteractionHistory")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Interactions",
                    Summary = "Read the history of an interaction",
                    Description = "Every change in the order of recording, with author, time and changed values.",
                    SeesItself = true,
                    Query = [.. Param.Page, Param.AsOf],
                    Refusals = ["interaction.not_found", "limit.invalid", "cursor.invalid"],
                }
            )
            .AnswersList<ChangeAnswer>();
    }

    private static async Task<IResult> Get(
        Guid interactionId,
        HttpContext http,
        InteractionReferences interactions,
        InteractionCards cards,
        ResourceHistory history
    )
    {
        var found = await interactions.Get(http, interactionId);
        if (Query.Instant(http, "asOf") is { } asOf)
            found = found.State.LastAt <= asOf && found.Version == 1 ? found : await Past(http, found, history);
        var card = (await cards.Of([found], http.RequestAborted))[0];
        return Query.Instant(http, "asOf") is null ? Reply.Ok(card, card.Version) : Reply.Ok(card);
    }

    /// <summary>One without a stream of its own has not changed since it was recorded.</summary>
    private static async Task<InteractionDocument> Past(
        HttpContext http,
        InteractionDocument found,
        ResourceHistory history
    ) =>
        (
            await history.At(
                http,
                found.Id,
                (InteractionDocument?)null,
                (before, e) => InteractionProjection.After(before, found.Id, e.Data, e.RecordedAt),
                "interaction.not_found"
            )
        )!;

    private static async Task<IResult> History(
        Guid interactionId,
        HttpContext http,
        InteractionReferences interactions,
        ResourceHistory history
    )
    {
        await interactions.Get(http, interactionId);
        return await history.Page(
            http,
            interactionId,
            (InteractionDocument?)null,
            (before, e) => InteractionProjection.After(before, interactionId, e.Data, e.RecordedAt),
            Shown
        );
    }

    /// <summary>What changes: the instant of the change stands beside it.</summary>
    private static object? Shown(InteractionDocument? document) =>
        document is { State: var x }
            ? new
            {
                x.Content.Kind,
                x.Content.Direction,
                x.Status,
                Subject = x.Content.Subject?.Text,
                Description = x.Content.Description.Text,
                With = x.Content.With.Select(CounterpartBody.Of).ToArray(),
                x.Content.OccurredAt,
                x.Content.DurationMinutes,
                Outcome = x.Content.Outcome?.Text,
                DealId = x.Deal,
                ClientId = x.Client,
                x.AwaitsReview,
                x.ReviewAfter,
                WithdrawalReason = x.Withdrawal?.Text,
            }
            : null;

    private static async Task<IResult> List(
        HttpContext http,
        NpgsqlDataSource database,
        CursorSeal cursors,
        InteractionCards cards,
        TimeProvider clock
    )
    {
        var list = new InteractionList(InteractionVisibility.Of(Caller.Of(http).Grants));
        Filter(http, list, clock.GetUtcNow());
        var sort = (Query.List(http, "sort") ?? ["-occurredAt"])
            .Select(key => key[0] == '-' ? Sorts[key[1..]].InDescendingOrder : Sorts[key])
            .ToArray();
        if (sort.Length != 1)
            throw ProblemException.Parameter("sort", "sort.invalid", "each key once");
        return await new PageOf(list).Answer(
            http,
            database,
            cursors,
            sort,
            InteractionList.Read,
            rows => cards.Of(rows, http.RequestAborted)
        );
    }

    private static void Filter(HttpContext http, InteractionList list, DateTimeOffset now)
    {
        if (Query.List(http, "kind") is { } kinds)
            list.OfKind(kinds);
        if (Query.List(http, "status") is { } statuses)
            list.InStatus(statuses);
        if (Query.Text(http, "direction") is { } direction)
            list.Directed(direction);
        if (Query.Ids(http, "dealId") is { } deals)
            list.OnDeal(deals);
        if (Query.Id(http, "clientId") is { } client)
            list.OfClient(client);
        if (Query.Ids(http, "authorId") is { } authors)
            list.By(authors);
        if (Query.Flag(http, "unplaced"))
            list.Unplaced();
        if (Query.Flag(http, "awaitsReview"))
            list.WaitingAt(now);
        if (Query.Instant(http, "occurredAt.gte") is { } from)
            list.Within(Comparison.AtLeast, from);
        if (Query.Instant(http, "occurredAt.lt") is { } to)
            list.Within(Comparison.Below, to);
        foreach (var prefix in Query.Words(http, "q"))
            list.HasWord(prefix);
    }
}
