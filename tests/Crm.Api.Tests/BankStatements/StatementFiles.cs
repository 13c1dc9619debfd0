using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Crm.Api.Tests.BankStatements;

/// <summary>Files as banks write them, in their encodings.</summary>
internal static class StatementFiles
{
    public const string Own = "40702810900000000001";
    public static readonly Encoding Cp1251 = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;
    public static readonly Encoding Cp866 = CodePagesEncodingProvider.Instance.GetEncoding(866)!;

    /// <summary>A document of 1CClientBankExchange; an incoming payment unless specified otherwise.</summary>
    public static string Document(
        string number,
        string amount,
        string purpose,
        string taxId = "7707083893",
        string name = "ООО \"Ромашка\"",
        string date = "05.11.2026",
        string own = Own,
        bool outgoing = false
    )
    {
        var (us, them) = outgoing ? ("Плательщик", "Получатель") : ("Получатель", "Плательщик");
        return string.Join(
            '\n',
            "СекцияДокумент=Платежное поручение",
            $"Номер={number}",
            $"Дата={date}",
            $"Сумма={amount}",
            $"{them}Счет=40702810000000000999",
            $"{(outgoing ? "ДатаСписано" : "ДатаПоступило")}={date}",
            $"{them}=ИНН {taxId} {name}",
            $"{them}ИНН={taxId}",
            $"{them}1={name}",
            $"{us}Счет={own}",
            $"{us}ИНН=7701234567",
            $"НазначениеПлатежа={purpose}",
            "КонецДокумента"
        );
    }

    public static string Exchange(params string[] documents) => ExchangeOf("Windows", Own, documents);

    public static string ExchangeOf(string encoding, string own, params string[] documents) =>
        string.Join(
            '\n',
            [
                "1CClientBankExchange",
                "ВерсияФормата=1.03",
                $"Кодировка={encoding}",
                "Отправитель=Банк",
                "ДатаНачала=01.11.2026",
                "ДатаКонца=22.11.2026",
                $"РасчСчет={own}",
                "СекцияРасчСчет",
                "ДатаНачала=01.11.2026",
                $"РасчСчет={own}",
                "НачальныйОстаток=0.00",
                "КонецРасчСчет",
                .. documents,
                "КонецФайла",
                "",
            ]
        );

    public static byte[] Bytes(string text, Encoding? encoding = null, bool crlf = true) =>
        (encoding ?? Cp1251).GetBytes(crlf ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text);

    public static Task<Answer> Import(
        this Testing.Api api,
        byte[] file,
        string type = "text/plain",
        string query = "",
        params (string, string)[] headers
    )
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return api.SendRaw(HttpMethod.Post, "/bank-statements" + query, content, headers);
    }

    public static Task<Answer> Import(this Testing.Api api, string exchange) => api.Import(Bytes(exchange));

    /// <summary>A new line that waits, because nothing names its invoice.</summary>
    public static async Task<string> Waiting(Testing.Api api)
    {
        var (taxId, number) = (TaxId(), Guid.NewGuid().ToString("N")[..8]);
        var statement = (await api.Import(Exchange(Document(number, "17.50", "За мебель", taxId)))).Must(201).Id;
        return (await api.Get($"/bank-statements/{statement}/lines")).Must(200)["items"]![0]!["id"]!.GetValue<string>();
    }

    /// <summary>A tax id that no other test has.</summary>
    public static string TaxId() => FreshTaxId.Company();
}

/// <summary>An open deal of a client with an invoice.</summary>
internal sealed record Invoiced(string Deal, string Client, string TaxId, string Invoice, string Number)
{
    public string Path => "/deals/" + Deal;

    public static async Task<Invoiced> Make(
        Testing.Api api,
        string amount = "360.00",
        string? taxId = null,
        string currency = "RUB",
        string? manager = null
    )
    {
        taxId ??= StatementFiles.TaxId();
        var client = (
            await api.Post(
                "/clients",
                new
                {
                    name = "ООО Клиент " + taxId,
                    kind = "company",
                    legalDetails = new { taxId, registeredName = "ООО «Клиент " + taxId + "»" },
                    @override = true,
                }
            )
        ).Must(201).Id;
        return await Of(api, client, taxId, amount, currency, manager);
    }

    public static async Task<Invoiced> Of(
        Testing.Api api,
        string client,
        string taxId,
        string amount,
        string currency = "RUB",
        string? manager = null
    )
    {
        var deal = (
            await api.Post(
                "/deals",
                manager is null
                    ? new
                    {
                        title = "Поставка",
                        kind = "simple",
                        clientId = client,
                    }
                    : new
                    {
                        title = "Поставка",
                        kind = "simple",
                        clientId = client,
                        managerId = manager,
                    }
            )
        ).Must(201).Id;
        var invoice = (await api.Post($"/deals/{deal}/invoices", new { amount = new { amount, currency } })).Must(201);
        return new(deal, client, taxId, invoice.Id, (string)invoice["number"]!);
    }

    public async Task<string> Paid(Testing.Api api) =>
        (string)(await api.Get($"{Path}/invoices/{Invoice}")).Must(200)["paid"]!["amount"]!;

    public async Task<int> Payments(Testing.Api api) =>
        (await api.Get($"{Path}/payments")).Must(200)["items"]!.AsArray().Count;
}
