using System.Text.Json.Serialization;

namespace Crm.Domain.Catalog;

/// <summary>What a closing with a lost reason must contain: <c>none</c>, <c>comment</c> or <c>competitor</c>.</summary>
[JsonConverter(typeof(CamelCase<LostReasonRequires>))]
public enum LostReasonRequires
{
    None,
    Comment,
    Competitor,
}

/// <summary>A reason for losing a deal.</summary>
public sealed record LostReason(string Code, Localized Title, LostReasonRequires Requires)
{
    /// <summary>Place in lists (<see cref="ListPosition"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Position { get; init; }

    /// <summary>Stays on the deals that were lost with it; no other deal is closed with it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Retired { get; init; }

    /// <summary>Folds one event; total.</summary>
    public static LostReason? Evolve(LostReason? before, DomainEvent domainEvent) =>
        domainEvent is LostReasonAdded added ? added.Reason
        : before is null ? null
        : domainEvent switch
        {
            LostReasonRetitled f => before with { Title = f.Title },
            LostReasonRequirementChanged f => before with { Requires = f.Requires },
            LostReasonPositionChanged f => before with { Position = f.Position },
            LostReasonRetired => before with { Retired = true },
            LostReasonRestored => before with { Retired = false },
            _ => before,
        };

    /// <summary>Why no deal is closed with a retired reason.</summary>
    public static Rejection RetiredAt(string pointer) =>
        Rejection.Invalid(
            pointer,
            "lost_reason.retired",
            "a lost reason in use: POST /lost-reasons/{lostReasonId}/restore"
        );
}

public sealed record LostReasonAdded(LostReason Reason) : DomainEvent;

public sealed record LostReasonRetitled(Localized Title) : DomainEvent;

public sealed record LostReasonRequirementChanged(LostReasonRequires Requires) : DomainEvent;

public sealed record LostReasonPositionChanged(int? Position) : DomainEvent;

public sealed record LostReasonRetired : DomainEvent;

public sealed record LostReasonRestored : DomainEvent;

/// <summary>The lost reasons that ship with the product.</summary>
public static class ShippedReasons
{
    public static ImmutableArray<LostReason> All { get; } =
    [
        Make("price", 10, "Цена", "Price"),
        Make("competitor", 20, "Конкурент", "Competitor", LostReasonRequires.Competitor),
        Make("no-budget", 30, "Нет бюджета", "No budget"),
        Make("no-response", 40, "Нет ответа", "No response"),
        Make("not-needed", 50, "Не нужно", "Not needed"),
        Make("timing", 60, "Сроки", "Timing"),
        Make("other", 70, "Другое", "Other", LostReasonRequires.Comment),
    ];

    private static LostReason Make(
        string code,
        int position,
        string ru,
        string en,
        LostReasonRequires requires = LostReasonRequires.None
    ) => new(code, new(ru, en), requires) { Position = position };
}
