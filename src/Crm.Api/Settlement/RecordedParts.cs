using Crm.Api.Deals;

namespace Crm.Api.Settlement;

/// <summary>
/// Documents as they were recorded. They never change, so a command that repeats them may read them before it locks the deal.
/// </summary>
public sealed class RecordedParts(DealReader deals)
{
    /// <param name="id">The id of the document that an event made.</param>
    public async Task<TEvent?> Find<TEvent>(HttpContext http, Guid dealId, Guid wanted, Func<TEvent, Guid> id)
        where TEvent : DomainEvent
    {
        var ct = http.RequestAborted;
        return (TEvent?)(await deals.Find(await deals.Now(dealId, ct), id, wanted, ct))?.Data;
    }
}
