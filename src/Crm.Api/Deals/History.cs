using System.Globalization;
using Crm.Api.Clients;
using Crm.Api.Paging;
using Crm.Api.Resources;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Activities;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;
using JasperFx.Events;

namespace Crm.Api.Deals;

/// <summary>GET /deals/{dealId}/history.</summary>
public static class HistoryEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/deals/{dealId:guid}/history", Get)
            .Operation(
                new("getHistory")
                {
                    Permission = Permissions.DealsRead,
                    Tag = "Deals",
                    Summary = "Read the history of a deal",
                    Description =
                        "Every event of the deal in the order of recording, with author, time, cause and "
                        + "changed values. An event that cannot be read is named by `unreadable`; the others are shown.",
                    Query =
                    [
                        .. Param.Page,
                        Param.AsOf,
                        Param.KnownAt,
                        new(
                            "type",
                            "string",
                            "Stored names of events, separated by commas.",
                            "deal_closed,deal_reopened"
                        ),
                        new("actor", "string", "Only events of this actor, as `kind:id`."),
                        new(
                            "about",
                            "uuid",
                            "Only events about the document with this id, including those of documents made "
                                + "from it or against it."
                        ),
                    ],
                    Refusals = ["deal.not_found", "cursor.invalid"],
                }
            )
            .Answers<Listed<HistoryAnswer>>();

    private static async Task<IResult> Get(
        Guid dealId,
        HttpContext http,
        DealReader deals,
        CursorSeal cursors,
        Names names,
        DocumentClients clients
    )
    {
        var (limit, types, actor, about, scope) = (
            Query.Limit(http),
            Query.List(http, "type"),
            Query.Text(http, "actor"),
            Query.Id(http, "about"),
            PageOf.Scope(http)
        );
        if (types?.FirstOrDefault(x => !EventCatalogue.Entries.Any(e => e.Name == x)) is { } odd)
            throw Query.Invalid("type", $"'{odd}' is no stored name of a fact");
        var after = Query.Text(http, "cursor") is { } cursor
            ? long.Parse(cursors.Open(scope, cursor)[0], CultureInfo.InvariantCulture)
            : 0;
        var events = await deals.FactsForReading(
            dealId,
            Query.Instant(http, "asOf"),
            Query.Instant(http, "knownAt"),
            http.RequestAborted
        );
        var found = DealHistory
            .Of(dealId, events)
            .Where(x =>
                x.Event.Version > after
                && (types is null || types.Contains(x.Event.EventTypeName))
                && (actor is null || x.Event.UserName == actor)
                && (about is not { } id || Subjects.Of(x.DomainEvent).Contains(id))
            )
            .Take(limit + 1)
            .ToArray();
        List<HistoryAnswer> items = [];
        foreach (var item in found.Take(limit))
            items.Add(await Answer(http, item, names, clients));
        return Pages.Of(
            http,
            new Listed<HistoryAnswer>(
                items,
                found.Length > limit
                    ? cursors.Seal(scope, [items[^1].Version.ToString(CultureInfo.InvariantCulture)])
                    : null
            )
        );
    }

    private static async Task<HistoryAnswer> Answer(
        HttpContext http,
        HistoryItem x,
        Names names,
        DocumentClients clients
    )
    {
        var e = x.Event;
        var costs = Caller.Of(http).Grants.Has(Permissions.CostSee);
        var late = x.DomainEvent.Cause?.Kind != "timer" && e.Timestamp - x.DomainEvent.HappenedAt > Clocks.Tolerance;
        return new HistoryAnswer(
            e.Id,
            e.Sequence,
            e.Version,
            e.EventTypeName,
            EventTitles.Of(e.EventTypeName).In(Language.Of(http)),
            x.DomainEvent.HappenedAt,
            e.Timestamp,
            late,
            await ActorAnswer.From(e, names, http.RequestAborted),
            x.DomainEvent.Cause,
            Header(e, "command"),
            e.CorrelationId,
            e.CausationId,
            Comment(x.DomainEvent),
            costs ? x.Changes : [.. x.Changes.Where(c => !EventData.IsCost(c.Field))],
            x.DomainEvent is UnreadableEvent
                ? null
                : EventData.Of(
                    x.DomainEvent,
                    costs,
                    await clients.Sees(http.Viewer(), x.DomainEvent, null, http.RequestAborted)
                ),
            (x.DomainEvent as UnreadableEvent)?.Code
        );
    }

    private static string? Header(IEvent e, string name) => e.GetHeader(name)?.ToString();

    private static string? Comment(DomainEvent domainEvent) =>
        domainEvent switch
        {
            StageTaskCompleted f => f.Comment?.Text,
            StageTaskSkipped f => f.Reason.Text,
            StageEntered f => f.Reason?.Text,
            ProposalAccepted f => f.Comment?.Text,
            ProposalDeclined f => f.Reason.Text,
            ProposalWithdrawn f => f.Reason?.Text,
            DiscountApprovalRequested f => f.Comment?.Text,
            DiscountApproved f => f.Comment?.Text,
            DiscountRejected f => f.Reason.Text,
            OrderLinesCancelled f => f.Reason.Text,
            InvoiceCancelled f => f.Reason?.Text,
            RefundMade f => f.Reason.Text,
            ReturnAccepted f => f.Reason.Text,
            DebtWrittenOff f => f.Reason.Text,
            DealClosed f => f.Comment?.Text ?? f.Waiver?.Text,
            DealReopened f => f.Reason.Text,
            CommentAdded f => f.Text.Text,
            AttachmentAdded f => f.Comment?.Text,
            DocumentMailed f => f.Subject.Text,
            MailDeferred f => f.Answer?.Text,
            MailFailed f => f.Answer?.Text,
            AttachmentRemoved f => f.Reason?.Text,
            _ => null,
        };
}
