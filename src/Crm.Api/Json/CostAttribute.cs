namespace Crm.Api.Json;

/// <summary>A member of an answer that tells what goods cost us: only for readers with the permission <c>cost.see</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CostAttribute : Attribute;
