using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Activities;

/// <summary>Type of document sent by e-mail.</summary>
[JsonConverter(typeof(CamelCase<MailedDocument>))]
public enum MailedDocument
{
    Proposal,
    Invoice,
}

/// <summary>
/// Delivery state of an e-mail: <c>queued</c>, <c>retrying</c>, <c>delivered</c> (the mail server accepted it) or <c>failed</c>.
/// </summary>
[JsonConverter(typeof(CamelCase<MailStatus>))]
public enum MailStatus
{
    Queued,
    Retrying,
    Delivered,
    Failed,
}
