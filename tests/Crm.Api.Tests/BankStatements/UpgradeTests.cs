using Microsoft.Extensions.DependencyInjection;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>A database from before bank statements: its invoices are found by number too.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task Invoices_of_an_older_store_are_found()
    {
        var database = await CrmApp.PreparedDatabase();
        Invoiced sold;
        await using (var before = await CrmApp.Start(database))
        {
            sold = await Invoiced.Make(await before.As());
            await before.Execute(
                "drop index crm.deal_invoice_keys; alter table crm.mt_doc_deal drop column invoice_keys; drop table "
                    + "crm.mt_doc_bank_statement; drop table crm.mt_doc_statement_line; delete from crm.mt_doc_host_secret "
                    + "where id = 'deal-model'"
            );
        }

        await using var app = await CrmApp.Start(database);
        var api = await app.As();
        var statement = (await api.Import(Exchange(Document("1", "360.00", $"Счет {sold.Number}", TaxId())))).Must(201);
        ((int)statement["lines"]!["matched"]!, await sold.Paid(api)).Should().Be((1, "360.00"));
        await app
            .Host.Services.GetRequiredService<Marten.IDocumentStore>()
            .Storage.Database.AssertDatabaseMatchesConfigurationAsync();
    }
}
