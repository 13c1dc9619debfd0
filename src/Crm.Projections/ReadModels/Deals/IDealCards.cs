namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// Renders the card of a deal: the JSON that readers get, stored in a column so that lists only copy bytes. Its content
/// is defined by the API.
/// </summary>
public interface IDealCards
{
    /// <summary>
    /// Describes the content of a card; when it changes, the cards of an earlier build are rendered again.
    /// </summary>
    string Shape { get; }

    byte[] Render(DealDocument deal);
}
