using System.Text.Json;
using Crm.Domain.Processes;

namespace Crm.Api.DealKinds;

/// <summary>Creates a deal kind as a draft.</summary>
/// <param name="Code">Stable code of lower-case letters, digits and hyphens; unique, and never reused.</param>
/// <param name="CopyFrom">
/// Code of a published kind or of a template to copy; <c>standard-sale</c> when neither copyFrom nor process is given.
/// </param>
/// <param name="Process">The process itself. Give either process or copyFrom.</param>
public sealed record DraftDealKindBody(
    [property: Identifier] string Code,
    [property: Identifier] string? CopyFrom = null,
    KindDraft? Process = null
);

/// <summary>Retires a deal kind; the body may be empty.</summary>
public sealed record RetireDealKindBody([SeveralLines] string? Reason = null);
