using System.Text.Json;

namespace Crm.Domain.Tests;

public sealed class IdJsonTests
{
    private const string Flat = "\"00000000-0000-7000-8000-000000000001\"";

    [Fact]
    public void Ids_are_flat_as_members_and_as_keys()
    {
        JsonSerializer.Serialize(TheDeal).Should().Be(Flat);
        JsonSerializer.Deserialize<DealId>(Flat).Should().Be(TheDeal);
        var map = ImmutableSortedDictionary<DealId, int>.Empty.Add(TheDeal, 5);
        JsonSerializer.Serialize(map).Should().Be($"{{{Flat}:5}}");
        JsonSerializer.Deserialize<ImmutableSortedDictionary<DealId, int>>($"{{{Flat}:5}}").Should().Equal(map);
    }

    [Fact]
    public void Every_id_type_is_flat()
    {
        var types = typeof(DealId)
            .Assembly.GetTypes()
            .Where(x =>
                x.IsValueType
                && x.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>))
            )
            .ToArray();
        types.Should().HaveCountGreaterThan(15);
        types
            .Should()
            .OnlyContain(x =>
                JsonSerializer.Serialize(Activator.CreateInstance(x, Id(1)), x, JsonSerializerOptions.Default) == Flat
            );
    }

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("{\"value\":\"00000000-0000-7000-8000-000000000001\"}")]
    public void Anything_else_is_refused(string json) =>
        FluentActions.Invoking(() => JsonSerializer.Deserialize<DealId>(json)).Should().Throw<JsonException>();

    [Fact]
    public void The_state_of_a_deal_round_trips_unchanged()
    {
        foreach (
            var story in new[]
            {
                Deals.Opened,
                Deals.InTerms,
                Deals.InFulfilment,
                Deals.Won,
                Deals.Lost,
                Deals.Won.Did(new ReopenDeal(Why)).Did(Verbs.Return(1)),
            }
        )
            TestJson
                .Of(JsonSerializer.Deserialize<Deal>(TestJson.Of(story.Deal), JsonSerializerOptions.Web)!)
                .Should()
                .Be(TestJson.Of(story.Deal));
    }

    [Fact]
    public void Every_event_round_trips_unchanged()
    {
        foreach (
            var domainEvent in Deals
                .Won.Did(new ReopenDeal(Why))
                .Did(Verbs.Return(1))
                .Did(Verbs.Refund(120, TheInvoice) with { Invoice = null })
                .Events
        )
            TestJson
                .Of(
                    (DomainEvent)
                        JsonSerializer.Deserialize(
                            JsonSerializer.Serialize(domainEvent, domainEvent.GetType(), JsonSerializerOptions.Web),
                            domainEvent.GetType(),
                            JsonSerializerOptions.Web
                        )!
                )
                .Should()
                .Be(TestJson.Of(domainEvent));
    }
}
