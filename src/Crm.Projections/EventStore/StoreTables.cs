namespace Crm.Projections.EventStore;

/// <summary>Tables of the store that our SQL refers to.</summary>
internal static class StoreTables
{
    private const string Documents = $"{StoreFormat.Schema}.mt_doc_";

    public const string Deals = Documents + "deal";
    public const string Proposals = Documents + "proposal";
    public const string Clients = Documents + "client";
    public const string Products = Documents + "product";
    public const string Sources = Documents + "source";
    public const string LostReasons = Documents + "lost_reason";
    public const string Reminders = Documents + "reminder";
    public const string Users = Documents + "user";
    public const string Teams = Documents + "team";
    public const string Roles = Documents + "role";
    public const string ApiKeys = Documents + "api_key";
    public const string Settings = Documents + "settings";
    public const string BankStatements = Documents + "bank_statement";
    public const string StatementLines = Documents + "statement_line";
    public const string Interactions = Documents + "interaction";
    public const string Assignments = Documents + "assignment";
    public const string IdempotentAnswers = Documents + "idempotent_answer";
    public const string CreationDigests = Documents + "creation_digest";
    public const string LongWorks = Documents + "long_work";
    public const string HostSecrets = Documents + "host_secret";

    public const string Events = $"{StoreFormat.EventSchema}.mt_events";
    public const string Streams = $"{StoreFormat.EventSchema}.mt_streams";
    public const string Progression = $"{StoreFormat.EventSchema}.mt_event_progression";
}
