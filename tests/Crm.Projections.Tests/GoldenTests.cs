using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Projections.EventStore;
using Marten;

namespace Crm.Projections.Tests;

/// <summary>
/// Stored events stay readable: one file per stored name, with an event as it was once written (a second shape of the same name as
/// <c>name.2.json</c>). A file is never edited; a name without a file fails the test.
/// </summary>
public sealed class GoldenTests
{
    private static readonly ISerializer Serializer = Store();
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static TheoryData<string> Names => [.. EventCatalogue.Entries.Select(x => x.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_stored_event_loads_and_is_written_the_same_way_again(string name)
    {
        var entry = EventCatalogue.Entries.Single(x => x.Name == name);
        var files = Directory
            .GetFiles(Folder, name + ".*json")
            .Where(x => Path.GetFileName(x).Split('.')[0] == name)
            .ToArray();
        files
            .Should()
            .NotBeEmpty($"Golden/{name}.json must exist; an event of this type is stored as\n{Sample(entry.Type)}");
        foreach (var file in files)
        {
            var stored = File.ReadAllText(file);
            using var stream = new MemoryStream(File.ReadAllBytes(file));
            var domainEvent = (DomainEvent)Serializer.FromJson(entry.Type, stream);
            domainEvent.HappenedAt.Should().NotBe(default, "business time is part of every event");
            JsonNode
                .DeepEquals(JsonNode.Parse(Serializer.ToJson(domainEvent)), JsonNode.Parse(stored))
                .Should()
                .BeTrue($"{Path.GetFileName(file)} comes back as\n{Serializer.ToJson(domainEvent)}");
        }
    }

    [Fact]
    public void Every_event_of_the_domain_has_a_stored_name_and_no_name_is_taken_twice()
    {
        EventCatalogue
            .Entries.Select(x => x.Type)
            .Should()
            .BeEquivalentTo(
                typeof(DomainEvent).Assembly.GetTypes().Where(x => x.IsSubclassOf(typeof(DomainEvent)) && !x.IsAbstract)
            );
        EventCatalogue
            .Entries.Select(x => x.Name)
            .Should()
            .OnlyHaveUniqueItems()
            .And.OnlyContain(x => x.All(c => char.IsAsciiLetterLower(c) || c == '_'));
    }

    [Fact]
    public void No_golden_file_is_left_of_a_name_that_is_gone() =>
        Directory
            .GetFiles(Folder)
            .Select(x => Path.GetFileName(x).Split('.')[0])
            .Should()
            .BeSubsetOf(EventCatalogue.Entries.Select(x => x.Name));

    private static ISerializer Store()
    {
        var options = new StoreOptions();
        StoreFormat.ConfigureEvents(options, "Host=nowhere");
        return options.Serializer();
    }

    /// <summary>An event with every member filled.</summary>
    private static string Sample(Type domainEvent) =>
        JsonNode
            .Parse(
                Serializer.ToJson(
                    ((DomainEvent)Make(domainEvent)) with
                    {
                        HappenedAt = On("2026-03-02 09:30:15.123456"),
                        Cause = new Cause("rule", "deal.opened"),
                    }
                )
            )!
            .ToJsonString(
                new JsonSerializerOptions
                {
                    WriteIndented = true,
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            );

    private static object Make(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return "Text «ё»";
        if (type == typeof(Guid))
            return Anna.Value;
        if (type == typeof(decimal))
            return 1234.50m;
        if (type == typeof(int))
            return 7;
        if (type == typeof(long))
            return 70L;
        if (type == typeof(bool))
            return true;
        if (type == typeof(DateOnly))
            return new DateOnly(2026, 3, 31);
        if (type == typeof(DateTimeOffset))
            return On("2026-03-31 20:59:59");
        if (type == typeof(Currency))
            return Rub;
        if (type == typeof(Personal))
            return Why;
        if (type == typeof(Check))
            return new AnyOfCheck([
                new InteractionRecordedCheck
                {
                    Kinds = [InteractionKind.Call],
                    Direction = Direction.In,
                    Minimum = 2,
                    SinceStageEntry = true,
                },
                new ClosingGateCheck(),
            ]);
        if (type == typeof(JsonElement))
            return CheckCatalogue.Write((Check)Make(typeof(Check)));
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            var one = Array.CreateInstance(type.GetGenericArguments()[0], 1);
            ((IList)one)[0] = Make(type.GetGenericArguments()[0]);
            return typeof(ImmutableArray)
                .GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Single(x => x.Name == "Create" && x.GetParameters() is [{ ParameterType.IsArray: true }])
                .MakeGenericMethod(type.GetGenericArguments()[0])
                .Invoke(null, [one])!;
        }

        var constructor = type.GetConstructors().OrderByDescending(x => x.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(x => Make(x.ParameterType))]);
    }
}
