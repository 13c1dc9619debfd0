using System.Text.Json;
using Crm.Domain.Deals;
using Crm.Domain.Deals.Settlement;

namespace Crm.Projections.Deals;

/// <summary>What a deal shows in lists and by itself: everything that its own stream knows, without names of other things.</summary>
public sealed record DealCard(
    DealId Id, string Number, string Title, DealStatus Status, KindVersion Kind, Visit? Stage, ImmutableArray<StageTask> OpenTasks, ClientId? Client,
    UserId? Manager, ImmutableArray<UserId> Participants, Money? ExpectedAmount, int Probability, string? Source, ImmutableArray<InterestLine> Interest,
    DateOnly? ExpectedCloseOn, string? Comment, ImmutableArray<ExternalRef> ExternalRefs, Currency? Currency, Balance Balance, ClosingCard? Closing,
    DateTimeOffset OpenedAt, DateTimeOffset HappenedAt, DateTimeOffset UpdatedAt, int Version)
{
    public static DealCard Of(Deal deal, DateTimeOffset happenedAt, DateTimeOffset updatedAt) => new(
        deal.Id, deal.Number, deal.Title, deal.Status, deal.Kind, deal.Stage, [.. deal.OpenTasks.OrderBy(x => x.RaisedAt).ThenBy(x => x.Id)], deal.Client,
        deal.Manager, deal.Participants, deal.ExpectedAmount, deal.Probability, deal.Source, deal.Interest, deal.ExpectedCloseOn, deal.Comment?.Text,
        deal.ExternalRefs, deal.Currency, deal.Ledger.Balance, ClosingCard.Of(deal.Closing), deal.Marks.OpenedAt, happenedAt, updatedAt, deal.Version);

    public static DealCard Of(DealDocument document) => Of(document.State, document.HappenedAt, document.UpdatedAt);

    public static string Write(DealDocument document) => JsonSerializer.Serialize(Of(document), CrmStore.Json);

    public static DealCard Read(string card) => JsonSerializer.Deserialize<DealCard>(card, CrmStore.Json)!;
}

/// <summary>The closing in force.</summary>
public sealed record ClosingCard(
    Outcome Outcome, string? Reason, string? Comment, string? Competitor, string? Waiver, string? Stage, Money? Amount, int Probability, DateTimeOffset At)
{
    public static ClosingCard? Of(Closing? x) => x is null ? null
        : new(x.Outcome, x.Reason, x.Comment?.Text, x.Competitor?.Text, x.Waiver?.Text, x.Stage, x.Amount, x.Probability, x.At);
}
