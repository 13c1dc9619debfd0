using Crm.Projections.Idempotency;
using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Assignments;
using Crm.Projections.ReadModels.Attachments;
using Crm.Projections.ReadModels.BankStatements;
using Crm.Projections.ReadModels.Catalog;
using Crm.Projections.ReadModels.Clients;
using Crm.Projections.ReadModels.Currencies;
using Crm.Projections.ReadModels.CustomFields;
using Crm.Projections.ReadModels.DealKinds;
using Crm.Projections.ReadModels.Deals;
using Crm.Projections.ReadModels.Interactions;
using Crm.Projections.ReadModels.Notifications;
using Crm.Projections.ReadModels.Operations;
using Crm.Projections.ReadModels.Printing;
using Crm.Projections.ReadModels.Proposals;
using Crm.Projections.ReadModels.Reminders;
using Crm.Projections.ReadModels.Settings;
using Crm.Projections.ReadModels.Tasks;
using Crm.Projections.Reports;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Schema;
using Weasel.Core;
using Weasel.Postgresql.Tables;

namespace Crm.Projections;

/// <summary>
/// Storage of events and read models. Half of these settings cannot be changed once the first event is stored.
/// </summary>
public static class CrmStore
{
    /// <summary>The live store.</summary>
    /// <param name="cards">Renders the cards of deals.</param>
    /// <param name="reports">Include the reports; a store without a daemon does not need them.</param>
    public static void Configure(StoreOptions o, string connection, IDealCards cards, bool reports = true)
    {
        StoreFormat.ConfigureEvents(o, connection);
        o.DatabaseSchemaName = StoreFormat.Schema;
        o.Projections.Add(new DealProjection(cards), ProjectionLifecycle.Inline);
        o.Projections.Add(new DealWords(), ProjectionLifecycle.Inline);
        o.Projections.Add(new Participants(), ProjectionLifecycle.Inline);
        o.Projections.Add(new InteractionProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new RecordedInteractions(), ProjectionLifecycle.Inline);
        o.Projections.Add(new StageTaskRows(), ProjectionLifecycle.Inline);
        o.Projections.Add(new ReminderWakes(), ProjectionLifecycle.Inline);
        o.Projections.Add(new ProposalProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new ClientProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new ProductProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new PriceListProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new ListPrices(), ProjectionLifecycle.Inline);
        o.Projections.Add(new CatalogCodes(), ProjectionLifecycle.Inline);
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
        o.Projections.Add(new ReminderProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new NoticeReads(), ProjectionLifecycle.Inline);
        o.Projections.Add(new BankStatementProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new StatementLineProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new AssignmentProjection(), ProjectionLifecycle.Inline);
        o.Projections.Add(new AssignmentRows(), ProjectionLifecycle.Inline);
        if (reports)
            ReportRegistry.AddAll(o, StoreFormat.Schema);
        o.Schema.For<DealDocument>().DocumentAlias("deal");
        o.Schema.For<InteractionDocument>().DocumentAlias("interaction");
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
        o.Schema.For<ReminderDocument>().DocumentAlias("reminder");
        o.Schema.For<BankStatementDocument>().DocumentAlias("bank_statement");
        o.Schema.For<StatementLineDocument>().DocumentAlias("statement_line");
        o.Schema.For<AssignmentDocument>().DocumentAlias("assignment");
        o.Schema.For<IdempotentAnswer>()
            .DocumentAlias("idempotent_answer")
            .Duplicate(x => x.At, configure: x => x.Name = "idempotent_answer_at");
        o.Schema.For<CreationDigest>().DocumentAlias("creation_digest");
        o.Schema.For<LongWork>().DocumentAlias("long_work");
        o.Schema.For<HostSecret>().DocumentAlias("host_secret");
        foreach (var table in OwnTables.Make())
            o.Storage.ExtendedSchemaObjects.Add(table);
        o.Storage.ExtendedSchemaObjects.Add(
            new Weasel.Postgresql.Sequence(
                new Weasel.Postgresql.PostgresqlObjectName(
                    StoreFormat.Schema,
                    "deal_number",
                    Weasel.Postgresql.SchemaUtils.IdentifierUsage.General
                )
            )
        );
    }
}
