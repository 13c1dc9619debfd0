using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>Two hosts of one database receive the same payments at the same time, in one file and in overlapping files.</summary>
public sealed class TwoHostsTests
{
    [Fact]
    public async Task Each_payment_is_recorded_once()
    {
        var database = await CrmApp.PreparedDatabase();
        await using var a = await CrmApp.Start(database, null, ("Hosting:Alone", "false"));
        await using var b = await CrmApp.Start(database, null, ("Hosting:Alone", "false"));
        var (here, there) = (await a.As(), await b.As());
        var sold = new List<Invoiced>();
        for (var i = 0; i < 6; i++)
            sold.Add(await Invoiced.Make(here));
        var documents = sold.Select((x, i) => Document("1" + i, "360.00", $"Счет {x.Number}", x.TaxId)).ToArray();
        var (whole, part) = (
            Exchange(documents),
            Exchange([.. documents.Skip(2), Document("99", "1.00", "Займ", TaxId())])
        );
        var answers = await Task.WhenAll(
            new[] { (here, whole), (there, whole), (here, part), (there, part), (there, whole), (here, part) }.Select(
                x => Task.Run(() => x.Item1.Import(x.Item2))
            )
        );
        answers.Should().OnlyContain(x => x.Status == 201 || x.Status == 200 || x.Status == 503);
        foreach (var file in (string[])[whole, part])
        {
            var settled = (await here.Import(file)).Must(200);
            ((int)settled["lines"]!["pending"]!).Should().Be(0);
        }

        foreach (var one in sold)
            (await one.Payments(there), await one.Paid(there)).Should().Be((1, "360.00"));
    }
}
