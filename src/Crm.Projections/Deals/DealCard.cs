using System.Globalization;
using System.Text.Json;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Tasks;
using Crm.Projections.CustomFields;

namespace Crm.Projections.Deals;

/// <summary>
/// A deal as it goes over the wire, rendered once when it is written: only what stands elsewhere or depends on the language
/// (names, titles) is left open, as tokens that a reader fills in. Lists then copy bytes instead of building objects (ADR 5).
/// A token is a text between two U+0001, which no text of a client may hold.
/// </summary>
public static class DealCard
{
    public const char Mark = '\u0001';

    public static byte[] Write(DealDocument document) => JsonSerializer.SerializeToUtf8Bytes(Of(document), Wire.Json);

    /// <summary>The answer with tokens in the place of names and titles.</summary>
    public static DealAnswer Of(DealDocument document)
    {
        var deal = document.State;
        var pin = string.Create(CultureInfo.InvariantCulture, $"{deal.Kind.Code}@{deal.Kind.Version}");
        var manager = Person(deal.Manager);
        return new DealAnswer(
            deal.Id.Value,
            deal.Number,
            deal.Title,
            deal.Status,
            new(deal.Kind.Code, deal.Kind.Version, Token('K', pin), deal.ByHand ? "manual" : Token('M', pin)),
            deal.Stage is { } stage ? new(stage.Stage, Token('S', $"{pin}:{stage.Stage}"), stage.EnteredAt) : null,
            [.. deal.OpenTasks.OrderBy(x => x.RaisedAt).ThenBy(x => x.Id).Select(x => Task(pin, x, manager))],
            deal.Client is { } client ? new(client.Value, Token('C', client.ToString())) : null,
            manager,
            [.. deal.Participants.Select(x => Person(x)!)],
            deal.ExpectedAmount,
            deal.Probability,
            deal.Source is { } source ? new(source, Token('O', source), Token('H', source)) : null,
            [
                .. deal.Interest.Select(x => new InterestAnswer(
                    x.Product?.Value,
                    x.Text,
                    x.Quantity,
                    x.Unit,
                    x.Amount,
                    FieldJson.Of(x.CustomFields)
                )),
            ],
            deal.ExpectedCloseOn,
            deal.Comment?.Text,
            deal.ExternalRefs,
            FieldJson.Of(deal.CustomFields),
            BalanceAnswer.Of(deal.Ledger.Balance, deal.Currency ?? new Currency("")),
            Closing(pin, deal.Closing),
            deal.Marks.OpenedAt,
            document.HappenedAt,
            document.UpdatedAt,
            document.UpdatedAt,
            deal.Version
        );
    }

    private static OpenTaskAnswer Task(string pin, StageTask x, NamedAnswer? assignee) =>
        new(
            x.Id.Value,
            x.Code,
            Token('T', $"{pin}:{x.Code}"),
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
        user is { } id ? new(id.Value, Token('U', id.ToString())) : null;

    private static ClosingAnswer? Closing(string pin, Closing? x) =>
        x is null
            ? null
            : new(
                x.Outcome,
                x.Reason,
                x.Reason is null ? null : Token('R', x.Reason),
                x.Comment?.Text,
                x.Competitor?.Text,
                x.Waiver?.Text,
                x.Stage is null ? null : new(x.Stage, Token('S', $"{pin}:{x.Stage}"), x.At),
                x.Amount,
                x.Probability,
                x.At
            );

    internal static string Token(char kind, string key) => $"{Mark}{kind}:{key}{Mark}";
}
