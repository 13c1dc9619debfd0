using System.Text.Json;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;
using Crm.Projections.ReadModels.CustomFields;

namespace Crm.Api.Deals;

/// <summary>
/// A deal as it goes over the wire, rendered once when it is written: only what stands elsewhere or depends on the language
/// (names, titles) is left open, as tokens that a reader fills in (<see cref="CardFormat"/>). Lists then copy bytes instead of
/// building objects (ADR 5).
/// </summary>
public static class DealCard
{
    public static byte[] Write(DealDocument document) => JsonSerializer.SerializeToUtf8Bytes(Of(document), Wire.Json);

    /// <summary>The answer with tokens in the place of names and titles.</summary>
    public static DealAnswer Of(DealDocument document)
    {
        var deal = document.State;
        var kind = deal.Kind;
        var manager = Person(deal.Manager);
        return new DealAnswer(
            deal.Id.Value,
            deal.Number,
            deal.Title,
            deal.Status,
            new(
                deal.Kind.Code,
                deal.Kind.Version,
                CardFormat.Encode(CardToken.KindTitle, kind),
                deal.ByHand ? "manual" : CardFormat.Encode(CardToken.Mode, kind)
            ),
            deal.Stage is { } stage
                ? new(stage.Stage, CardFormat.Encode(CardToken.StageTitle, kind, stage.Stage), stage.EnteredAt)
                : null,
            [.. deal.OpenTasks.Select(x => Task(kind, x, manager))],
            deal.Client is { } client
                ? new(client.Value, CardFormat.Encode(CardToken.ClientName, client.ToString()))
                : null,
            manager,
            [.. deal.Participants.Select(x => Person(x)!)],
            deal.ExpectedAmount,
            deal.Probability,
            deal.Source is { } source
                ? new(
                    source,
                    CardFormat.Encode(CardToken.SourceTitle, source),
                    CardFormat.Encode(CardToken.SourceChannel, source)
                )
                : null,
            [.. deal.Interest.Select(Asked)],
            deal.ExpectedCloseOn,
            deal.Comment?.Text,
            deal.ExternalRefs,
            FieldJson.Of(deal.CustomFields),
            BalanceAnswer.Of(deal.Ledger, deal.Currency ?? new Currency("")),
            Closing(kind, deal.Closing),
            deal.Marks.OpenedAt,
            document.HappenedAt,
            document.UpdatedAt,
            document.UpdatedAt,
            deal.Version
        );
    }

    /// <summary>A line of the interest.</summary>
    public static InterestAnswer Asked(InterestLine line) =>
        new(line.Product?.Value, line.Text, line.Quantity, line.Unit, line.Amount, FieldJson.Of(line.CustomFields));

    private static OpenTaskAnswer Task(KindVersion kind, StageTask x, NamedAnswer? assignee) =>
        new(
            x.Id.Value,
            x.Code,
            CardFormat.Encode(CardToken.TaskTitle, kind, x.Code),
            x.Stage,
            x.Status,
            x.Assignee is { } given ? Person(given)
                : x.Role is null ? assignee
                : null,
            x.Role,
            x.RaisedAt,
            x.DueAt
        );

    private static NamedAnswer? Person(UserId? user) =>
        user is { } id ? new(id.Value, CardFormat.Encode(CardToken.UserName, id.ToString())) : null;

    private static ClosingAnswer? Closing(KindVersion kind, Closing? x) =>
        x is null
            ? null
            : new(
                x.Outcome,
                x.Reason,
                x.Reason is null ? null : CardFormat.Encode(CardToken.LostReasonTitle, x.Reason),
                x.Comment?.Text,
                x.Competitor?.Text,
                x.Waiver?.Text,
                x.Stage is null
                    ? null
                    : new(x.Stage, CardFormat.Encode(CardToken.StageTitle, kind, x.Stage), x.StageEnteredAt ?? x.At),
                x.Amount,
                x.Probability,
                x.At
            )
            {
                NotChecked = x.NotChecked is { } left
                    ?
                    [
                        .. left.Select(code => new GateConditionAnswer(
                            code,
                            CardFormat.Encode(CardToken.GateCondition, code)
                        )),
                    ]
                    : null,
            };
}
