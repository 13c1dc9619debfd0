namespace Crm.Domain.Processes;

/// <summary>The view of a deal that process checks read.</summary>
public interface ICheckedDeal
{
    DealId Id { get; }

    ClientId? Client { get; }

    Money? ExpectedAmount { get; }

    /// <summary>The currency that the deal is bound to; null: none yet.</summary>
    Currency? Currency { get; }

    DateTimeOffset? StageEnteredAt { get; }

    /// <summary>Number of lines of the client's interest.</summary>
    int InterestLines { get; }

    CheckedSettlement Settlement { get; }

    IEnumerable<ICheckedProposal> Proposals { get; }

    /// <summary>Evidence that no task has used yet, oldest first.</summary>
    IEnumerable<UnusedEvidence> Unused { get; }

    /// <summary>Files of the deal; the name is null once erased.</summary>
    IEnumerable<(string? Name, string ContentType)> Files { get; }

    bool IsFilled(DealField field);

    bool IsFilled(string customField);

    /// <summary>What prevents the deal from being won under a process.</summary>
    /// <param name="last">The task that the closing itself completes; it does not block the closing.</param>
    IEnumerable<Blocker> UnmetForWin(DealProcess process, StageTaskId? last);
}

/// <summary>The view of a proposal that checks read.</summary>
public interface ICheckedProposal
{
    ProposalId Id { get; }

    ProposalStatus Status { get; }

    DateTimeOffset? ExpiresAt { get; }

    /// <summary>Business time of the latest event about it.</summary>
    DateTimeOffset LatestAt { get; }

    bool ExpiredAt(DateTimeOffset at);
}

/// <summary>The view of a deal's money and goods that checks read; sums are in the deal's currency, with VAT.</summary>
public readonly record struct CheckedSettlement
{
    public int Orders { get; init; }

    /// <summary>Invoices in force.</summary>
    public int Invoices { get; init; }
    public int Payments { get; init; }
    public int Shipments { get; init; }
    public decimal Ordered { get; init; }
    public decimal Paid { get; init; }
    public decimal Refunded { get; init; }
    public decimal WrittenOff { get; init; }

    /// <summary>Paid, and neither refunded nor left to us.</summary>
    public decimal MoneyLeft { get; init; }

    /// <summary>The first order with something left to ship; null: there is none.</summary>
    public OrderId? ToShip { get; init; }

    /// <summary>The first order with something left to invoice; null: there is none.</summary>
    public OrderId? ToInvoice { get; init; }

    /// <summary>The latest write-off of the client's debt in force; null: there is none.</summary>
    public WriteOffId? LatestForgiven { get; init; }

    /// <summary>Ordered, neither shipped nor cancelled.</summary>
    public decimal Undelivered { get; init; }
    public decimal ClientOwes { get; init; }
    public decimal WeOwe { get; init; }

    /// <summary>In at least one line more was shipped than returned.</summary>
    public bool HasDelivered { get; init; }

    /// <summary>Quantity still to be shipped, regardless of its price.</summary>
    public decimal RestQuantity { get; init; }

    public bool HasRest => RestQuantity > 0;
}
