// Reads through the generated client what the other client has done: Crm.Client <url> <key> <deal>.
using System.Net.Http.Headers;
using Crm.Client;

if (args is not [var url, var key, var id])
    throw new ArgumentException("usage: Crm.Client <url> <key> <deal>");
using var http = new HttpClient { BaseAddress = new Uri(url) };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
var crm = new CrmClient(http);

var me = await crm.GetMeAsync();
var settings = await crm.GetSettingsAsync();
if (!me.Scopes.Contains(Scope.Write) || settings.Languages is not [DocumentLanguage.Ru, DocumentLanguage.En])
    throw new InvalidOperationException("lists of enums are not read");

var deal = await crm.GetDealAsync(Guid.Parse(id));
Money paid = deal.Balance.Paid;
if (
    deal is not { Status: DealStatus.Won, Kind.Mode: ProcessMode.Guided, Closing.Outcome: Outcome.Won }
    || paid.Amount != "360.00"
)
    throw new InvalidOperationException($"the deal is {deal.Status}, {paid.Amount} {paid.Currency} are paid");

var page = await crm.ListDealsAsync(
    status: [DealStatus.Won, DealStatus.Lost],
    sort: [DealSort.OpenedAtDescending],
    count: true
);
if (page.Items.All(one => one.Id != deal.Id))
    throw new InvalidOperationException($"the deal is not among {page.Total} deals");

try
{
    await crm.CloseDealAsync(deal.Id, new CloseDealBody { Outcome = Outcome.Lost, LostReason = "price" });
    throw new InvalidOperationException("a won deal is lost");
}
catch (ApiException<Problem> e) when (e.StatusCode == 409)
{
    Console.WriteLine($"{deal.Number}: {e.Result.Code}");
}
