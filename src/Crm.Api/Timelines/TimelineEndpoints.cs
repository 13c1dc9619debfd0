using System.Globalization;
using Crm.Api.Events;
using Crm.Api.Interactions;
using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Domain.Deals;
using Crm.Domain.Interactions;
using Crm.Projections.ReadModels.Interactions;
using Crm.Projections.ReadModels.Timelines;

namespace Crm.Api.Timelines;

/// <summary>GET /deals/{dealId}/timeline and /clients/{clientId}/timeline.</summary>
public static class TimelineEndpoints
{
    private static readonly Param Kinds = Param.Several(
        "kind",
        ValueSet.Of<TimelineKind>(),
        "Groups of entries; all of them when omitted.",
        "interaction,document"
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/deals/{dealId:guid}/timeline",
                async (Guid dealId, HttpContext http, TimelinePages timelines, VisibleDeals deals) =>
                    await deals.Contains(dealId, DealVisibility.Everything, http.RequestAborted)
                        ? await timelines.Page(http, interactions => TimelineScope.Of(dealId, interactions))
                        : throw ProblemException.NotFound("deal.not_found")
            )
            .Operation(
                Timeline(
                    "listDealTimeline",
                    Permissions.DealsRead,
                    "Read the timeline of a deal",
                    "Interactions, presentations, documents, tasks, comments, stages, files and mails of the deal in one feed, newest "
                        + "first. Planned interactions come before everything that has happened.",
                    "deal.not_found"
                )
            )
            .AnswersList<TimelineEntryAnswer>();
        routes
            .MapGet(
                "/clients/{clientId:guid}/timeline",
                async (Guid clientId, HttpContext http, TimelinePages timelines, Names names) =>
                    await names.Client(new(clientId), http.RequestAborted) is not null
                        ? await timelines.Page(
                            http,
                            interactions => TimelineScope.Of(clientId, Caller.Of(http).Visibility, interactions)
                        )
                        : throw ProblemException.NotFound("client.not_found")
            )
            .Operation(
                Timeline(
                    "listClientTimeline",
                    Permissions.ClientsRead,
                    "Read the timeline of a client",
                    "What happened with the client in one feed, newest first: interactions on the client itself, and all of its deals that "
                        + "the caller sees.",
                    "client.not_found"
                )
            )
            .AnswersList<TimelineEntryAnswer>();
    }

    private static Operation Timeline(
        string id,
        Permission permission,
        string summary,
        string description,
        string notFound
    ) =>
        new(id)
        {
            Permission = permission,
            Tag = "Interactions",
            Summary = summary,
            Description = description,
            Query = [.. Param.Page, Kinds],
            Refusals = [notFound, "limit.invalid", "cursor.invalid"],
        };
}

/// <summary>Renders pages of timelines.</summary>
public sealed class TimelinePages(TimelineQuery query, InteractionCards cards, Names names, CursorSeal cursors)
{
    /// <param name="scope">What the timeline is of, with or without interactions.</param>
    public async Task<IResult> Page(HttpContext http, Func<bool, TimelineScope> scope)
    {
        TimelineKind[] kinds =
        [
            .. Query.List(http, "kind")?.Select(kind => Enum.Parse<TimelineKind>(kind, ignoreCase: true))
                ?? Enum.GetValues<TimelineKind>(),
        ];
        var page = new PageBuilder(http, cursors, PageOf.Scope(http));
        (DateTimeOffset, long, Guid)? after = page.After is [var at, var sequence, var id]
            ? (
                DateTimeOffset.Parse(at, CultureInfo.InvariantCulture),
                long.Parse(sequence, CultureInfo.InvariantCulture),
                Guid.Parse(id)
            )
            : null;
        var rows = query.Read(
            scope(kinds.Contains(TimelineKind.Interaction)),
            TimelineEvents.TypesOf(kinds),
            after,
            page.Limit,
            http.RequestAborted
        );
        var found = await EventsOfPage.Read(rows, page.Limit, row => row.Size);
        var interactions = await Cards(found.Items, http.RequestAborted);
        foreach (var row in found.Items)
            if (
                !page.Add(
                    await Entry(row, interactions.GetValueOrDefault(row.Id), http),
                    row.At.ToString("O", CultureInfo.InvariantCulture),
                    row.Sequence.ToString(CultureInfo.InvariantCulture),
                    row.Id.ToString()
                )
            )
                return page.Answer();
        if (found.More)
            page.Cut();
        return page.Answer();
    }

    private async Task<Dictionary<Guid, InteractionCardAnswer>> Cards(
        IReadOnlyList<TimelineRow> rows,
        CancellationToken ct
    ) =>
        (await cards.Of([.. rows.Select(row => row.Interaction).OfType<InteractionDocument>()], ct)).ToDictionary(
            card => card.Id
        );

    private async ValueTask<TimelineEntryAnswer> Entry(
        TimelineRow row,
        InteractionCardAnswer? interaction,
        HttpContext http
    )
    {
        var deal = row.Deal is { } on ? new InteractionDealAnswer(on.Id, on.Number, on.Title) : null;
        if (row.Event is not { } e)
            return new(
                row.Id,
                TimelineKind.Interaction,
                "interaction",
                EventTitles.Of(typeof(InteractionLogged)).In(Language.Of(http)),
                row.At,
                interaction!.RecordedAt,
                null,
                deal,
                row.Id,
                null,
                null,
                interaction.Description,
                interaction
            );
        return new(
            row.Id,
            TimelineEvents.KindOf(e.Type),
            e.Type,
            EventTitles.Of(e.Type, e.Data).In(Language.Of(http)),
            row.At,
            e.RecordedAt,
            await ActorAnswer.From(e.User, names, http.RequestAborted),
            deal,
            Subjects.Of(e.Data).Select(subject => (Guid?)subject).FirstOrDefault(),
            TimelineEvents.NumberOf(e.Data),
            TimelineEvents.AmountOf(e.Data),
            TimelineEvents.TextOf(e.Data),
            null
        );
    }
}

/// <summary>Timelines of deals and clients.</summary>
public static class TimelinesFeature
{
    public static IServiceCollection AddTimelines(this IServiceCollection services) =>
        services.AddSingleton<TimelinePages>();

    public static void MapTimelines(this IEndpointRouteBuilder routes) => TimelineEndpoints.Map(routes);
}
