using Crm.Projections.EventStore;
using Crm.Projections.ReadModels;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events;

namespace Crm.Projections.Tests.EventStore;

/// <summary>What our own statements assume about the store, compared with the store's own metadata (ADR 3).</summary>
public sealed class StoreContractTests
{
    private static readonly StoreOptions Options = Configured();

    [Fact]
    public void Every_inline_projection_of_deal_events_has_its_part_in_the_writer() =>
        Options
            .Projections.All.Where(source => source.Lifecycle == ProjectionLifecycle.Inline)
            .Select(source => source.ImplementationType)
            .Where(TakesDealEvents)
            .Should()
            .BeEquivalentTo(CommandWrite.InlineProjections);

    [Fact]
    public void A_projection_of_another_stream_takes_no_deal_event() =>
        TakesDealEvents(typeof(Crm.Projections.ReadModels.Clients.ClientProjection))
            .Should()
            .BeFalse("the test above would see nothing otherwise");

    [Fact]
    public void Streams_and_tables_have_the_names_that_the_store_gives_them()
    {
        var documents = Documents().ToArray();
        documents.Should().Contain(typeof(DealDocument)).And.HaveCountGreaterThan(10);
        documents
            .Select(document =>
                (Named(document, nameof(StreamTypes.NameOf)), Named(document, nameof(StreamTypes.TableOf)))
            )
            .Should()
            .Equal(
                documents.Select(document =>
                    (
                        ((EventGraph)Options.Events).AggregateAliasFor(document),
                        ((IReadOnlyStoreOptions)Options).FindOrResolveDocumentType(document).TableName.QualifiedName
                    )
                )
            );
    }

    private static bool TakesDealEvents(Type projection) =>
        ((EventFilterable)Activator.CreateInstance(projection, Given(projection))!)
            .IncludedEventTypes.Intersect(EventCatalogue.TypesOf("deal"))
            .Any();

    private static object[] Given(Type projection) =>
        projection == typeof(DealProjection) ? [new Crm.Api.Deals.DealCards()] : [];

    /// <summary>The documents that hold the state of a stream.</summary>
    private static IEnumerable<Type> Documents() =>
        typeof(CrmStore)
            .Assembly.GetTypes()
            .Where(type =>
                !type.IsAbstract
                && type.BaseType is { IsGenericType: true } parent
                && parent.GetGenericTypeDefinition() == typeof(StreamProjection<>)
            )
            .Select(type => type.BaseType!.GetGenericArguments()[0]);

    private static string Named(Type document, string method) =>
        (string)typeof(StreamTypes).GetMethod(method)!.MakeGenericMethod(document).Invoke(null, null)!;

    private static StoreOptions Configured()
    {
        var options = new StoreOptions();
        CrmStore.Configure(options, "Host=nowhere", new Crm.Api.Deals.DealCards(), reports: false);
        return options;
    }
}
