namespace Crm.Api.Configuration;

/// <summary>How the host connects to its database, without its settings for requests.</summary>
public sealed record DatabaseConnection(string Text);
