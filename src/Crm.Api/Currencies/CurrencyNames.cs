using System.Collections.Frozen;

namespace Crm.Api.Currencies;

/// <summary>Currencies as the tables of the Bank of Russia name them, in the grammatical number of their nominal.</summary>
internal static class CurrencyNames
{
    private static readonly FrozenDictionary<string, string> Codes = new Dictionary<string, string>
    {
        ["Австралийский доллар"] = "AUD",
        ["Азербайджанский манат"] = "AZN",
        ["Алжирских динаров"] = "DZD",
        ["Армянских драмов"] = "AMD",
        ["Бангладешских так"] = "BDT",
        ["Бахрейнский динар"] = "BHD",
        ["Белорусский рубль"] = "BYN",
        ["Болгарский лев"] = "BGN",
        ["Боливиано"] = "BOB",
        ["Бразильский реал"] = "BRL",
        ["Вон Республики Корея"] = "KRW",
        ["Вьетнамских донгов"] = "VND",
        ["Гонконгский доллар"] = "HKD",
        ["Гонконгских долларов"] = "HKD",
        ["Гривен"] = "UAH",
        ["Грузинский лари"] = "GEL",
        ["Датская крона"] = "DKK",
        ["Датских крон"] = "DKK",
        ["Дирхам ОАЭ"] = "AED",
        ["Доллар США"] = "USD",
        ["Донгов"] = "VND",
        ["Евро"] = "EUR",
        ["Египетских фунтов"] = "EGP",
        ["Индийская рупия"] = "INR",
        ["Индийских рупий"] = "INR",
        ["Индонезийских рупий"] = "IDR",
        ["Иранских риалов"] = "IRR",
        ["Казахстанских тенге"] = "KZT",
        ["Канадский доллар"] = "CAD",
        ["Катарский риал"] = "QAR",
        ["Киргизских сомов"] = "KGS",
        ["Китайский юань"] = "CNY",
        ["Кубинских песо"] = "CUP",
        ["Лари"] = "GEL",
        ["Молдавских леев"] = "MDL",
        ["Монгольских тугриков"] = "MNT",
        ["Мьянманских кьятов"] = "MMK",
        ["Нигерийских найр"] = "NGN",
        ["Новозеландский доллар"] = "NZD",
        ["Новый туркменский манат"] = "TMT",
        ["Норвежских крон"] = "NOK",
        ["Оманский риал"] = "OMR",
        ["Польский злотый"] = "PLN",
        ["Румынский лей"] = "RON",
        ["Рупий"] = "IDR",
        ["СДР (специальные права заимствования)"] = "XDR",
        ["Саудовский риял"] = "SAR",
        ["Саудовских риялов"] = "SAR",
        ["Сербских динаров"] = "RSD",
        ["Сингапурский доллар"] = "SGD",
        ["Сомони"] = "TJS",
        ["Таджикских сомони"] = "TJS",
        ["Таиландских батов"] = "THB",
        ["Батов"] = "THB",
        ["Тенге"] = "KZT",
        ["Турецких лир"] = "TRY",
        ["Узбекских сумов"] = "UZS",
        ["Украинских гривен"] = "UAH",
        ["Форинтов"] = "HUF",
        ["Венгерских форинтов"] = "HUF",
        ["Фунт стерлингов"] = "GBP",
        ["Фунт стерлингов Соединенного королевства"] = "GBP",
        ["Чешских крон"] = "CZK",
        ["Шведских крон"] = "SEK",
        ["Швейцарский франк"] = "CHF",
        ["Эфиопских быров"] = "ETB",
        ["Южноафриканских рэндов"] = "ZAR",
        ["Юань"] = "CNY",
        ["Иен"] = "JPY",
        ["Японских иен"] = "JPY",
    }.ToFrozenDictionary(one => Key(one.Key), one => one.Value, StringComparer.Ordinal);

    /// <summary>The code of a cell: a code of ISO 4217 in any case, or such a name; the cell itself when it is neither.</summary>
    public static string CodeOf(string cell) =>
        Codes.TryGetValue(Key(cell), out var code) ? code : cell.ToUpperInvariant();

    private static string Key(string name) =>
        string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant().Replace('Ё', 'Е');
}
