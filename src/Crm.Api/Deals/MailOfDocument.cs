using Crm.Domain.Deals;
using Crm.Domain.Deals.Activities;

namespace Crm.Api.Deals;

/// <summary>A mail of a document, in short.</summary>
public sealed record MailOfDocument(Guid Id, MailStatus Status, DateTimeOffset StatusAt)
{
    public static IReadOnlyList<MailOfDocument> Of(Deal deal, Guid document) =>
        [
            .. deal
                .Mails.Values.Where(x => x.DocumentId == document)
                .OrderBy(x => x.Id)
                .Select(x => new MailOfDocument(x.Id.Value, x.Status, x.At)),
        ];
}
