namespace Crm.Api.Json;

/// <summary>
/// Marks a member of an answer with the cost of goods: visible only with the permission <c>cost.see</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CostAttribute : Attribute;
