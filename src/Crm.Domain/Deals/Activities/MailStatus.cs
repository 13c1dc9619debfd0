using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Activities;

/// <summary>What was sent by e-mail.</summary>
[JsonConverter(typeof(CamelCase<MailedDocument>))]
public enum MailedDocument
{
    Proposal,
    Invoice,
}

/// <summary>Where an e-mail stands. Delivered: the mail server accepted it.</summary>
[JsonConverter(typeof(CamelCase<MailStatus>))]
public enum MailStatus
{
    Queued,
    Retrying,
    Delivered,
    Failed,
}
