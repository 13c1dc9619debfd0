namespace Crm.Api.Deals;

/// <summary>Renders the cards of deals for the store.</summary>
public sealed class DealCards : IDealCards
{
    public string Shape { get; } = DealModel.SchemaOf<DealAnswer>(Wire.Json);

    public byte[] Render(DealDocument deal) => DealCard.Write(deal);
}
