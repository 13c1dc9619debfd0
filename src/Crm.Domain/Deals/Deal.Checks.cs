using Crm.Domain.Deals.Settlement;
using Crm.Domain.Processes;

namespace Crm.Domain.Deals;

/// <summary>The view of a deal that process checks read.</summary>
public sealed partial record Deal : ICheckedDeal
{
    DateTimeOffset? ICheckedDeal.StageEnteredAt => Stage?.EnteredAt;

    int ICheckedDeal.InterestLines => Interest.Length;

    CheckedSettlement ICheckedDeal.Settlement => Ledger.ForChecks;

    IEnumerable<ICheckedProposal> ICheckedDeal.Proposals => Proposals.Values;

    IEnumerable<(string? Name, string ContentType)> ICheckedDeal.Files =>
        Attachments.Values.Where(file => file.IsThere).Select(file => (file.Name.Text, file.ContentType));

    bool ICheckedDeal.IsFilled(string customField) => CustomFields.Find(customField) is not null;

    bool ICheckedDeal.IsFilled(DealField field) =>
        field switch
        {
            DealField.Title => Title.Length > 0,
            DealField.Manager => Manager is not null,
            DealField.Source => Source is not null,
            DealField.ExpectedCloseOn => ExpectedCloseOn is not null,
            DealField.Comment => Comment is not null,
            DealField.ExpectedAmount => ExpectedAmount is not null,
            DealField.Probability => GivenProbability is not null,
            DealField.Client => Client is not null,
            DealField.ExternalRefs => !ExternalRefs.IsEmpty,
            _ => throw new InvalidOperationException($"no attribute '{field}' of a deal"),
        };

    IEnumerable<Blocker> ICheckedDeal.UnmetForWin(DealProcess process, StageTaskId? last) =>
        ClosingGate.Won(this, process, last);
}
