namespace Crm.Domain.Deals.Lifecycle;

/// <summary>A reference to the deal in another system.</summary>
/// <param name="System">Name of the other system, such as <c>1c</c>.</param>
/// <param name="Id">Id of the deal in that system.</param>
public sealed record ExternalRef([property: Identifier] string System, [property: Identifier] string Id);
