namespace Crm.Api.Proposals;

/// <summary>A command without a content of its own; the body may be empty.</summary>
public sealed record PlainBody(DateTimeOffset? HappenedAt = null);

/// <summary>A command with an optional comment; the body may be empty.</summary>
public sealed record CommentBody([SeveralLines] string? Comment = null, DateTimeOffset? HappenedAt = null);

/// <summary>A command that requires a reason.</summary>
public sealed record ReasonBody([SeveralLines] string Reason, DateTimeOffset? HappenedAt = null);
