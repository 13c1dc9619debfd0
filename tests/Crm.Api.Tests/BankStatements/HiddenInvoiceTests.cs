using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using static Crm.Api.Tests.BankStatements.StatementApi;
using static Crm.Api.Tests.BankStatements.StatementFiles;

namespace Crm.Api.Tests.BankStatements;

/// <summary>
/// ADR 76: an importer is answered alike whether or not invoices out of their scope exist, and whatever happens to them between the
/// answers. Those who write documents of these invoices' deals see every change.
/// </summary>
[Collection(HostCollection.Name)]
public sealed partial class HiddenInvoiceTests(TestHost host)
{
    private Testing.Api Admin => host.Api;

    [Fact]
    public async Task The_importer_is_answered_alike_with_and_without_hidden_invoices_whatever_happens_to_them()
    {
        var without = await Answers(isHidden: false);
        var with = await Answers(isHidden: true);
        with.Should().HaveSameCount(without);
        for (var i = 0; i < with.Count; i++)
            with[i].Should().Be(without[i]);
    }

    [Fact]
    public async Task Who_writes_documents_of_the_deal_sees_the_changes_and_the_importer_sees_none()
    {
        var ((mine, _), (other, them)) = (await Manager(), await Manager());
        var early = await Invoiced.Make(Admin, manager: them);
        var late = TaxId();
        var statement = (
            await mine.Import(
                Exchange(
                    Document("1" + Fresh, "360.00", $"Счет {early.Number}", TaxId()),
                    Document("2" + Fresh, "361.00", "Без номера", late)
                )
            )
        ).Must(201);
        var lines = await mine.Lines(statement);
        var (first, second) = ((string)lines[0]!["id"]!, (string)lines[1]!["id"]!);
        (await Seen(other)).Should().Contain(first).And.NotContain(second);
        var before = (await other.Get("/bank-statement-lines/" + first)).Must(200);
        Open(before).Should().Be("360.00");

        await Pay(early, "100.00");
        var issued = await Invoiced.Make(Admin, "500.00", late, manager: them);
        (await mine.Post($"/bank-statement-lines/{first}/match", new { }, ("Idempotency-Key", Fresh))).Must(200);
        (await mine.Post($"/bank-statements/{statement.Id}/match", new { })).Must(200);
        (await mine.Lines(statement)).ToJsonString().Should().Be(lines.ToJsonString());

        (await Seen(other)).Should().Contain([first, second]);
        var after = (await other.Get("/bank-statement-lines/" + first)).Must(200);
        Open(after).Should().Be("260.00");
        after.ETag.Should().NotBe(before.ETag, "its body differs");
        (
            await other.Post(
                $"/bank-statement-lines/{second}/assign",
                new { dealId = issued.Deal, invoiceId = issued.Invoice }
            )
        ).Must(200);
        (await issued.Paid(Admin)).Should().Be("361.00");
    }

    /// <summary>Every answer to the importer of three lines; what differs by nature is replaced by the order of its appearance.</summary>
    /// <param name="isHidden">There are invoices of another manager's deals that the lines may pay.</param>
    private async Task<IReadOnlyList<string>> Answers(bool isHidden)
    {
        var ((mine, me), (_, them)) = (await Manager(), await Manager());
        var (named, own) = (
            await Invoiced.Make(Admin, manager: them),
            await Invoiced.Make(Admin, "500.00", manager: me)
        );
        var number = isHidden ? named.Number : "I-2026-999999";
        var late = TaxId();
        var world = new World(mine);
        // On different days: lists are in the order of the days, and of ids within one.
        var statement = await world.Ask(api =>
            api.Import(
                Exchange(
                    Document("1" + Fresh, "360.00", $"Счет {number}", TaxId()),
                    Document("2" + Fresh, "361.00", "Без номера", late, date: "06.11.2026"),
                    Document("3" + Fresh, "362.00", "Без номера", own.TaxId, date: "07.11.2026")
                )
            )
        );
        string[] lines = [.. (await mine.Lines(statement)).Select(line => (string)line!["id"]!)];
        await Look();
        if (isHidden)
        {
            // Of the line that waits for the importer's own invoice, too: this one fits exactly.
            await Pay(named, "100.00");
            await Invoiced.Of(Admin, own.Client, own.TaxId, "362.00", manager: them);
        }

        await Match();
        var issued = isHidden ? await Invoiced.Make(Admin, "361.00", late, manager: them) : null;
        await Match();
        if (issued is not null)
        {
            await Pay(named, "260.00");
            (await Admin.PostOnce(issued.Path + "/close", new { outcome = "lost", lostReason = "price" })).Must(200);
        }

        await Match();
        return world.Answers;

        async Task Match()
        {
            foreach (var line in lines)
            {
                await world.Ask(api => api.Post($"/bank-statement-lines/{line}/match", new { }));
                await world.Ask(api =>
                    api.Post($"/bank-statement-lines/{line}/match", new { }, ("Idempotency-Key", Fresh))
                );
            }

            await Look();
            await world.Ask(api => api.PostOnce($"/bank-statements/{statement.Id}/match", new { }));
            await world.Ask(api => api.Post($"/bank-statements/{statement.Id}/match", new { }));
            await Look();
        }

        async Task Look()
        {
            foreach (
                var path in (string[])
                    [
                        .. lines.Select(line => "/bank-statement-lines/" + line),
                        "/bank-statements",
                        $"/bank-statements/{statement.Id}",
                        $"/bank-statements/{statement.Id}/lines?count=true",
                        $"/bank-statements/{statement.Id}/lines?reason=statement_line.no_invoice",
                        $"/bank-statements/{statement.Id}/lines?reason=statement_line.amount_differs",
                        "/bank-statement-lines?count=true",
                        "/bank-statement-lines?status=waiting",
                    ]
            )
                await world.Ask(api => api.Get(path));
            await world.Ask(api => api.Get("/bank-statement-lines/" + lines[0], ("If-None-Match", "*")));
        }
    }

    private async Task Pay(Invoiced invoice, string amount) =>
        (
            await Admin.PostOnce(
                invoice.Path + "/payments",
                new { amount = new { amount, currency = "RUB" }, invoiceId = invoice.Invoice }
            )
        ).Must(201);

    private static string Open(Answer line) =>
        (string)line["candidates"]!.AsArray().Should().ContainSingle().Which!["open"]!["amount"]!;

    private static async Task<string[]> Seen(Testing.Api api) =>
        [
            .. (await api.Get("/bank-statement-lines?limit=200")).Must(200)["items"]!
                .AsArray()
                .Select(line => (string)line!["id"]!),
        ];

    private async Task<(Testing.Api Api, string Id)> Manager()
    {
        var id = (await Admin.Post("/users", new { name = "Менеджер", roles = new[] { "sales-manager" } }))
            .Must(201)
            .Id;
        return (await host.App.AsUser(Guid.Parse(id)), id);
    }

    /// <summary>What one importer is answered, comparable with the answers to another one.</summary>
    private sealed partial class World(Testing.Api api)
    {
        private readonly Dictionary<string, string> named = [];
        private readonly List<string> answers = [];

        public IReadOnlyList<string> Answers => answers;

        public async Task<Answer> Ask(Func<Testing.Api, Task<Answer>> request)
        {
            var answer = await request(api);
            answer.Status.Should().BeOneOf(200, 201, 304);
            var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{answer.Status}\n");
            foreach (var (name, value) in answer.Headers.OrderBy(header => header.Key, StringComparer.Ordinal))
                if (name == "Content-Length")
                    value.Should().Be(Encoding.UTF8.GetByteCount(answer.Text).ToString(CultureInfo.InvariantCulture));
                else if (name != "Date")
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"{name}: {(name == "Crm-Position" ? Name(value) : value)}\n"
                    );
            answers.Add(Varying.Replace(text.Append(answer.Text).ToString(), match => Name(match.Value)));
            return answer;
        }

        /// <summary>The same name for the same value, so that a value that changes is seen.</summary>
        private string Name(string value) =>
            named.TryGetValue(value, out var name)
                ? name
                : named[value] = string.Create(CultureInfo.InvariantCulture, $"<{named.Count}>");

        /// <summary>Ids, hashes, times, numbers of documents and tax ids.</summary>
        [GeneratedRegex(
            "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|-[0-9a-f]{16}\"|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z|"
                + "I-\\d{4}-\\d+|\"\\d[0-9a-f]{8}\"|\\b\\d{10}\\b",
            RegexOptions.ExplicitCapture,
            matchTimeoutMilliseconds: 1000
        )]
        private static partial Regex Varying { get; }
    }
}
