using static Crm.Domain.Tests.StageTasks;

namespace Crm.Domain.Tests;

/// <summary>What each task of the standard sale requires, and the blockers that say what is missing.</summary>
public sealed class StageTaskCheckTests
{
    private static readonly Blocker NoLegalDetails = new(
        "client.legal_details_missing",
        $"client:{Acme}",
        "taxId, registeredName",
        "missing: taxId",
        Fixes.To("editClient", ("clientId", Acme))
    );

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
    public void Qualification_lists_all_that_is_unmet_and_leaves_an_event() =>
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
    public void The_last_task_passes_the_same_gate()
    {
        var given = Deals.RecordingWin.Did(Verbs.Return(10)).Did(new CancelInvoice(TheInvoice, null));
        Given(given)
            .When(Complete(given))
            .ThenUnmet("record-win", Blocked.NothingShipped("closeDeal"), Blocked.WeOwe("1200.00 RUB", "recordRefund"));
    }
}
