namespace Crm.Api.BankStatements.Reading;

/// <summary>What is wrong with a line of a file.</summary>
/// <param name="Row">The line of the file, from 1.</param>
internal sealed record StatementFault(int Row, string Code, Phrase Expected);

/// <summary>Everything that is wrong with a file: the first hundred, for whoever has to mend it.</summary>
internal sealed class StatementFaults
{
    private const int Most = 100;
    private readonly List<StatementFault> all = [];

    public IReadOnlyList<StatementFault> All => all;

    public void Add(int row, string code, Phrase expected)
    {
        if (all.Count < Most)
            all.Add(new(row, code, expected));
    }
}
