using Crm.Projections.ReadModels.Deals;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels;

/// <summary>The index of text search.</summary>
internal static class WordIndex
{
    /// <summary>Words are made lower case and split by us; the database only indexes them.</summary>
    internal static IndexDefinition Of(string name) =>
        new(name)
        {
            Columns = ["words"],
            Method = IndexMethod.gin,
            Mask = SearchWords.Vector("?"),
        };
}
