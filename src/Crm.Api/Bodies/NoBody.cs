namespace Crm.Api.Bodies;

/// <summary>A command without members; the body may be empty.</summary>
public sealed record NoBody;
