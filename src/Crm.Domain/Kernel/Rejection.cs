namespace Crm.Domain.Kernel;

/// <summary>How a refusal is answered over HTTP: 422, 409, 404 and 403.</summary>
public enum RejectionKind
{
    Invalid,
    Conflict,
    NotFound,
    Forbidden,
}

/// <summary>A refusal that explains itself: a stable code, what is unmet, and which call would fix it.</summary>
/// <param name="Kind">What sort of refusal.</param>
/// <param name="Code">Stable, <c>noun.reason</c>.</param>
public sealed record Rejection(RejectionKind Kind, string Code)
{
    /// <summary>All unmet conditions, not only the first.</summary>
    public ImmutableArray<Blocker> Blockers { get; init; } = [];

    /// <summary>The faulty members of the command.</summary>
    public ImmutableArray<Fault> Faults { get; init; } = [];

    /// <summary>The existing records that the command would repeat.</summary>
    public ImmutableArray<Candidate> Candidates { get; init; } = [];

    /// <summary>Values for the placeholders of the problem text, by name.</summary>
    public ImmutableDictionary<string, string> Details { get; init; } = ImmutableDictionary<string, string>.Empty;

    public static Rejection Conflict(string code, params IEnumerable<Blocker> blockers) =>
        new(RejectionKind.Conflict, code) { Blockers = [.. blockers] };

    public static Rejection NotFound(string code) => new(RejectionKind.NotFound, code);

    public static Rejection Forbidden(string code, string missing) =>
        new Rejection(RejectionKind.Forbidden, code).With("missing", missing);

    public static Rejection Invalid(params IEnumerable<Fault> faults) =>
        new(RejectionKind.Invalid, "validation.failed") { Faults = [.. faults] };

    public static Rejection Invalid(string pointer, string code, Phrase? expected = null) =>
        Invalid(new Fault(pointer, code, expected));

    public Rejection With(string name, string value) => this with { Details = Details.SetItem(name, value) };

    public bool Equals(Rejection? other) =>
        other is not null
        && Kind == other.Kind
        && Code == other.Code
        && Blockers.SequenceEqual(other.Blockers)
        && Faults.SequenceEqual(other.Faults)
        && Candidates.SequenceEqual(other.Candidates)
        && Details.OrderBy(x => x.Key).SequenceEqual(other.Details.OrderBy(x => x.Key));

    public override int GetHashCode() => HashCode.Combine(Kind, Code, Blockers.Length, Faults.Length);
}

/// <summary>One faulty member of a command.</summary>
/// <param name="Pointer">JSON pointer into the body, such as <c>/lines/0/quantity</c>.</param>
/// <param name="Code">Stable code of the fault.</param>
/// <param name="Expected">What would be right.</param>
public sealed record Fault(string Pointer, string Code, Phrase? Expected = null);

/// <summary>One unmet condition of a check or a gate.</summary>
/// <param name="Code">Stable blocker code (openapi/problems.md).</param>
/// <param name="Subject">What it is about: a kind and an id or code, such as <c>deal:018f…</c>.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Actual">What was found.</param>
/// <param name="Fix">The step that would satisfy it; null: none would.</param>
public sealed record Blocker(string Code, string Subject, Phrase Expected, Phrase Actual, Fix? Fix);
