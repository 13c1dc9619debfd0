using static Crm.Api.Tests.Catalog.ProductFiles;

namespace Crm.Api.Tests.Catalog;

/// <summary>Codes that one file repeats, as people see them and as they do not.</summary>
[Collection(HostCollection.Name)]
public sealed class RepeatedCodeTests(TestHost host)
{
    /// <summary>A made-up price list in which six of seven rows seem to have two codes.</summary>
    private static string File =>
        System.IO.File.ReadAllText(
            Path.Combine(Repository.Root, "tests/Crm.Api.Tests/Catalog/codes-that-look-the-same.csv")
        );

    [Fact]
    public async Task Codes_that_look_the_same_are_one_or_a_warning()
    {
        await using var app = await CrmApp.Start();
        var api = await app.As();
        var refused = (await api.ImportProducts(File, "?dryRun=true")).Must(422);
        Faults(refused)
            .Should()
            .Equal(
                ("/3/code", "import.row_twice"),
                ("/5/code", "import.row_twice"),
                ("/6/code", "import.row_twice"),
                ("/8/code", "import.row_twice")
            );
        foreach (var (fault, first) in refused["errors"]!.AsArray().Zip(new[] { 2, 4, 4, 4 }))
            ((string)fault!["detail"]!)
                .Should()
                .Contain($"Line {((string)fault["pointer"]!).Split('/')[1]}")
                .And.Contain($"line {first} ");

        var rest = (await api.ImportProducts(File, "?mode=perItem")).Must(200);
        Counts(rest).Should().Be((7, 3, 0, 0, 4));
        rest["warnings"]!
            .AsArray()
            .Select(x => ((string)x!["pointer"]!, (string)x["code"]!))
            .Should()
            .Equal(("/4/code", "code.look_alike"), ("/7/code", "code.look_alike"));
    }

    [Fact]
    public async Task A_row_that_is_repeated_as_it_is_changes_nothing()
    {
        var code = Fresh();
        Counts((await host.Api.ImportProducts($"code,name\n{code},Стол\n{code},Стол\n")).Must(200))
            .Should()
            .Be((2, 1, 0, 1, 0));
        Faults((await host.Api.ImportProducts($"code,name\n{code},Стол\n{code},Стул\n")).Must(422))
            .Should()
            .Equal(("/3/code", "import.row_twice"));
    }

    private static IEnumerable<(string, string)> Faults(Answer answer) =>
        answer["errors"]!.AsArray().Select(x => ((string)x!["pointer"]!, (string)x["code"]!));
}
