using Crm.Domain.Processes;

namespace Crm.Api.DealKinds;

/// <summary>A ready-made process to start from.</summary>
/// <param name="Process">The process, in the form that PUT of a draft accepts.</param>
public sealed record KindTemplateAnswer(string Code, string Title, KindDraft Process);

/// <summary>A check that a task of a process can require.</summary>
/// <param name="Code">Code of the check, used as the member <c>check</c> in a process.</param>
/// <param name="Title">What the check requires, in the language of the request.</param>
/// <param name="IsEvidence">
/// <c>true</c> for an evidence check, which uses up an event that no other task has used; <c>false</c> for a check of the deal's
/// present state.
/// </param>
/// <param name="Available"><c>false</c> when the code is reserved: a kind that requires the check cannot be published.</param>
/// <param name="Parameters">Parameters that the check takes.</param>
public sealed record CheckEntryAnswer(
    string Code,
    string Title,
    bool IsEvidence,
    bool Available,
    IReadOnlyList<CheckParameter> Parameters
);
