using System.Globalization;
using System.Text;
using Crm.Api.Tests.BankStatements;
using Crm.Api.Tests.Catalog;

namespace Crm.Api.Tests.Concurrency;

/// <summary>Something that many commands want at once.</summary>
/// <param name="Lock">SQL by which another session holds it.</param>
/// <param name="Send">Sends the n-th command.</param>
internal sealed record HotResource(string Lock, Func<int, Task<Answer>> Send)
{
    private static int made;

    private static readonly Dictionary<string, Func<Testing.Api, Task<HotResource>>> Kinds = new()
    {
        ["deal"] = async api =>
        {
            var sale = await Sale.Open(api);
            return new(Row(sale.Id), n => api.Post(sale.Path + "/comments", new { text = Text(n) }));
        },
        ["deal of a preview"] = async api =>
        {
            var sale = await Sale.Open(api);
            return new(
                Row(sale.Id),
                n => api.Preview("createComment", new { dealId = sale.Id }, new { text = Text(n) })
            );
        },
        ["client"] = async api =>
        {
            var client = (await api.Post("/clients", new { name = "ООО Мак" })).Must(201).Id;
            return new(Row(client), n => api.Post($"/clients/{client}/contacts", new { name = Text(n) }));
        },
        ["client that commands on many deals read"] = async api =>
        {
            var sold = await Invoiced.Make(api);
            var deals = new List<string> { sold.Deal };
            while (deals.Count < HotStreamTests.Many)
                deals.Add((
                        await api.Post(
                            "/deals",
                            new
                            {
                                title = "А",
                                kind = "simple",
                                clientId = sold.Client,
                            }
                        )
                    ).Must(201).Id);
            return new(
                Row(sold.Client),
                n => api.Post($"/deals/{deals[n]}/invoices", new { amount = Sale.Rub("10.00") })
            );
        },
        ["product"] = async api =>
        {
            var product = (await Product(api)).Must(201).Id;
            return new(Row(product), n => api.Patch("/products/" + product, new { name = Text(n) }, "*"));
        },
        ["codes of new products"] = api =>
            Task.FromResult(new HotResource(Advisory("crm.product-codes"), _ => Product(api))),
        ["codes of products that are changed"] = async api =>
        {
            var products = new List<string>();
            while (products.Count < HotStreamTests.Many)
                products.Add((await Product(api)).Must(201).Id);
            return new(
                Advisory("crm.product-codes"),
                n => api.Patch("/products/" + products[n], new { code = Code() }, "*")
            );
        },
        ["import"] = api =>
            Task.FromResult(
                new HotResource(
                    Advisory("crm.import.products"),
                    n => api.SendFile(Encoding.UTF8.GetBytes($"code,name\n{Code()},{Text(n)}\n"), "text/csv")
                )
            ),
        ["price list"] = async api =>
        {
            var list = (
                await api.Post(
                    "/price-lists",
                    new
                    {
                        code = Code(),
                        title = "А",
                        currency = "RUB",
                    }
                )
            ).Must(201).Id;
            return new(Row(list), n => api.Patch("/price-lists/" + list, new { title = Text(n) }, "*"));
        },
        ["exchange rates of a pair"] = async api =>
        {
            Task<Answer> Set(int n) =>
                api.Post(
                    "/exchange-rates",
                    new
                    {
                        @base = "CHF",
                        rate = (100 + n).ToString(CultureInfo.InvariantCulture),
                        validOn = "2026-11-20",
                    }
                );
            (await Set(0)).Must(200);
            return new(Type("currency_pair_document"), Set);
        },
        ["users, teams and roles"] = async api =>
        {
            var user = (await api.Post("/users", new { name = "Анна" })).Must(201).Id;
            return new(Advisory("crm.staff"), n => api.Patch("/users/" + user, new { name = Text(n) }, "*"));
        },
        ["settings"] = async api =>
        {
            (await api.Patch("/settings", new { timeZone = "Europe/Samara" }, "*")).Must(200);
            return new(
                Type("settings_document"),
                n => api.Patch("/settings", new { timeZone = n % 2 == 0 ? "Europe/Samara" : "Europe/Moscow" }, "*")
            );
        },
        ["bank statements"] = api =>
            Task.FromResult(
                new HotResource(
                    Advisory("bank-statements"),
                    n => api.Import(StatementFiles.Exchange(StatementFiles.Document(Code(), "1.00", Text(n))))
                )
            ),
        ["supplied id of a new deal"] = api =>
        {
            var id = Guid.CreateVersion7();
            return Task.FromResult(
                new HotResource(
                    $"insert into crm_events.mt_streams (id, type, version) values ('{id}', 'deal_document', 0)",
                    _ => api.Post("/deals", new { id, title = "А" })
                )
            );
        },
        ["key of a new deal"] = api =>
        {
            var key = Guid.NewGuid().ToString();
            return Task.FromResult(
                new HotResource(
                    // Nobody but these requests stores an answer meanwhile.
                    "lock table crm.mt_doc_idempotent_answer in share row exclusive mode",
                    _ => api.Post("/deals", new { title = "А" }, ("Idempotency-Key", key))
                )
            );
        },
    };

    public static IEnumerable<string> Names => Kinds.Keys;

    public static Task<HotResource> Create(Testing.Api api, string name) => Kinds[name](api);

    private static Task<Answer> Product(Testing.Api api) =>
        api.Post("/products", new { code = Code(), name = "Товар" });

    private static string Code() =>
        string.Create(CultureInfo.InvariantCulture, $"hot-{Interlocked.Increment(ref made)}");

    private static string Text(int n) => string.Create(CultureInfo.InvariantCulture, $"Текст {n}");

    private static string Row(string stream) =>
        $"select version from crm_events.mt_streams where id = '{stream}' for update";

    private static string Type(string type) =>
        $"select version from crm_events.mt_streams where type = '{type}' for update";

    private static string Advisory(string name) => $"select pg_advisory_xact_lock(hashtextextended('{name}', 0))";
}
