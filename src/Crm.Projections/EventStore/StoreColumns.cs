namespace Crm.Projections.EventStore;

/// <summary>Columns of Marten's tables that our SQL refers to.</summary>
internal static class StoreColumns
{
    // Streams and events.
    public const string Tenant = "tenant_id";
    public const string Sequence = "seq_id";
    public const string Stream = "stream_id";
    public const string Causation = "causation_id";
    public const string Correlation = "correlation_id";
    public const string User = "user_name";
    public const string IsArchived = "is_archived";

    // Documents.
    public const string Version = "mt_version";
    public const string DotNetType = "mt_dotnet_type";
    public const string LastModified = "mt_last_modified";

    /// <summary>Columns of every document besides its id, data and duplicated fields.</summary>
    public const string Document = $"{Version}, {DotNetType}, {LastModified}";

    // Progression of projections.
    public const string LastSequence = "last_seq_id";
    public const string LastUpdated = "last_updated";
    public const string FailureCategory = "failure_category";
    public const string FailureSequence = "failure_event_sequence";
    public const string FailureType = "failure_event_type";
}
