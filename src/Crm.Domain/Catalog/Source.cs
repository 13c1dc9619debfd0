using System.Text.Json.Serialization;

namespace Crm.Domain.Catalog;

/// <summary>Where an enquiry came from.</summary>
/// <param name="Title">For all languages, unless there are <see cref="Titles"/>.</param>
/// <param name="Channel">The group that it belongs to; null: none.</param>
public sealed record Source(string Code, string Title, string? Channel)
{
    /// <summary>By language; null: <see cref="Title"/> in each.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Localized? Titles { get; init; }

    /// <summary>Place in lists (<see cref="ListPosition"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Position { get; init; }

    /// <summary>Stays on the deals that have it, and is given to no other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Retired { get; init; }

    [JsonIgnore]
    public Localized InBoth => Titles ?? new(Title, Title);

    public string In(string language) => InBoth.In(language);

    /// <summary>Folds one event; total.</summary>
    public static Source? Evolve(Source? before, DomainEvent domainEvent) =>
        domainEvent is SourceAdded added ? added.Source
        : before is null ? null
        : domainEvent switch
        {
            SourceRetitled f => before with { Title = f.Title.Ru, Titles = f.Title },
            SourceChannelChanged f => before with { Channel = f.Channel },
            SourcePositionChanged f => before with { Position = f.Position },
            SourceRetired => before with { Retired = true },
            SourceRestored => before with { Retired = false },
            _ => before,
        };

    /// <summary>Why a retired source is not given to a deal.</summary>
    public static Rejection RetiredAt(string pointer) =>
        Rejection.Invalid(pointer, "source.retired", "a source in use: POST /sources/{sourceId}/restore");
}

public sealed record SourceAdded(Source Source) : DomainEvent;

public sealed record SourceRetitled(Localized Title) : DomainEvent;

public sealed record SourceChannelChanged(string? Channel) : DomainEvent;

public sealed record SourcePositionChanged(int? Position) : DomainEvent;

public sealed record SourceRetired : DomainEvent;

public sealed record SourceRestored : DomainEvent;

/// <summary>The sources that ship with the product.</summary>
public static class ShippedSources
{
    public static ImmutableArray<Source> All { get; } =
    [
        Make("phone", 10, "Телефон", "Phone"),
        Make("website", 20, "Сайт", "Website"),
        Make("email", 30, "Электронная почта", "Email"),
        Make("messenger", 40, "Мессенджер", "Messenger"),
        Make("referral", 50, "Рекомендация", "Referral"),
        Make("exhibition", 60, "Выставка", "Exhibition"),
        Make("advertising", 70, "Реклама", "Advertising"),
        Make("partner", 80, "Партнёр", "Partner"),
        Make("other", 90, "Другое", "Other"),
    ];

    /// <summary>Those whose code, whatever its case, is not among the given ones.</summary>
    public static IEnumerable<Source> MissingFrom(IEnumerable<string> codes)
    {
        var taken = codes.Select(Codes.Fold).ToHashSet(StringComparer.Ordinal);
        return All.Where(source => !taken.Contains(source.Code));
    }

    private static Source Make(string code, int position, string ru, string en) =>
        new(code, ru, null) { Titles = new(ru, en), Position = position };
}
