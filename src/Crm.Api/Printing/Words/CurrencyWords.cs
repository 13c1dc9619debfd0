namespace Crm.Api.Printing.Words;

/// <summary>The names of a currency in an amount written out.</summary>
/// <param name="IsFeminine">The gender of the unit: одна иена, but один рубль.</param>
/// <param name="Unit">Russian forms of the unit.</param>
/// <param name="Minor">Russian forms of the minor unit; null where there is none.</param>
/// <param name="En">English, singular and plural.</param>
/// <param name="EnMinor">English of the minor unit, singular and plural.</param>
internal sealed record CurrencyWords(
    bool IsFeminine,
    NounForms Unit,
    NounForms? Minor,
    (string One, string Many) En,
    (string One, string Many) EnMinor
)
{
    private static readonly NounForms Kopeck = new("копейка", "копейки", "копеек");
    private static readonly NounForms Cent = new("цент", "цента", "центов");

    private static readonly Dictionary<string, CurrencyWords> Known = new(StringComparer.Ordinal)
    {
        ["RUB"] = new(false, new("рубль", "рубля", "рублей"), Kopeck, ("ruble", "rubles"), ("kopeck", "kopecks")),
        ["BYN"] = new(
            false,
            new("белорусский рубль", "белорусских рубля", "белорусских рублей"),
            Kopeck,
            ("Belarusian ruble", "Belarusian rubles"),
            ("kopeck", "kopecks")
        ),
        ["UAH"] = new(
            true,
            new("гривна", "гривны", "гривен"),
            Kopeck,
            ("hryvnia", "hryvnias"),
            ("kopiyka", "kopiykas")
        ),
        ["KZT"] = new(
            false,
            new("тенге", "тенге", "тенге"),
            new("тиын", "тиына", "тиынов"),
            ("tenge", "tenge"),
            ("tiyn", "tiyn")
        ),
        ["UZS"] = new(
            false,
            new("сум", "сума", "сумов"),
            new("тийин", "тийина", "тийинов"),
            ("sum", "sums"),
            ("tiyin", "tiyin")
        ),
        ["KGS"] = new(
            false,
            new("сом", "сома", "сомов"),
            new("тыйын", "тыйына", "тыйынов"),
            ("som", "soms"),
            ("tyiyn", "tyiyn")
        ),
        ["AMD"] = new(
            false,
            new("драм", "драма", "драмов"),
            new("лума", "лумы", "лум"),
            ("dram", "drams"),
            ("luma", "luma")
        ),
        ["GEL"] = new(
            false,
            new("лари", "лари", "лари"),
            new("тетри", "тетри", "тетри"),
            ("lari", "lari"),
            ("tetri", "tetri")
        ),
        ["AZN"] = new(
            false,
            new("манат", "маната", "манатов"),
            new("гяпик", "гяпика", "гяпиков"),
            ("manat", "manats"),
            ("qapik", "qapiks")
        ),
        ["USD"] = new(
            false,
            new("доллар США", "доллара США", "долларов США"),
            Cent,
            ("US dollar", "US dollars"),
            ("cent", "cents")
        ),
        ["EUR"] = new(false, new("евро", "евро", "евро"), Cent, ("euro", "euros"), ("cent", "cents")),
        ["GBP"] = new(
            false,
            new("фунт стерлингов", "фунта стерлингов", "фунтов стерлингов"),
            new("пенс", "пенса", "пенсов"),
            ("pound sterling", "pounds sterling"),
            ("penny", "pence")
        ),
        ["CHF"] = new(
            false,
            new("швейцарский франк", "швейцарских франка", "швейцарских франков"),
            new("сантим", "сантима", "сантимов"),
            ("Swiss franc", "Swiss francs"),
            ("centime", "centimes")
        ),
        ["CNY"] = new(
            false,
            new("юань", "юаня", "юаней"),
            new("фэнь", "фэня", "фэней"),
            ("yuan", "yuan"),
            ("fen", "fen")
        ),
        ["INR"] = new(
            true,
            new("индийская рупия", "индийские рупии", "индийских рупий"),
            new("пайса", "пайсы", "пайс"),
            ("Indian rupee", "Indian rupees"),
            ("paisa", "paise")
        ),
        ["TRY"] = new(
            true,
            new("турецкая лира", "турецкие лиры", "турецких лир"),
            new("куруш", "куруша", "курушей"),
            ("Turkish lira", "Turkish liras"),
            ("kurush", "kurush")
        ),
        ["AED"] = new(
            false,
            new("дирхам ОАЭ", "дирхама ОАЭ", "дирхамов ОАЭ"),
            new("филс", "филса", "филсов"),
            ("UAE dirham", "UAE dirhams"),
            ("fils", "fils")
        ),
        ["KWD"] = new(
            false,
            new("кувейтский динар", "кувейтских динара", "кувейтских динаров"),
            new("филс", "филса", "филсов"),
            ("Kuwaiti dinar", "Kuwaiti dinars"),
            ("fils", "fils")
        ),
        ["PLN"] = new(
            false,
            new("злотый", "злотых", "злотых"),
            new("грош", "гроша", "грошей"),
            ("zloty", "zlotys"),
            ("grosz", "groszy")
        ),
        ["CZK"] = new(
            true,
            new("чешская крона", "чешские кроны", "чешских крон"),
            new("геллер", "геллера", "геллеров"),
            ("Czech koruna", "Czech korunas"),
            ("haler", "halers")
        ),
        ["RSD"] = new(
            false,
            new("сербский динар", "сербских динара", "сербских динаров"),
            new("пара", "пары", "пар"),
            ("Serbian dinar", "Serbian dinars"),
            ("para", "paras")
        ),
        ["JPY"] = new(true, new("иена", "иены", "иен"), null, ("yen", "yen"), ("", "")),
        ["KRW"] = new(true, new("вона", "воны", "вон"), null, ("won", "won"), ("", "")),
        ["VND"] = new(false, new("донг", "донга", "донгов"), null, ("dong", "dong"), ("", "")),
    };

    /// <summary>Null where the names are not known; the currency is then written by its code.</summary>
    public static CurrencyWords? Find(Currency currency) => Known.GetValueOrDefault(currency.Code);
}
