using System.Text.Json.Nodes;

namespace Crm.Domain.Kernel;

/// <summary>What the server knows of the request that a step takes; the API fills its body with it and asks for the rest.</summary>
public sealed record FixFacts
{
    public static FixFacts None { get; } = new();

    /// <summary>What is missing: of a payment, a refund.</summary>
    public Money? Amount { get; init; }

    /// <summary>The proposal that an order may be placed from.</summary>
    public ProposalId? Proposal { get; init; }

    /// <summary>The order that has something left to invoice or to ship.</summary>
    public OrderId? Order { get; init; }

    /// <summary>The client's interest has lines that a document can be made of.</summary>
    public bool FromInterest { get; init; }

    /// <summary>
    /// The codes that fit, as in JSON: kinds of an interaction, items of a checklist, stages, outcomes, capabilities. A single one is
    /// known, of several a person chooses.
    /// </summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>Lines that the step replaces as a whole, as in JSON; null: none.</summary>
    public JsonArray? Lines { get; init; }

    /// <summary>Code of the lost reason that was given.</summary>
    public string? LostReason { get; init; }

    /// <summary>The direction of an interaction, as in JSON; null: any.</summary>
    public string? Direction { get; init; }

    /// <summary>The members that have to be filled, as in JSON.</summary>
    public ImmutableArray<string> Members { get; init; } = [];

    /// <summary>The custom field that has to be filled.</summary>
    public string? CustomField { get; init; }

    /// <summary>The media type that counts; null: any.</summary>
    public string? ContentType { get; init; }

    /// <summary>What the name of a file has to start with; null: any name.</summary>
    public string? NamePrefix { get; init; }
}
