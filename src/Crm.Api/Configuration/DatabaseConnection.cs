namespace Crm.Api.Configuration;

/// <summary>The host's connection string, without its settings for requests.</summary>
public sealed record DatabaseConnection(string Text);
