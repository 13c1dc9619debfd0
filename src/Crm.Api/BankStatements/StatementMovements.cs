using System.Globalization;
using Crm.Domain.BankStatements;
using Crm.Projections.ReadModels.BankStatements;
using Marten;

namespace Crm.Api.BankStatements;

/// <summary>The movements of a file against those that are stored, in the transaction of its import.</summary>
public sealed class StatementMovements(StatementScopes scopes, Company company)
{
    /// <returns>
    /// New lines; lines that are repeated without a question: those that the same user imported, or somebody who writes documents of all
    /// deals; and stored lines that turn out to be the other side of a transfer between own accounts.
    /// </returns>
    public async Task<MetMovements> Meet(
        IDocumentSession session,
        (Guid Statement, StatementFile File) upload,
        UserId? user,
        CancellationToken ct
    )
    {
        var entries = upload.File.Entries;
        if (entries.IsEmpty)
            return new([], [], []);
        var trusts = await scopes.Trusts(user, ct);
        var stored = await StatementImports.Near(session, entries, ct);
        var met = MeetStoredLines.Meet(entries, stored, trusts);
        ImportedLine[] fresh =
        [
            .. met.Where(line => !line.IsRepeated)
                .Select(line => new ImportedLine(line.Entry, Id(upload.Statement, line.Entry), line.Repeats)),
        ];
        OwnSide[] own = [.. fresh.Select(line => new OwnSide(new(line.Id), line.Entry, line.Repeats is null))];
        var (sides, linked) = OwnTransfers.Link(own, stored, company.Settings.OwnAccounts);
        if (!linked.IsEmpty)
        {
            var locked = await StatementImports.Lock(session, [.. linked.Select(one => one.Line.Value)], ct);
            (sides, linked) = OwnTransfers.Link(own, locked, company.Settings.OwnAccounts);
        }

        return new(
            [
                .. fresh.Select(line =>
                    sides.TryGetValue(new(line.Id), out var side)
                        ? line with
                        {
                            IsOwnTransfer = true,
                            Counterpart = side,
                        }
                        : line
                ),
            ],
            [
                .. met.Where(line => line.IsRepeated)
                    .Select(line => new RepeatedLine(line.Entry.Row, line.Repeats!.Value)),
            ],
            linked
        );
    }

    /// <summary>A document between two own accounts has two lines in one row.</summary>
    private static Guid Id(Guid statement, StatementEntry entry) =>
        StatementLineDocument.Stream(
            string.Create(CultureInfo.InvariantCulture, $"{statement}\n{entry.Row}\n{entry.Direction}")
        );
}

/// <inheritdoc cref="StatementMovements.Meet"/>
public sealed record MetMovements(
    IReadOnlyList<ImportedLine> Fresh,
    ImmutableArray<RepeatedLine> Repeated,
    ImmutableArray<StatementLineLinked> Linked
);
