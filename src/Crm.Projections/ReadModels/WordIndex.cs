using Crm.Projections.ReadModels.Deals;
using Weasel.Postgresql.Tables;

namespace Crm.Projections.ReadModels;

/// <summary>The index of text search.</summary>
internal static class WordIndex
{
    /// <summary>Words are normalized and split by our code; the database only indexes them.</summary>
    internal static IndexDefinition Of(string name) =>
        new(name)
        {
            Columns = ["words"],
            Method = IndexMethod.gin,
            Mask = SearchWords.Vector("?"),
        };
}
