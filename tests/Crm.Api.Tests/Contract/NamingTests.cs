using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Crm.Api.Tests.Contract;

/// <summary>The names of the contract follow rules, so that a reader of one resource knows the next one.</summary>
public sealed partial class NamingTests
{
    private static readonly JsonObject Contract = ContractFile.Read();

    private static readonly (string Method, string Path, string Id, JsonObject Operation)[] All =
    [
        .. ContractFile
            .Operations(Contract)
            .Select(one =>
                (one.Name.Split(' ')[0], one.Name.Split(' ')[1], (string)one.Operation["operationId"]!, one.Operation)
            ),
    ];

    [Fact]
    public void Reading_is_get_for_one_thing_list_for_a_page_and_print_for_a_document()
    {
        foreach (var (_, path, id, operation) in All.Where(one => one.Method == "GET"))
            Verb(id)
                .Should()
                .Be(
                    IsPage(operation) ? "list"
                        : path.EndsWith("/document", StringComparison.Ordinal) ? "print"
                        : "get",
                    id
                );
    }

    [Theory]
    [InlineData("PATCH", "update")]
    [InlineData("PUT", "update")]
    [InlineData("DELETE", "delete")]
    public void Changing_a_resource_has_one_verb(string method, string verb)
    {
        var changing = All.Where(one => one.Method == method).Select(one => one.Id).ToArray();
        changing.Should().NotBeEmpty();
        changing.Should().OnlyContain(id => Verb(id) == verb);
    }

    /// <summary>What goes beyond create is a word of the business; no other word for create, update, delete, list or get.</summary>
    [Fact]
    public void Commands_have_no_second_verb_for_the_same()
    {
        string[] seconds =
        [
            "add",
            "define",
            "delete",
            "draft",
            "edit",
            "fetch",
            "form",
            "get",
            "list",
            "make",
            "new",
            "put",
            "read",
            "register",
            "remove",
            "update",
            "upload",
        ];
        All.Where(one => one.Method == "POST").Select(one => Verb(one.Id)).Should().NotContain(seconds);
    }

    [Fact]
    public void What_creates_in_a_list_answers_201_and_what_sets_a_value_200()
    {
        var lists = All.Where(one => one.Method == "GET" && IsPage(one.Operation)).Select(one => one.Path).ToHashSet();
        foreach (var (_, _, id, operation) in All.Where(one => one.Method == "POST" && lists.Contains(one.Path)))
        {
            var first = operation["responses"]!.AsObject().First(answer => answer.Key[0] == '2').Key;
            first.Should().Be(Verb(id) == "set" ? "200" : "201", id);
        }
    }

    [Fact]
    public void Created_things_have_an_id_and_an_address_and_work_that_goes_on_is_an_operation()
    {
        foreach (var (_, _, id, operation) in All)
        foreach (var (status, answer) in operation["responses"]!.AsObject().Where(one => one.Key is "201" or "202"))
        {
            answer!["headers"]!.AsObject().Should().ContainKey("Location", id);
            var schema = answer["content"]!["application/json"]!["schema"]!;
            if (status == "202")
                ((string)schema["$ref"]!).Should().EndWith("/Operation", id);
            else if (id != "scheduleInvoices") // Several at once.
                ContractFile.Resolve(Contract, schema)["properties"]!.AsObject().Should().ContainKey("id", id);
        }
    }

    [Fact]
    public void Paths_are_plural_and_in_kebab_case_and_a_value_in_them_has_one_name()
    {
        foreach (var (_, path, id, _) in All)
            path.Split('/')[3..].Where(part => part[0] != '{').Should().OnlyContain(part => Kebab().IsMatch(part), id);

        var names = All.SelectMany(one => Pairs(one.Path))
            .Distinct()
            .ToLookup(pair => pair.Collection, pair => pair.Value);
        names.Should().OnlyContain(collection => collection.Count() == 1);
    }

    [Fact]
    public void Values_of_enums_and_names_of_members_and_parameters_are_in_camel_case()
    {
        var schemas = Contract["components"]!["schemas"]!.AsObject();
        var values = schemas.SelectMany(schema => ContractFile.Strings(schema.Value!["enum"])).ToArray();
        values
            .Should()
            .HaveCountGreaterThan(100)
            .And.OnlyContain(value => Camel().IsMatch(value.TrimStart('-')), "a minus is before a key to sort by");
        Members().Should().OnlyContain(member => Camel().IsMatch(member));
        Parameters("query")
            .Concat(Parameters("path"))
            .SelectMany(name => name.Split('.'))
            .Should()
            .OnlyContain(name => Camel().IsMatch(name));
    }

    /// <summary>One name per concept: each of these was, or could be taken for, a second one.</summary>
    [Theory]
    [InlineData("mediaType", "contentType")]
    [InlineData("sourceId", "source")]
    [InlineData("lostReasonId", "lostReason")]
    [InlineData("entered", "enteredAt")]
    [InlineData("left", "leftAt")]
    [InlineData("why", "reason")]
    [InlineData("note", "comment")]
    [InlineData("createdBy", "actor")]
    [InlineData("customerId", "clientId")]
    [InlineData("ownerId", "managerId")]
    [InlineData("pageSize", "limit")]
    [InlineData("search", "q")]
    [InlineData("since", "from")]
    public void A_concept_has_no_second_name(string second, string name)
    {
        string[] names = [.. Members(except: "Problem"), .. Parameters("query")];

        names.Should().Contain(name).And.NotContain(second);
    }

    private static string Verb(string id) => FirstWord().Match(id).Value;

    private static bool IsPage(JsonObject operation) =>
        ((string?)operation["responses"]!["200"]?["content"]?["application/json"]?["schema"]?["$ref"])?.EndsWith(
            "Page",
            StringComparison.Ordinal
        ) == true;

    private static IEnumerable<(string Collection, string Value)> Pairs(string path)
    {
        var parts = path.Split('/');
        for (var i = 4; i < parts.Length; i++)
            if (parts[i][0] == '{')
                yield return (parts[i - 1], parts[i]);
    }

    private static IEnumerable<string> Members(string? except = null) =>
        Contract["components"]!["schemas"]!
            .AsObject()
            .Where(schema => schema.Key != except)
            .SelectMany(schema => schema.Value!["properties"]?.AsObject() ?? [])
            .Select(member => member.Key);

    private static IEnumerable<string> Parameters(string place) =>
        All.SelectMany(one => one.Operation["parameters"]!.AsArray())
            .Where(parameter => (string)parameter!["in"]! == place)
            .Select(parameter => (string)parameter!["name"]!);

    [GeneratedRegex("^[a-z]+", RegexOptions.None, 1000)]
    private static partial Regex FirstWord();

    [GeneratedRegex("^[a-z]+[a-zA-Z0-9]*$", RegexOptions.None, 1000)]
    private static partial Regex Camel();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kebab();
}
