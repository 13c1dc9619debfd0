using Crm.Domain.Deals.Activities;
using Crm.Domain.Deals.Lifecycle;
using Crm.Domain.Deals.Proposals;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Deals.Tasks;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals;

public sealed partial record Deal
{
    /// <summary>
    /// Folds one event. Total: a prefix with gaps (asOf) folds too. Never validates, never rounds, never reads a clock.
    /// </summary>
    public static Deal Evolve(Deal? before, DealId id, DomainEvent domainEvent)
    {
        var deal = before ?? new Deal { Id = id };
        var after = domainEvent switch
        {
            DealOpened f => deal.Opened(f),
            DealRetitled f => deal with { Title = f.Title },
            ClientIdentified f => deal with { Client = f.Client },
            ManagerAssigned f => deal with { Manager = f.Manager },
            ParticipantsChanged f => deal with { Participants = f.Participants },
            ExpectedAmountChanged f => deal with { ExpectedAmount = f.Amount },
            ProbabilityChanged f => deal with { GivenProbability = f.Percent },
            SourceChanged f => deal with { Source = f.Source },
            InterestChanged f => deal with { Interest = f.Lines },
            ExpectedCloseChanged f => deal with { ExpectedCloseOn = f.On },
            DealCommentChanged f => deal with { Comment = f.Comment },
            ExternalRefsChanged f => deal with { ExternalRefs = f.Refs },
            CustomFieldsChanged f => deal with { CustomFields = deal.CustomFields.After(f.Fields) },
            CommentAdded => deal,
            AttachmentAdded f => deal with
            {
                Attachments = deal.Attachments.SetItem(
                    f.Attachment,
                    new(f.Attachment, f.Name, f.ContentType, f.HappenedAt)
                ),
            },
            AttachmentRemoved f => deal.AttachmentGone(f),
            StageEntered f => deal with { Stage = new Visit(f.Stage, f.Probability, f.HappenedAt, f.Move) },
            StageTaskRaised f => deal.Raised(f),
            StageTaskCompleted f => deal.Completed(f),
            StageTaskSkipped f => deal.TaskClosed(f.Task, StageTaskStatus.Skipped, f),
            StageTaskWithdrawn f => deal.Withdrawn(f).TaskClosed(f.Task, StageTaskStatus.Withdrawn, f),
            StageTaskReassigned f => deal.TaskChanged(
                f.Task,
                x => x with { Assignee = f.Assignee, Role = null, AcceptedFrom = null, AssignedAt = f.HappenedAt }
            ),
            StageTaskAccepted f => deal.TaskChanged(
                f.Task,
                x => x with { Assignee = f.Assignee, Role = null, AcceptedFrom = f.Role, AssignedAt = f.HappenedAt }
            ),
            StageTaskPostponed f => deal.Postponed(f),
            KindVersionChanged f => deal with { Kind = f.To },
            DealConvertedToManual => deal with { ByHand = true },
            ProcessResumed => deal with { ByHand = false },
            StageTaskOverdue f => deal.TaskChanged(f.Task, x => x with { Overdue = true }),
            StageTaskCompletionRefused => deal,
            InteractionRecorded { IsEvidence: false } => deal,
            InteractionRecorded f => deal.Proof("interaction_recorded", f.Interaction.Value, f, f.Kind, f.Direction),
            InteractionRevised f => deal.Revised(f),
            InteractionDetached f => deal.Voided(f.Interaction, f),
            PresentationHeld f => deal.Proof("presentation_held", f.Presentation.Value, f),
            ProposalEvent f => deal.ProposalChanged(f),
            SettlementEvent f => deal.Settled(f),
            MailEvent f => deal with { Mails = Mail.After(deal.Mails, f) },
            DealClosed f => deal with
            {
                Status = f.Outcome == Outcome.Won ? DealStatus.Won : DealStatus.Lost,
                Closing = new Closing(
                    f.Outcome,
                    f.Stage,
                    f.Amount,
                    f.Probability,
                    f.Reason,
                    f.Comment,
                    f.Competitor,
                    f.Waiver,
                    f.HappenedAt,
                    []
                )
                {
                    StageEnteredAt = deal.Stage?.EnteredAt,
                    NotChecked = f.NotChecked,
                },
            },
            DealReopened => deal with { Status = DealStatus.Open, Closing = null },
            _ => throw new ArgumentOutOfRangeException(
                nameof(domainEvent),
                domainEvent.GetType().Name,
                "an event that deals do not handle"
            ),
        };
        return after with
        {
            Marks = after.Marks.After(domainEvent),
            Version = domainEvent is IAuditOnly ? deal.Version : deal.Version + 1,
        };
    }

    private Deal Opened(DealOpened f) =>
        this with
        {
            Number = f.Number,
            Title = f.Title,
            Kind = f.Kind,
            Client = f.Client,
            Manager = f.Manager,
            ExpectedAmount = f.ExpectedAmount,
            GivenProbability = f.Probability,
            Source = f.Source,
            Interest = f.Interest,
            ExpectedCloseOn = f.ExpectedCloseOn,
            Comment = f.Comment,
            ExternalRefs = f.ExternalRefs,
            CustomFields = f.CustomFields ?? CustomFields,
        };

    private Deal Raised(StageTaskRaised f) =>
        this with
        {
            Tasks = Tasks.SetItem(
                f.Task,
                new StageTask(f.Task, f.Code, f.Stage, StageTaskStatus.Open, f.HappenedAt, f.DueAt, f.Timed, f.Again)
                {
                    Assignee = f.Assignee,
                    Role = f.Role,
                    AssignedAt = f.HappenedAt,
                    Position = Tasks.Count,
                }
            ),
        };

    private Deal Postponed(StageTaskPostponed f) =>
        TaskChanged(
            f.Task,
            x =>
                x with
                {
                    DueAt = f.DueAt,
                    Timed = f.Timed,
                    Overdue = false,
                    FirstDueAt = x.FirstDueAt ?? x.DueAt,
                    Postponed = x.Postponed + 1,
                    PostponedAt = f.HappenedAt,
                }
        );

    private Deal Completed(StageTaskCompleted f) =>
        TaskChanged(
            f.Task,
            x =>
                x with
                {
                    Status = StageTaskStatus.Completed,
                    ClosedAt = f.HappenedAt,
                    Evidence = f.Evidence,
                    Ticked = f.Checklist ?? [],
                }
        );

    private Deal AttachmentGone(AttachmentRemoved f) =>
        Attachments.TryGetValue(f.Attachment, out var found)
            ? this with
            {
                Attachments = Attachments.SetItem(f.Attachment, found with { RemovedAt = f.HappenedAt }),
            }
            : this;

    private Deal TaskClosed(StageTaskId task, StageTaskStatus status, DomainEvent f) =>
        TaskChanged(task, x => x with { Status = status, ClosedAt = f.HappenedAt });

    /// <summary>The closing is recorded before the withdrawals that it causes.</summary>
    private Deal Withdrawn(StageTaskWithdrawn f) =>
        Closing is null ? this : this with { Closing = Closing with { Withdrawn = Closing.Withdrawn.Add(f.Code) } };

    private Deal TaskChanged(StageTaskId task, Func<StageTask, StageTask> change) =>
        Tasks.TryGetValue(task, out var found) ? this with { Tasks = Tasks.SetItem(task, change(found)) } : this;

    /// <summary>What is no evidence, such as an interaction of a closed deal, does not become any.</summary>
    private Deal Revised(InteractionRevised f)
    {
        var evidence = new Evidence("interaction_recorded", f.Interaction.Value);
        return Evidences.LastOrDefault(one => one.VoidAt is null && one.Evidence == evidence) is { } before
            ? Voided(f.Interaction, f).Proof(before with { Interaction = f.Kind, Direction = f.Direction })
            : this;
    }

    private Deal Voided(InteractionId interaction, DomainEvent f)
    {
        var evidence = new Evidence("interaction_recorded", interaction.Value);
        return this with
        {
            Evidences =
            [
                .. Evidences.Select(one =>
                    one.VoidAt is null && one.Evidence == evidence ? one with { VoidAt = f.HappenedAt } : one
                ),
            ],
        };
    }

    /// <summary>Sorted oldest first, so that the first match is the oldest one.</summary>
    private Deal Proof(
        string name,
        Guid about,
        DomainEvent f,
        InteractionKind? interaction = null,
        Direction? direction = null
    ) => Proof(new UnusedEvidence(new Evidence(name, about), f.HappenedAt, interaction, direction));

    private Deal Proof(UnusedEvidence added)
    {
        var at = Evidences.Length;
        while (at > 0 && Later(Evidences[at - 1], added))
            at--;
        return this with { Evidences = Bounded(Evidences.Insert(at, added), added) };
    }

    /// <summary>
    /// Limits the stored evidence: a deal may have ten thousand calls, and every command loads its state. Of each sort
    /// the oldest and the newest are stored. The first raising of a task uses the oldest, later raisings use the
    /// newest. The selection depends neither on the order of recording nor on what was used in between.
    /// </summary>
    private static ImmutableArray<UnusedEvidence> Bounded(ImmutableArray<UnusedEvidence> all, UnusedEvidence added)
    {
        var (count, middle) = (0, -1);
        for (var i = 0; i < all.Length; i++)
        {
            if (!all[i].SameSort(added))
                continue;
            if (count == UnusedEvidence.Kept)
                middle = i;
            count++;
        }

        return count > 2 * UnusedEvidence.Kept ? all.RemoveAt(middle) : all;
    }

    private static bool Later(UnusedEvidence a, UnusedEvidence b) =>
        a.HappenedAt != b.HappenedAt ? a.HappenedAt > b.HappenedAt
        : a.Evidence.Id != b.Evidence.Id ? a.Evidence.Id.CompareTo(b.Evidence.Id) > 0
        : string.CompareOrdinal(a.Evidence.Fact, b.Evidence.Fact) > 0;
}
