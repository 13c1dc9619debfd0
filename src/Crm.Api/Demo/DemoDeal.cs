namespace Crm.Api.Demo;

/// <summary>The seven stages of the standard sale, as far as a demo deal gets.</summary>
internal enum DemoStage
{
    FirstContact,
    Qualification,
    Proposal,
    Presentation,
    Terms,
    Preparation,
    Fulfilment,
    Won,
}

/// <summary>How a deal that is delivered gets its goods and its money.</summary>
internal enum DemoDelivery
{
    PaidFirst,
    Advance,
    PaidLast,
    InParts,
    RestCancelled,
    Returned,
    WrittenOff,
}

/// <summary>What is special about a deal, besides how far it gets.</summary>
[Flags]
internal enum DemoTwists
{
    None = 0,

    /// <summary>The client declines, and accepts a revision with a further discount.</summary>
    Revised = 1,

    /// <summary>A discount above the manager's limit, which the head approves; in an open deal it still waits.</summary>
    LargeDiscount = 2,

    ReopenedAfterLoss = 4,
    ReopenedAfterWin = 8,

    /// <summary>The client's requirements are attached.</summary>
    File = 16,

    /// <summary>Proposal and invoice are sent by e-mail.</summary>
    Mail = 32,
    Comment = 64,

    /// <summary>The head gives the deal to another manager.</summary>
    HandedOver = 128,

    /// <summary>The head skips the presentation.</summary>
    Skipped = 256,
}

/// <summary>A line of a demo deal.</summary>
internal sealed record DemoLine(DemoProduct Product, int Quantity, int Price, int Discount)
{
    public decimal Net => Quantity * Price * (100 - Discount) / 100m;
}

/// <summary>What a demo deal is about, and how it goes.</summary>
/// <param name="Number">Unique; its random numbers and its ids depend on it.</param>
/// <param name="Kind">Code of the deal kind.</param>
/// <param name="Reached">The stage in which it is lost or still stands.</param>
/// <param name="IsLost">False for open and won deals.</param>
/// <param name="Source">Index of <see cref="DemoCompany.Sources"/>.</param>
internal sealed record DemoDeal(
    int Number,
    string Kind,
    DemoStage Reached,
    bool IsLost,
    DemoClient Client,
    int Source,
    DemoKit Kit,
    DemoDelivery Delivery,
    DemoTwists Twists
)
{
    public bool IsOpen => !IsLost && Reached != DemoStage.Won;

    public bool Has(DemoTwists twist) => Twists.HasFlag(twist);
}
