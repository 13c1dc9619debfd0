using Crm.Domain.Kernel;
using Crm.Projections;
using Crm.Projections.EventStore;

namespace Crm.Architecture.Tests;

/// <summary>Names are terms of the field: no folders for leftovers, no suffixes without meaning.</summary>
public sealed class NamingTests
{
    private static readonly string[] Rooms =
    [
        "Services",
        "Managers",
        "Helpers",
        "Common",
        "Dtos",
        "Handlers",
        "Utils",
        "Misc",
        "Shared",
    ];
    private static readonly string[] Suffixes = ["Dto", "Event", "Manager", "Helper", "Util", "Utils"];

    private static readonly Type[] Ours =
    [
        .. new[] { typeof(DomainEvent).Assembly, typeof(CrmStore).Assembly, typeof(Crm.Api.Startup.CrmHost).Assembly }
            .SelectMany(x => x.GetTypes())
            .Where(x => x.Namespace?.StartsWith("Crm.", StringComparison.Ordinal) == true && !x.Name.Contains('<')),
    ];

    [Fact]
    public void No_room_is_for_leftovers() => Ours.Where(x => BadRoom(x.Namespace!)).Should().BeEmpty();

    [Fact]
    public void No_suffix_says_nothing() =>
        Ours.Where(x => BadName(x.Name) && !IsSortOfEvents(x)).Select(x => x.FullName).Should().BeEmpty();

    [Fact]
    public void Canary_bad_names_are_seen()
    {
        BadRoom("Crm.Api.Helpers").Should().BeTrue();
        BadName("DealDto").Should().BeTrue();
    }

    [Fact]
    public void Every_event_is_a_sealed_record_with_a_stored_name()
    {
        var events = Ours.Where(x => x.IsSubclassOf(typeof(DomainEvent)) && !x.IsAbstract).ToArray();
        events.Should().HaveCountGreaterThan(40).And.OnlyContain(x => x.IsSealed);
        // What takes the place of an event that cannot be read is never stored.
        events
            .Except([.. EventCatalogue.Entries.Select(x => x.Type), typeof(UnreadableContent)])
            .Should()
            .BeEmpty("nothing else can be stored");
        EventCatalogue.Entries.Select(x => x.Name).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Message_handlers_end_in_Handler_and_are_public() =>
        Ours.Where(x =>
                x.GetMethods().Any(m => m.Name is "Handle" or "HandleAsync" && m.IsStatic && m.DeclaringType == x)
            )
            .Should()
            .HaveCountGreaterThan(2)
            .And.OnlyContain(
                x => x.IsPublic && x.Name.EndsWith("Handler", StringComparison.Ordinal),
                "Wolverine finds no others"
            );

    /// <summary>Stored events are named by what happened; only the base types have "Event" in their name.</summary>
    private static bool IsSortOfEvents(Type type) =>
        type.IsInterface || (type.IsAbstract && type.IsAssignableTo(typeof(DomainEvent)));

    private static bool BadRoom(string room) => room.Split('.').Any(x => Rooms.Contains(x));

    /// <summary>Assigning the manager is a term of the product.</summary>
    private static bool BadName(string name) =>
        name != "AssignManager" && Suffixes.Any(x => name.EndsWith(x, StringComparison.Ordinal));
}
