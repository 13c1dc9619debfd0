using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Activities;

/// <summary>Kind of document that an e-mail carries.</summary>
[JsonConverter(typeof(CamelCase<MailedDocument>))]
public enum MailedDocument
{
    Proposal,
    Invoice,
}

/// <summary>Status of an e-mail. Delivered: the mail server accepted it.</summary>
[JsonConverter(typeof(CamelCase<MailStatus>))]
public enum MailStatus
{
    Queued,
    Retrying,
    Delivered,
    Failed,
}
