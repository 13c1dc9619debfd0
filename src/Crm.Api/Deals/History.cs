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

namespace Crm.Api.Deals;

/// <summary>GET /deals/{dealId}/history.</summary>
public static class HistoryEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/deals/{dealId:guid}/history", Get)
            .Operation(
                new("listDealHistory")
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
                        new Param(
                            "type",
                            "string",
                            "Stored names of events, separated by commas.",
                            "deal_closed,deal_reopened"
                        ).Checked(http => Types(http)),
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
            .AnswersList<HistoryAnswer>();

    private static string[]? Types(HttpContext http) =>
        Query.List(http, "type") is not { } types ? null
        : types.FirstOrDefault(x => !EventCatalogue.Entries.Any(e => e.Name == x)) is { } odd
            ? throw Query.Invalid("type", $"'{odd}' is no stored name of an event")
        : types;

    private static async Task<IResult> Get(
        Guid dealId,
        HttpContext http,
        DealReader deals,
        CursorSeal cursors,
        KnownNames known,
        DocumentClients clients,
        OtherDeals others
    )
    {
        var names = known.At(Query.Instant(http, "knownAt"));
        var (types, actor, about) = (Types(http), Query.Text(http, "actor"), Query.Id(http, "about"));
        var page = new PageBuilder(http, cursors, PageOf.Scope(http));
        var after = page.After is [var last] ? long.Parse(last, CultureInfo.InvariantCulture) : 0;
        var events = DealHistory.Of(
            dealId,
            deals.Events(http, dealId, tolerant: true),
            e =>
                e.Version > after
                && (types is null || types.Contains(e.Type))
                && (actor is null || e.User == actor)
                && (about is not { } id || Subjects.Of(e.Data).Contains(id))
        );
        var found = await EventsOfPage.Read(events, page.Limit, item => item.Size);
        foreach (var item in found.Items)
            if (
                !page.Add(
                    await Answer(http, item, names, (clients, others)),
                    item.Event.Version.ToString(CultureInfo.InvariantCulture)
                )
            )
                return page.Answer();
        if (found.More)
            page.Cut();
        return page.Answer();
    }

    private static async Task<HistoryAnswer> Answer(
        HttpContext http,
        HistoryItem x,
        NamesAt names,
        (DocumentClients Clients, OtherDeals Deals) named
    )
    {
        var (e, domainEvent) = (x.Event, x.Event.Data);
        var costs = Caller.Of(http).Grants.Has(Permissions.CostSee);
        var late = domainEvent.Cause?.Kind != "timer" && e.RecordedAt - domainEvent.HappenedAt > Clocks.Tolerance;
        return new HistoryAnswer(
            e.Id,
            e.Sequence,
            e.Version,
            e.Type,
            EventTitles.Of(e.Type, domainEvent).In(Language.Of(http)),
            domainEvent.HappenedAt,
            e.RecordedAt,
            late,
            await ActorAnswer.From(e.User, names.Actor, http.RequestAborted),
            domainEvent.Cause,
            e.Command,
            e.Correlation,
            e.Causation,
            Comment(domainEvent),
            costs ? x.Changes : [.. x.Changes.Where(c => !EventData.IsCost(c.Field))],
            domainEvent is UnreadableContent
                ? null
                : EventData.Of(
                    domainEvent,
                    costs,
                    await named.Clients.Sees(http.Viewer(), domainEvent, null, http.RequestAborted),
                    await named.Deals.SeesAll(http.Viewer(), domainEvent, http.RequestAborted)
                ),
            (domainEvent as UnreadableContent)?.Code
        );
    }

    private static string? Comment(DomainEvent domainEvent) =>
        domainEvent switch
        {
            StageTaskCompleted f => f.Comment?.Text,
            StageTaskSkipped f => f.Reason.Text,
            StageTaskPostponed f => f.Reason.Text,
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
            PaymentReversed f => f.Reason.Text,
            RefundReversed f => f.Reason.Text,
            ShipmentReversed f => f.Reason.Text,
            ReturnReversed f => f.Reason.Text,
            WriteOffReversed f => f.Reason.Text,
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
