using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Demo;

/// <summary>
/// A product or service of the demo company. Prices in roubles are whole hundreds, so that discounts and VAT need no rounding.
/// </summary>
internal sealed record DemoProduct(string Code, string Name, string Unit, int Price, int Cost, bool IsService = false)
{
    public Guid Id => CodeStream.Of("demo-product", Code);

    /// <summary>Price for wholesale clients, without VAT.</summary>
    public int WholesalePrice => Price * 92 / 10000 * 100;

    /// <summary>Price for clients abroad, in whole euros.</summary>
    public int EuroPrice => Math.Max(Price / 88, 1);
}

/// <summary>What a deal is about: its products with usual quantities.</summary>
internal sealed record DemoKit(string Title, (string Product, int Least, int Most)[] Lines);

/// <summary>What the demo company sells: furniture and equipment of offices.</summary>
internal static class DemoGoods
{
    public static readonly DemoProduct[] Products =
    [
        new("desk-140", "Стол рабочий 140×70", "шт", 12_400, 7_900),
        new("desk-160", "Стол рабочий 160×80", "шт", 14_800, 9_300),
        new("desk-lift", "Стол с регулировкой высоты", "шт", 38_900, 26_100),
        new("table-meeting", "Стол переговорный на 10 мест", "шт", 64_500, 39_800),
        new("chair-line", "Кресло оператора «Лайн»", "шт", 8_900, 5_600),
        new("chair-vertex", "Кресло эргономичное «Вертекс»", "шт", 27_500, 17_200),
        new("chair-head", "Кресло руководителя «Премьер»", "шт", 34_900, 20_800),
        new("chair-guest", "Стул посетителя", "шт", 4_200, 2_600),
        new("cabinet", "Шкаф для документов", "шт", 13_600, 8_700),
        new("wardrobe", "Шкаф-гардероб", "шт", 15_900, 10_100),
        new("pedestal", "Тумба подкатная", "шт", 6_800, 4_300),
        new("screen", "Перегородка акустическая", "шт", 18_700, 11_500),
        new("reception", "Стойка ресепшен", "шт", 58_900, 33_800),
        new("sofa", "Диван двухместный", "шт", 32_800, 20_600),
        new("booth", "Кабина акустическая для звонков", "шт", 289_000, 201_000),
        new("printer", "Принтер лазерный A4", "шт", 21_500, 17_800),
        new("mfp", "МФУ цветное A3", "шт", 148_000, 121_000),
        new("monitor", "Монитор 27\"", "шт", 24_900, 20_600),
        new("projector", "Проектор лазерный", "шт", 96_500, 79_400),
        new("panel", "Панель интерактивная 75\"", "шт", 168_000, 137_000),
        new("shredder", "Уничтожитель документов", "шт", 17_900, 13_400),
        new("assembly", "Сборка мебели", "ч", 1_800, 900, IsService: true),
        new("delivery", "Доставка по городу", "рейс", 6_500, 4_200, IsService: true),
        new("layout", "Проект расстановки мебели", "шт", 24_000, 9_000, IsService: true),
    ];

    public static readonly DemoKit[] Kits =
    [
        new(
            "Рабочие места для отдела",
            [("desk-160", 8, 30), ("chair-line", 8, 30), ("pedestal", 6, 30), ("assembly", 8, 24)]
        ),
        new("Эргономичные кресла", [("chair-vertex", 6, 40)]),
        new("Переговорная комната", [("table-meeting", 1, 2), ("chair-guest", 10, 20), ("panel", 1, 2)]),
        new("Кабинет руководителя", [("chair-head", 1, 2), ("cabinet", 2, 4), ("sofa", 1, 2), ("layout", 1, 1)]),
        new("Ресепшен и зона ожидания", [("reception", 1, 1), ("sofa", 2, 4), ("chair-guest", 4, 10)]),
        new("Печатная техника", [("mfp", 1, 4), ("printer", 2, 12), ("shredder", 1, 3)]),
        new("Мониторы для рабочих мест", [("monitor", 5, 40)]),
        new("Акустика открытого офиса", [("screen", 8, 30), ("booth", 1, 3), ("delivery", 1, 3)]),
        new("Переезд офиса", [("desk-140", 10, 40), ("chair-line", 10, 40), ("wardrobe", 2, 8), ("delivery", 2, 5)]),
        new("Учебный класс", [("desk-140", 8, 16), ("chair-guest", 16, 32), ("projector", 1, 1), ("monitor", 8, 16)]),
        new("Столы с регулировкой высоты", [("desk-lift", 4, 24), ("assembly", 4, 12)]),
        new("Архив и хранение", [("cabinet", 10, 40), ("shredder", 1, 2)]),
    ];

    public static DemoProduct Product(string code) => Products.Single(product => product.Code == code);
}
