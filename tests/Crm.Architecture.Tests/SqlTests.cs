using System.Text.RegularExpressions;

namespace Crm.Architecture.Tests;

/// <summary>Statements on the store's tables live next to the tables, in Crm.Projections: the API names no table and no schema.</summary>
public sealed partial class SqlTests
{
    private static readonly string Api = Path.Combine(RouteTests.Root(AppContext.BaseDirectory), "src", "Crm.Api");

    [Fact]
    public void The_API_spells_no_table_and_no_schema()
    {
        var files = Sources();
        files.Should().HaveCountGreaterThan(200);
        files
            .Select(file => (File: Path.GetRelativePath(Api, file), Spelled: Spelled(File.ReadAllText(file))))
            .Where(found => found.Spelled.Count > 0)
            .Select(found => $"{found.File}: {string.Join(", ", found.Spelled)}")
            .Should()
            .BeEmpty("such a statement belongs in a query of Crm.Projections");
    }

    [Fact]
    public void One_place_knows_the_columns_of_the_store()
    {
        var projections = Path.Combine(Api, "..", "Crm.Projections");
        var names = Columns(File.ReadAllText(Path.Combine(projections, "EventStore", "StoreColumns.cs")));
        names.Should().HaveCountGreaterThan(8);
        Sources(projections)
            .Where(file => Path.GetFileName(file) != "StoreColumns.cs")
            .SelectMany(file => Columns(File.ReadAllText(file)).Intersect(names).Select(name => $"{file}: {name}"))
            .Should()
            .BeEmpty();
        Columns("var sql = \"select seq_id from x\";").Should().Contain("seq_id", "else nothing is found");
    }

    [Theory]
    [InlineData("database.CreateCommand(\"select data from crm.mt_doc_deal where id = $1\")")]
    [InlineData("$\"select exists (select from {x} join crm.security_log l on true)\"")]
    [InlineData("\"select name from crm_events.mt_event_progression\"")]
    [InlineData("\"select max(seq_id) from mt_events\"")]
    [InlineData("ConstraintName: \"pkey_mt_events_seq_id\"")]
    [InlineData("\"https://example.org\"; var sql = \"select 1 from mt_streams\";")]
    [InlineData("$\"select from {ListPrices.Qualified} p\"")]
    [InlineData("$\"{StoreFormat.Schema}.deal_words\"")]
    [InlineData("StoreFormat.EventSchema")]
    [InlineData("StreamTypes.TableOf<DealDocument>()")]
    public void Canary_a_table_in_code_is_found(string code) => Spelled(code).Should().NotBeEmpty();

    [Theory]
    [InlineData("// reads crm.mt_doc_deal")]
    [InlineData("/// <summary>Rows of <c>mt_events</c>.</summary>")]
    [InlineData("/* crm_events.mt_streams */ var x = 1;")]
    [InlineData("\"crm.\" + scope")]
    public void Comments_and_scopes_are_no_statements(string code) => Spelled(code).Should().BeEmpty();

    private static string[] Sources(string? project = null) =>
        [
            .. Directory
                .EnumerateFiles(project ?? Api, "*.cs", SearchOption.AllDirectories)
                .Where(file =>
                    !file.Contains("/obj/", StringComparison.Ordinal)
                    && !file.Contains("/bin/", StringComparison.Ordinal)
                ),
        ];

    /// <summary>Names with an underscore in the strings of a source.</summary>
    private static string[] Columns(string source) =>
        [
            .. StringsAndComments()
                .Matches(source)
                .Where(match => match.Value[0] == '"')
                .SelectMany(match => Underscored().Matches(match.Value))
                .Select(match => match.Value)
                .Distinct(),
        ];

    [GeneratedRegex(@"(?<![A-Za-z_])[a-z]+(_[a-z]+)+(?![A-Za-z_])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Underscored();

    private static List<string> Spelled(string source)
    {
        var code = StringsAndComments().Replace(source, match => match.Value[0] == '/' ? "" : match.Value);
        return [.. Tables().Matches(code).Select(match => match.Value)];
    }

    /// <summary>Strings are matched too, because two slashes in an address do not begin a comment.</summary>
    [GeneratedRegex(
        @"""{3}[\s\S]*?""{3}|""(\\.|[^""\\\n])*""|'(\\.|[^'\\\n])+'|//[^\n]*|/\*[\s\S]*?\*/",
        RegexOptions.ExplicitCapture,
        5000
    )]
    private static partial Regex StringsAndComments();

    [GeneratedRegex(
        @"(\b|_)mt_(doc_\w*|events|streams|event_progression)|\bcrm_events\b|"
            + @"\b(from|join|into|update|table)\s+crm\.\w+|\.Qualified\b|\bStoreFormat\.(Event)?Schema\b|\bTableOf<",
        RegexOptions.ExplicitCapture,
        5000
    )]
    private static partial Regex Tables();
}
