using Crm.Projections.ReadModels.Access;
using Crm.Projections.ReadModels.Attachments;
using Crm.Projections.ReadModels.Catalog;
using Crm.Projections.ReadModels.Currencies;
using Crm.Projections.ReadModels.Deals;
using Crm.Projections.ReadModels.Notifications;
using Crm.Projections.ReadModels.Operations;
using Crm.Projections.ReadModels.Printing;
using Crm.Projections.ReadModels.Reminders;
using Crm.Projections.ReadModels.Settings;
using Crm.Projections.ReadModels.Tasks;
using Weasel.Postgresql.Tables;

namespace Crm.Projections;

/// <summary>Tables beside Marten's documents that only our own statements write; those of the reports are theirs.</summary>
internal static class OwnTables
{
    public static Table[] Make() =>
        [
            DenialTable.Make(),
            KeyUseTable.Make(),
            ContentTable.Make(),
            PrintedFileTable.Make(),
            NumberTable.Make(),
            DealWords.Make(),
            Participants.Make(),
            TaskTable.Make(),
            ListPrices.Make(),
            CatalogCodes.Make(),
            WorkLeases.Make(),
            ExchangeRates.Make(),
            ReminderWakes.Make(),
            NoticeTable.Make(),
        ];
}
