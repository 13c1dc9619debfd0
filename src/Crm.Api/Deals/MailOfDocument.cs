using Crm.Domain.Deals;
using Crm.Domain.Deals.Activities;

namespace Crm.Api.Deals;

/// <summary>An e-mail that a document was sent with.</summary>
/// <param name="Id">Id of the mail.</param>
/// <param name="Status">State of the delivery.</param>
/// <param name="StatusAt">Time at which the mail entered its present state.</param>
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
