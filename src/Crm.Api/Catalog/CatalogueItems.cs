using Crm.Api.CustomFields;
using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Catalog;

/// <summary>What sources and lost reasons have in common: a title in both languages, a place in the list, retirement.</summary>
internal static class CatalogueItems
{
    public static Param RetiredFilter { get; } =
        new("retired", "boolean", "`true`: retired items only; `false`: items in use only; all when omitted.");

    public static DocumentList<TDocument> List<TDocument>(HttpContext http)
        where TDocument : class
    {
        var list = new OrderedCatalogue<TDocument>();
        if (Query.Text(http, "retired") is not null)
            list.Retired(Query.Flag(http, "retired"));
        return list;
    }

    /// <summary>The title of a merge patch: one for all languages, or one for each. Null: it stays.</summary>
    public static Localized? Title(string? title, FieldTitle? titles, IReadOnlySet<string> given)
    {
        foreach (var (member, value) in (ReadOnlySpan<(string, object?)>)[("title", title), ("titles", titles)])
            if (given.Contains(member) && value is null)
                throw ProblemException.Member("/" + member, "member.null", "a value");
        if (title is not null && titles is not null)
            throw ProblemException.Member("/titles", "member.conflict", "title or titles");
        return title is null
            ? titles?.Checked("/titles")
            : InBoth(TextValidation.Required(title, "/title", TextValidation.Title));
    }

    public static Localized InBoth(string title) => new(title, title);

    public static int? Position(int? position) =>
        ListPosition.FaultOf(position) is { } fault
            ? throw ProblemException.Member(fault.Pointer, fault.Code, fault.Expected ?? Phrase.None)
            : position;
}
