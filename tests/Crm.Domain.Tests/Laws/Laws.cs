namespace Crm.Domain.Tests;

/// <summary>Invariants of every deal at every moment, whatever commands it received.</summary>
public static class Laws
{
    /// <summary>At every version and at every instant.</summary>
    public static void Won(Deal deal)
    {
        if (deal.Status != DealStatus.Won)
            return;
        Law.Holds(deal.Client is not null, "a won deal has a client");
        Law.Holds(!deal.OpenTasks.Any(), "a won deal has no open task");
        var lines = deal.Ledger.Orders.Values.SelectMany(x => x.Lines.Values).ToArray();
        Law.Holds(
            deal.Kind.Code is not ("standard-sale" or "two-calls" or RandomKind.Code)
                || lines.Any(x => x.Shipped.Quantity > x.Returned.Quantity),
            "a won deal delivered something"
        );
        Law.Holds(lines.All(x => x.Quantity == x.Cancelled + x.Shipped.Quantity), "a won deal has nothing undelivered");
        var owed =
            lines.Sum(x => x.Shipped.Total)
            - lines.Sum(x => x.Returned.Total)
            - deal.Ledger.Paid
            + deal.Ledger.Refunded
            - deal.Ledger.WrittenOff;
        Law.Holds(owed == 0, $"a won deal has no debt: {owed}");
    }

    /// <summary>Before an event is recorded: neither clock contradicts the other.</summary>
    public static void Order(RandomWalk walk, DomainEvent domainEvent)
    {
        if (walk.Events.Count == 0)
            return;
        Law.Holds(domainEvent.HappenedAt >= walk.Events[0].HappenedAt, "nothing happens before the opening");
        Law.Holds(
            domainEvent.HappenedAt <= walk.Now || domainEvent.HappenedAt <= walk.Events.Max(x => x.HappenedAt),
            "nothing lies in the future"
        );
        var boundary = walk.Events.FindLast(x => x is DealReopened);
        Law.Holds(
            boundary is null || domainEvent.HappenedAt >= boundary.HappenedAt,
            "nothing happens before the last reopening"
        );
        if (domainEvent is ILifecycleEvent)
            Law.Holds(
                domainEvent.HappenedAt >= walk.Events.Last(x => x is ILifecycleEvent).HappenedAt,
                "lifecycle events follow each other"
            );
        if (domainEvent is DealClosed)
            Law.Holds(
                walk.Events.All(x => x.HappenedAt <= domainEvent.HappenedAt),
                "a closing is not before any event"
            );
        if (domainEvent is DebtWrittenOff off)
        {
            var balance = walk.Deal.Ledger.Balance;
            Law.Holds(
                off.Amount.Amount <= (off.Side == DebtSide.Client ? balance.ClientOwes : balance.WeOwe),
                "a write-off closes an open debt"
            );
            Law.Holds(
                walk.Events.All(x =>
                    x is not (PaymentReceived or RefundMade or ShipmentMade or ReturnAccepted or DebtWrittenOff)
                    || x.HappenedAt <= domainEvent.HappenedAt
                ),
                "a write-off is not before an event that made the debt"
            );
        }

        foreach (var value in Watermarks.ValuesOf(domainEvent))
            Law.Holds(
                walk.Events.FindLast(x => Watermarks.ValuesOf(x).Contains(value)) is not { } last
                    || last.HappenedAt <= domainEvent.HappenedAt,
                $"values of {value} follow each other"
            );
    }

    /// <summary>
    /// What a user with a discount limit offers to a client is within the limit, or was approved for exactly this content.
    /// </summary>
    public static void Limited(DealCommand command, Decision decision, DecisionContext at)
    {
        if (at.Context.DiscountLimit is not { } limit)
            return;
        foreach (var domainEvent in decision.Events)
        {
            var found = domainEvent switch
            {
                ProposalIssued f => DiscountFound.In(f.Content.Lines, f.Content.Currency, f.Content.Discount).Largest,
                OrderPlaced { Proposal: null } f => DiscountFound.In(f.Lines, f.Currency, f.Discount).Largest,
                InvoiceIssued when FreeLines(command) is { } lines => DiscountFound
                    .In(lines, ((InvoiceIssued)domainEvent).Total.Currency, null)
                    .Largest,
                _ => 0,
            };
            var approved =
                command is IssueProposal issue
                && at.Deal.Proposals[issue.Proposal].Approval is { Status: ApprovalStatus.Approved } approval
                && approval.ContentRevision == issue.Revision;
            Law.Holds(found <= limit || approved, $"a discount above the limit is approved: {found}");
        }
    }

    /// <summary>The free lines of an invoice that is issued or issued again; null: it has none.</summary>
    private static ImmutableArray<PricedLine>? FreeLines(DealCommand command) =>
        command switch
        {
            IssueInvoice { Amount: null } invoice => invoice.Lines,
            ReissueInvoice { Anew: { Amount: null } anew } => anew.Lines,
            _ => null,
        };

    /// <summary>Whether a command, evidence or a closing completes a task: its checks are met at that moment.</summary>
    public static void Proven(RandomWalk walk, Decision decision, DecisionContext at)
    {
        foreach (var domainEvent in decision.Events)
        {
            if (domainEvent is StageTaskCompleted completed && at.Deal.Tasks.TryGetValue(completed.Task, out var task))
            {
                var unmet = Check
                    .EvaluateAll(walk.Process.Template(task.Code)!.Checks, at.ForChecks, task.ForChecks)
                    .SelectMany(x => x.Blockers)
                    .Select(x => x.Code)
                    .ToArray();
                Law.Holds(
                    unmet.Length == 0,
                    $"a completed task's checks hold: {task.Code} lacks {string.Join(", ", unmet)}"
                );
            }

            at = at with { Deal = Deal.Evolve(at.Deal, TheDeal, domainEvent) };
        }
    }

    public static void AfterCommand(RandomWalk walk, Decision decision)
    {
        var deal = walk.Deal;
        Law.Holds(
            deal.Version == walk.Events.Count(x => x is not IAuditOnly),
            "the version does not count audit-only events"
        );
        Tasks(walk);
        if (!walk.Events.SequenceEqual(walk.ByTime.Select(x => x.Fact), ReferenceEqualityComparer.Instance))
            Law.Holds(TestJson.Of(deal) == TestJson.Of(walk.ByTime[^1].After), "both orders give one state");
        if (decision.Events.Any(x => x is StageTaskCompleted))
            Evidence(walk);
        if (decision.Events.Any(x => x is SettlementEvent))
            Sums.Hold(walk);
    }

    /// <summary>A past state leaves out some of the events; the rest can still be applied.</summary>
    public static void Holes(RandomWalk walk, int seed)
    {
        Deal? deal = null;
        for (var i = 0; i < walk.Events.Count; i++)
            if ((i * 7 + seed) % 5 != 0)
                deal = Deal.Evolve(deal, TheDeal, walk.Events[i]);
        _ = deal?.Ledger.Balance;
    }

    private static void Tasks(RandomWalk walk)
    {
        var open = walk.Deal.OpenTasks.ToArray();
        Law.Holds(open.Length == 0 || walk.Deal.IsOpen, "only open deals have open tasks");
        Law.Holds(open.All(x => x.Stage == walk.Deal.Stage?.Stage), "open tasks belong to the stage");
        Law.Holds(open.Select(x => x.Code).Distinct().Count() == open.Length, "a template is open once");
        if (walk.Process.Mode == ProcessMode.Guided && walk.Deal.IsOpen && !walk.Deal.ByHand)
            Law.Holds(
                open.Any(x => walk.Process.Template(x.Code)!.Mandatory),
                $"a guided deal is never stuck: {open.Length} open tasks"
            );
    }

    private static void Evidence(RandomWalk walk)
    {
        var completed = walk.Events.OfType<StageTaskCompleted>().ToArray();
        var used = completed.SelectMany(x => x.Evidence).ToArray();
        Law.Holds(used.Distinct().Count() == used.Length, "evidence proves one task only");
        var last = completed[^1];
        var task = walk.Deal.Tasks[last.Task];
        foreach (var one in last.Evidence)
        {
            var proof = walk.Events.Last(x => NameOf(x) == one);
            Law.Holds(proof.HappenedAt <= last.HappenedAt, "evidence does not lie after the completion");
            Law.Holds(!task.Again || proof.HappenedAt > task.RaisedAt, "a later raising takes later events");
        }
    }

    private static Evidence? NameOf(DomainEvent domainEvent) =>
        domainEvent switch
        {
            InteractionRecorded { IsEvidence: true } f => new("interaction_recorded", f.Interaction.Value),
            PresentationHeld f => new("presentation_held", f.Presentation.Value),
            ProposalIssued f => new("proposal_issued", f.Proposal.Value),
            ProposalSent f => new("proposal_sent", f.Proposal.Value),
            ProposalAccepted f => new("proposal_accepted", f.Proposal.Value),
            _ => null,
        };
}
