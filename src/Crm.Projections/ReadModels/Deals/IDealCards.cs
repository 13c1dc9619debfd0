namespace Crm.Projections.ReadModels.Deals;

/// <summary>
/// Renders the card of a deal: what readers get of it, kept in a column so that lists copy bytes. The API says what is in it.
/// </summary>
public interface IDealCards
{
    /// <summary>Describes what is in a card; when it changes, the cards of an earlier build are rendered again.</summary>
    string Shape { get; }

    byte[] Render(DealDocument deal);
}
