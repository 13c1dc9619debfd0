using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Projections.Access;
using Crm.Projections.Attachments;
using Crm.Projections.BankStatements;
using Crm.Projections.Catalog;
using Crm.Projections.Clients;
using Crm.Projections.Currencies;
using Crm.Projections.CustomFields;
using Crm.Projections.DealKinds;
using Crm.Projections.Deals;
using Crm.Projections.Idempotency;
using Crm.Projections.Printing;
using Crm.Projections.Proposals;
using Crm.Projections.Reports;
using Crm.Projections.Settings;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Schema;
using Weasel.Core;
using Weasel.Postgresql.Tables;

namespace Crm.Projections;

/// <summary>How events and read models are stored. Half of these settings cannot be changed once the first event is stored.</summary>
public static class CrmStore
{
    public const string Schema = "crm";
    public const string EventSchema = "crm_events";

    /// <summary>The one shape of stored JSON.</summary>
    public static JsonSerializerOptions Json { get; } = Shape(new JsonSerializerOptions());

    /// <summary>Events and serializer alone: what a second store on the same events must share to the letter.</summary>
    public static void Events(StoreOptions o, string connection)
    {
        o.Connection(connection);
        o.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, x => Lower(Shape(x)));
        o.Events.DatabaseSchemaName = EventSchema;
        o.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        o.Events.UseMandatoryStreamTypeDeclaration = true;
        o.Events.UseExclusiveLockOnConcurrentAppends = true;
        o.Events.EnableEventSkippingInProjectionsOrSubscriptions = true;
        o.Events.AutoDiscoverTagTypes = false;
        o.Events.UseListenNotifyForEventAppends = true;
        var metadata = o.Events.MetadataConfig;
        metadata.CorrelationIdEnabled =
            metadata.CausationIdEnabled =
            metadata.UserNameEnabled =
            metadata.HeadersEnabled =
                true;
        foreach (var entry in EventCatalogue.Entries)
            o.Events.MapEventType(entry.Type, entry.Name);

        // A report that cannot read an event stops and says so; it never goes on with a hole.
        var errors = o.Projections.Errors;
        errors.SkipApplyErrors = errors.SkipSerializationErrors = errors.SkipUnknownEvents = false;
        o.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(250);
        o.Projections.StopAndDrainTimeout = TimeSpan.FromSeconds(20);
    }

    /// <summary>The live store.</summary>
    /// <param name="reports">With the reports; a store without a daemon has no use for them.</param>
    public static void Configure(StoreOptions o, string connection, bool reports = true)
    {
        Events(o, connection);
        o.DatabaseSchemaName = Schema;
        o.Projections.Add(new DealProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new DealWords(), ProjectionLifecycle.Inline);
        o.Projections.Add(new Participants(), ProjectionLifecycle.Inline);
        o.Projections.Add(new ProposalProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new ClientProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new ProductProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new PriceListProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new ListPrices(), ProjectionLifecycle.Inline);
        o.Projections.Add(new CurrencyPairProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new ExchangeRates(), ProjectionLifecycle.Inline);
        o.Projections.Add(new SourceProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new SettingsProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new DealKindProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new LostReasonProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new CustomFieldProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new UserProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new TeamProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new RoleProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new ApiKeyProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new BankStatementProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new StatementLineProjection(), ProjectionLifecycle.Inline);
        if (reports)
            ReportBook.AddAll(o, Schema);
        o.Schema.For<DealDocument>().DocumentAlias("deal");
        o.Schema.For<ClientDocument>().DocumentAlias("client");
        o.Schema.For<ProposalDocument>().DocumentAlias("proposal");
        o.Schema.For<SettingsDocument>().DocumentAlias("settings");
        o.Schema.For<DealKindDocument>().DocumentAlias("deal_kind");
        o.Schema.For<ProductDocument>().DocumentAlias("product");
        o.Schema.For<PriceListDocument>().DocumentAlias("price_list");
        o.Schema.For<CurrencyPairDocument>().DocumentAlias("currency_pair");
        o.Schema.For<SourceDocument>().DocumentAlias("source");
        o.Schema.For<LostReasonDocument>().DocumentAlias("lost_reason");
        o.Schema.For<CustomFieldDocument>().DocumentAlias("custom_field");
        o.Schema.For<UserDocument>().DocumentAlias("user");
        o.Schema.For<TeamDocument>().DocumentAlias("team");
        o.Schema.For<RoleDocument>().DocumentAlias("role");
        o.Schema.For<ApiKeyDocument>()
            .DocumentAlias("api_key")
            .Duplicate(
                x => x.SecretHash,
                configure: x =>
                {
                    x.Name = "api_key_secret_hash";
                    x.IsUnique = true;
                }
            );
        o.Schema.For<BankStatementDocument>().DocumentAlias("bank_statement");
        o.Schema.For<StatementLineDocument>().DocumentAlias("statement_line");
        o.Schema.For<IdempotentAnswer>()
            .DocumentAlias("idempotent_answer")
            .Duplicate(x => x.At, configure: x => x.Name = "idempotent_answer_at");
        o.Schema.For<CreationDigest>().DocumentAlias("creation_digest");
        o.Schema.For<LongWork>().DocumentAlias("long_work");
        o.Schema.For<HostSecret>().DocumentAlias("host_secret");
        o.Storage.ExtendedSchemaObjects.Add(DenialTable.Make());
        o.Storage.ExtendedSchemaObjects.Add(KeyUseTable.Make());
        o.Storage.ExtendedSchemaObjects.Add(ContentTable.Make());
        o.Storage.ExtendedSchemaObjects.Add(PrintedFileTable.Make());
        o.Storage.ExtendedSchemaObjects.Add(NumberTable.Make());
        o.Storage.ExtendedSchemaObjects.Add(DealWords.Make());
        o.Storage.ExtendedSchemaObjects.Add(Participants.Make());
        o.Storage.ExtendedSchemaObjects.Add(ListPrices.Make());
        o.Storage.ExtendedSchemaObjects.Add(ExchangeRates.Make());
        o.Storage.ExtendedSchemaObjects.Add(
            new Weasel.Postgresql.Sequence(
                new Weasel.Postgresql.PostgresqlObjectName(
                    Schema,
                    "deal_number",
                    Weasel.Postgresql.SchemaUtils.IdentifierUsage.General
                )
            )
        );
    }

    /// <summary>Words are made lower case and split by us; the database only indexes them.</summary>
    internal static IndexDefinition SearchIndex(string name) =>
        new(name)
        {
            Columns = ["words"],
            Method = IndexMethod.gin,
            Mask = SearchWords.Vector("?"),
        };

    /// <summary>
    /// The store's own converter would win over that of our enums and write <c>Won</c> in events where all else says <c>won</c>.
    /// </summary>
    private static void Lower(JsonSerializerOptions o)
    {
        foreach (var own in o.Converters.Where(x => x is JsonStringEnumConverter).ToArray())
            o.Converters.Remove(own);
    }

    private static JsonSerializerOptions Shape(JsonSerializerOptions o)
    {
        o.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        o.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        // The store keeps the members of an object in an order of its own: the name of a check need not come first.
        o.AllowOutOfOrderMetadataProperties = true;
        o.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return o;
    }
}
