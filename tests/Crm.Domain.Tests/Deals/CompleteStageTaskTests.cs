namespace Crm.Domain.Tests;

public sealed class CompleteStageTaskTests
{
    private static readonly Blocker NoLegalDetails = new(
        "client.legal_details_missing",
        $"client:{Acme}",
        "taxId, registeredName",
        "missing: taxId",
        Fixes.To("editClient", ("clientId", Acme))
    );

    [Fact]
    public void Raises_the_first_task_of_the_next_stage_due_at_the_end_of_a_day_in_Moscow()
    {
        var given = Deals.Opened.Did(Verbs.Called);
        Given(given)
            .When(Complete(given))
            .Then(
                new StageTaskCompleted(
                    given.Open.Id,
                    "record-first-contact",
                    [new("interaction_recorded", Call.Value)],
                    null,
                    null,
                    null
                ),
                new StageEntered("qualification", 20, null, StageMove.Passed) { Cause = Cause.Task(given.Open.Id) },
                new StageTaskRaised(
                    given.NextTask,
                    "qualify-client",
                    "qualification",
                    Utc(3, 4, "20:59:59"),
                    true,
                    false
                )
                {
                    Cause = Cause.Task(given.Open.Id),
                }
            );
    }

    [Fact]
    public void Counts_days_in_the_company_time_zone()
    {
        var given = Deals.Opened.Did(Verbs.Called).At(Utc(3, 2, "21:00:00"));
        Given(given)
            .When(Complete(given))
            .Then(
                new StageTaskCompleted(
                    given.Open.Id,
                    "record-first-contact",
                    [new("interaction_recorded", Call.Value)],
                    null,
                    null,
                    null
                ),
                new StageEntered("qualification", 20, null, StageMove.Passed) { Cause = Cause.Task(given.Open.Id) },
                new StageTaskRaised(
                    given.NextTask,
                    "qualify-client",
                    "qualification",
                    Utc(3, 5, "20:59:59"),
                    true,
                    false
                )
                {
                    Cause = Cause.Task(given.Open.Id),
                }
            );
    }

    [Fact]
    public void First_contact_needs_an_interaction() =>
        Given(Deals.Opened)
            .When(Complete(Deals.Opened))
            .ThenUnmet("record-first-contact", Blocked.OfDeal("interaction.missing", "1", "0", "recordInteraction"));

    [Fact]
    public void A_note_is_no_evidence()
    {
        var given = Deals.Opened.Did(Verbs.Called with { Kind = InteractionKind.Note });
        Given(given)
            .When(Complete(given))
            .ThenUnmet("record-first-contact", Blocked.OfDeal("interaction.missing", "1", "0", "recordInteraction"));
    }

    [Fact]
    public void Qualification_lists_all_that_is_unmet_and_leaves_a_fact() =>
        Given(Deals.InQualification)
            .When(Complete(Deals.InQualification))
            .ThenUnmet(
                "qualify-client",
                Blocked.Unidentified,
                Blocked.OfDeal("interest.missing", "1", "0", "setInterest"),
                Blocked.OfDeal("amount.missing", "> 0", "none", "editDeal")
            );

    [Fact]
    public void Qualification_lists_only_what_is_unmet()
    {
        var given = Deals
            .InQualification.Did(new IdentifyClient(Acme))
            .Did(new EditDeal([new ExpectedAmountChanged(Roubles(0))]));
        Given(given)
            .When(Complete(given))
            .ThenUnmet(
                "qualify-client",
                Blocked.OfDeal("interest.missing", "1", "0", "setInterest"),
                Blocked.OfDeal("amount.missing", "> 0", "0.00 RUB", "editDeal")
            );
    }

    [Fact]
    public void A_refusal_does_not_move_the_version()
    {
        var (decision, used) = Deals.Opened.Decide(Complete(Deals.Opened), null, Rights.All);
        Deals.Opened.Appended(decision, used).Deal.Version.Should().Be(Deals.Opened.Deal.Version);
    }

    [Fact]
    public void Proposal_needs_one_that_is_issued()
    {
        Given(Deals.InProposal)
            .When(Complete(Deals.InProposal))
            .ThenUnmet("prepare-proposal", Blocked.OfDeal("proposal.not_issued", "issued", "none", "draftProposal"));
        var drafted = Deals.InProposal.Did(new DraftProposal(Offer, Chairs10));
        Given(drafted)
            .When(Complete(drafted))
            .ThenUnmet(
                "prepare-proposal",
                Blocked.OfProposal("proposal.not_issued", Offer, "issued", "draft", "issueProposal")
            );
    }

    [Fact]
    public void Proposal_must_not_have_expired()
    {
        var given = Deals.WithOffer.At(Utc(3, 31, "21:00:00"));
        Given(given)
            .When(Complete(given))
            .ThenUnmet(
                "prepare-proposal",
                Blocked.OfProposal(
                    "proposal.expired",
                    Offer,
                    "not expired",
                    "expired 2026-03-31T20:59:59Z",
                    "reviseProposal"
                )
            );
    }

    [Fact]
    public void A_withdrawn_proposal_proves_nothing()
    {
        var given = Deals.WithOffer.Did(new WithdrawProposal(Offer, Why));
        Given(given)
            .When(Complete(given))
            .ThenUnmet("prepare-proposal", Blocked.OfDeal("proposal.not_issued", "issued", "none", "draftProposal"));
    }

    [Fact]
    public void Presentation_must_have_been_held() =>
        Given(Deals.InPresentation)
            .When(Complete(Deals.InPresentation))
            .ThenUnmet("hold-presentation", Blocked.OfDeal("presentation.missing", "1", "0", "recordPresentation"));

    [Fact]
    public void Terms_need_an_acceptance()
    {
        Given(Deals.InTerms)
            .When(Complete(Deals.InTerms))
            .ThenUnmet(
                "agree-terms",
                Blocked.OfProposal("proposal.not_accepted", Offer, "accepted", "issued", "acceptProposal")
            );
        var sent = Deals.InTerms.Did(new SendProposal(Offer));
        Given(sent)
            .When(Complete(sent))
            .ThenUnmet(
                "agree-terms",
                Blocked.OfProposal("proposal.not_accepted", Offer, "accepted", "sent", "acceptProposal")
            );
    }

    [Fact]
    public void The_second_task_of_a_stage_follows_the_first() =>
        Given(Deals.Agreed)
            .When(Complete(Deals.Agreed))
            .Then(
                new StageTaskCompleted(
                    Deals.Agreed.Open.Id,
                    "agree-terms",
                    [new("proposal_accepted", Offer.Value)],
                    null,
                    null,
                    null
                ),
                new StageTaskRaised(Deals.Agreed.NextTask, "place-order", "terms", Utc(3, 3, "20:59:59"), true, false)
                {
                    Cause = Cause.Task(Deals.Agreed.Open.Id),
                }
            );

    [Fact]
    public void An_order_needs_legal_details()
    {
        var given = Deals.PlacingOrder with { Client = new ClientStanding(Acme, 7, false, ["taxId"]) };
        Given(given)
            .When(Complete(given))
            .ThenUnmet("place-order", NoLegalDetails, Blocked.OfDeal("order.missing", "1", "0", "placeOrder"));
    }

    [Fact]
    public void A_person_needs_a_registered_name_only()
    {
        var given = Deals.Ordered with { Client = new ClientStanding(Acme, 7, IsPerson: true, ["registeredName"]) };
        Given(given)
            .When(Complete(given))
            .ThenUnmet(
                "place-order",
                NoLegalDetails with
                {
                    Expected = "registeredName",
                    Actual = "missing: registeredName",
                }
            );
    }

    [Fact]
    public void Keeps_the_version_of_the_client_that_was_looked_at() =>
        Given(Deals.Ordered)
            .When(Complete(Deals.Ordered))
            .Then(
                new StageTaskCompleted(Deals.Ordered.Open.Id, "place-order", [], null, Acme, 3),
                new StageEntered("preparation", 80, null, StageMove.Passed)
                {
                    Cause = Cause.Task(Deals.Ordered.Open.Id),
                },
                new StageTaskRaised(
                    Deals.Ordered.NextTask,
                    "confirm-obligations",
                    "preparation",
                    Utc(3, 4, "20:59:59"),
                    true,
                    false
                )
                {
                    Cause = Cause.Task(Deals.Ordered.Open.Id),
                }
            );

    [Fact]
    public void Obligations_are_confirmed_by_an_invoice_a_payment_or_a_shipment()
    {
        var given = Deals.InPreparation;
        const string wanted = "an invoice, a payment or a shipment";
        Given(given)
            .When(Complete(given))
            .ThenUnmet(
                "confirm-obligations",
                Blocked.OfDeal("obligations.unconfirmed", wanted, "invoices 0, payments 0, shipments 0", "issueInvoice")
            );
        foreach (
            var confirmed in new[] { given.Did(Verbs.Invoiced), given.Did(Verbs.Pay(1)), given.Did(Verbs.Ship(1)) }
        )
            confirmed.Completed().Open.Code.Should().Be("fulfil-obligations");
        var cancelled = Deals.Invoiced.Did(new CancelInvoice(TheInvoice, null));
        Given(cancelled)
            .When(Complete(cancelled))
            .ThenUnmet(
                "confirm-obligations",
                Blocked.OfDeal("obligations.unconfirmed", wanted, "invoices 0, payments 0, shipments 0", "issueInvoice")
            );
    }

    [Fact]
    public void Fulfilment_needs_everything_shipped_and_a_zero_balance()
    {
        Given(Deals.InFulfilment)
            .When(Complete(Deals.InFulfilment))
            .ThenUnmet("fulfil-obligations", Blocked.NothingShipped("recordShipment"));
        var part = Deals.InFulfilment.Did(Verbs.Ship(4));
        Given(part)
            .When(Complete(part))
            .ThenUnmet("fulfil-obligations", Blocked.Undelivered("720.00 RUB"), Blocked.ClientOwes("480.00 RUB"));
        var paid = Deals.InFulfilment.Did(Verbs.Ship(4)).Did(Verbs.Cancel(6)).Did(Verbs.Pay(500));
        Given(paid).When(Complete(paid)).ThenUnmet("fulfil-obligations", Blocked.WeOwe("20.00 RUB", "recordRefund"));
    }

    [Fact]
    public void The_last_task_closes_the_deal_as_won() =>
        Given(Deals.RecordingWin)
            .When(Complete(Deals.RecordingWin))
            .Then(
                new StageTaskCompleted(Deals.RecordingWin.Open.Id, "record-win", [], null, null, null),
                new DealClosed(Outcome.Won, "fulfilment", Roubles(1200), 90, null, null, null, null)
                {
                    Cause = Cause.Task(Deals.RecordingWin.Open.Id),
                }
            );

    [Fact]
    public void The_last_task_passes_the_same_gate()
    {
        var given = Deals.RecordingWin.Did(Verbs.Return(10)).Did(new CancelInvoice(TheInvoice, null));
        Given(given)
            .When(Complete(given))
            .ThenUnmet("record-win", Blocked.NothingShipped("closeDeal"), Blocked.WeOwe("1200.00 RUB", "recordRefund"));
    }

    [Fact]
    public void The_oldest_fitting_fact_is_taken_and_older_ones_than_the_raising_count_at_first()
    {
        var (first, second) = (new InteractionId(Id(15)), new InteractionId(Id(16)));
        var given = Story
            .Opened(ShippedKinds.StandardSale, at: Monday.AddDays(-3))
            .Did(Verbs.Called with { Id = second })
            .Did(Verbs.Called with { Id = first }, Monday.AddDays(-1));
        var completed = given.Completed();
        completed.Deal.Tasks[given.Open.Id].Evidence.Should().Equal(new Evidence("interaction_recorded", first.Value));
        completed.Deal.Unused.Select(x => x.Evidence.Id).Should().Equal(second.Value);
    }

    [Fact]
    public void A_presentation_held_before_its_task_counts_on_the_first_raising()
    {
        var given = Deals.WithOffer.Did(Verbs.Presented(Monday.AddDays(-30))).Completed();
        given.Completed().Open.Code.Should().Be("agree-terms");
    }

    [Fact]
    public void A_later_raising_takes_only_facts_after_it()
    {
        var again = Deals
            .WithOffer.Did(new DraftProposal(OtherOffer, Chairs10))
            .Did(new IssueProposal(OtherOffer, Chairs10))
            .Completed()
            .Did(new MoveDeal("proposal", Why));
        again.Open.Again.Should().BeTrue();
        Given(again)
            .When(Complete(again))
            .ThenUnmet("prepare-proposal", Blocked.OfDeal("proposal.not_issued", "issued", "none", "draftProposal"));
        var later = again.Did(new DraftProposal(ThirdOffer, Chairs10)).Did(new IssueProposal(ThirdOffer, Chairs10));
        later
            .Completed()
            .Deal.Tasks[again.Open.Id]
            .Evidence.Should()
            .Equal(new Evidence("proposal_issued", ThirdOffer.Value));
    }

    [Fact]
    public void Once_completed_is_not_raised_again_and_its_stage_is_passed_in_the_same_append()
    {
        var declined = Deals
            .InTerms.Did(new DeclineProposal(Offer, Why))
            .Did(new DraftProposal(OtherOffer, Chairs10))
            .Did(new IssueProposal(OtherOffer, Chairs10));
        Given(declined)
            .When(Complete(declined))
            .Then(
                new StageTaskCompleted(
                    declined.Open.Id,
                    "prepare-proposal",
                    [new("proposal_issued", OtherOffer.Value)],
                    null,
                    null,
                    null
                ),
                new StageEntered("presentation", 50, null, StageMove.Passed) { Cause = Cause.Task(declined.Open.Id) },
                new StageEntered("terms", 70, null, StageMove.Passed) { Cause = Cause.Rule("stage.nothing_to_do") },
                new StageTaskRaised(declined.NextTask, "agree-terms", "terms", Utc(3, 9, "20:59:59"), true, true)
                {
                    Cause = Cause.Rule("stage.nothing_to_do"),
                }
            );
    }

    [Fact]
    public void A_completion_does_not_lie_before_its_evidence()
    {
        var given = Deals.Opened.Later(TimeSpan.FromDays(1)).Did(Verbs.Called);
        Given(given).When(Complete(given), at: Monday.AddHours(1)).ThenTooEarly(given.Facts[^1].HappenedAt);
    }

    [Fact]
    public void Repeating_is_no_fact()
    {
        Given(Deals.InQualification).When(new CompleteStageTask(Deals.Opened.Open.Id, null)).ThenHolds();
        Given(Deals.Won).When(new CompleteStageTask(Deals.RecordingWin.Open.Id, null)).ThenHolds();
    }

    [Fact]
    public void A_withdrawn_task_cannot_be_completed()
    {
        var given = Deals.InTerms.Did(new MoveDeal("proposal", Why));
        Given(given)
            .When(new CompleteStageTask(Deals.InTerms.Open.Id, null))
            .ThenRefused(
                "task.not_open",
                new Blocker(
                    "task.not_open",
                    $"task:{Deals.InTerms.Open.Id}",
                    "open",
                    "withdrawn",
                    Fixes.To("completeTask", ("dealId", TheDeal), ("taskId", given.Open.Id))
                )
            );
    }

    [Fact]
    public void An_unknown_task_is_not_found() =>
        Given(Deals.Opened).When(new CompleteStageTask(new(Id(999)), null)).ThenNotFound("task.not_found");

    [Fact]
    public void A_lost_deal_completes_nothing() =>
        Given(Deals.Lost).When(new CompleteStageTask(Deals.InTerms.Open.Id, null)).ThenClosed("lost");

    private static CompleteStageTask Complete(Story story) => new(story.Open.Id, null);
}
