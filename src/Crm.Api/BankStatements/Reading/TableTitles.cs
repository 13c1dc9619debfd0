using Crm.Domain.BankStatements;
using Crm.Domain.Settings;

namespace Crm.Api.BankStatements.Reading;

/// <summary>The titles of columns that are understood without a format, in lower case, with е for ё and without signs.</summary>
internal static class TableTitles
{
    public static readonly IReadOnlyDictionary<StatementColumn, string[]> Of = new Dictionary<StatementColumn, string[]>
    {
        [StatementColumn.Date] = ["date", "document date", "дата", "дата документа"],
        [StatementColumn.Booked] =
        [
            "booked",
            "booked on",
            "value date",
            "дата операции",
            "дата поступило",
            "дата поступления",
            "дата проводки",
        ],
        [StatementColumn.Number] = ["number", "document number", "номер", "номер документа", "№", "№ документа"],
        [StatementColumn.Amount] = ["amount", "sum", "сумма"],
        [StatementColumn.Credit] = ["credit", "income", "приход", "поступление", "зачисление", "кредит"],
        [StatementColumn.Debit] = ["debit", "expense", "расход", "списание", "дебет"],
        [StatementColumn.Direction] =
        [
            "direction",
            "debit/credit",
            "credit/debit",
            "d/c",
            "c/d",
            "dr/cr",
            "cr/dr",
            "s/h",
            "soll/haben",
            "+/-",
            "направление",
            "тип",
            "тип операции",
            "вид движения",
            "дебет/кредит",
            "кредит/дебет",
            "дт/кт",
            "д/к",
            "приход/расход",
            "списание/зачисление",
            "зачисление/списание",
            "знак",
        ],
        [StatementColumn.Currency] = ["currency", "валюта"],
        [StatementColumn.Account] = ["account", "own account", "счет", "расчетный счет", "расчсчет"],
        [StatementColumn.Name] = ["payer", "counterparty", "name", "плательщик", "контрагент", "наименование"],
        [StatementColumn.TaxId] =
        [
            "payer tax id",
            "tax id",
            "taxid",
            "инн",
            "инн плательщика",
            "инн контрагента",
            "плательщикинн",
        ],
        [StatementColumn.CounterAccount] =
        [
            "payer account",
            "counterparty account",
            "счет плательщика",
            "счет контрагента",
        ],
        [StatementColumn.Purpose] =
        [
            "purpose",
            "description",
            "details",
            "назначение",
            "назначение платежа",
            "назначениеплатежа",
        ],
        [StatementColumn.Ignored] =
        [
            "kpp",
            "bic",
            "bank",
            "payer bank",
            "balance",
            "кпп",
            "кпп плательщика",
            "кпп контрагента",
            "бик",
            "бик банка",
            "бик банка контрагента",
            "банк",
            "банк плательщика",
            "банк контрагента",
            "корсчет",
            "корсчет банка контрагента",
            "очередность",
            "очередность платежа",
            "остаток",
            "№ п/п",
        ],
    };
}
