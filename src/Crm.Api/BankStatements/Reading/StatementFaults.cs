namespace Crm.Api.BankStatements.Reading;

/// <summary>What is wrong with a line of a file.</summary>
/// <param name="Row">The line of the file, from 1.</param>
internal sealed record StatementFault(int Row, string Code, Phrase Expected);

/// <summary>Everything that is wrong with a file: the first thousand faults, in the order of the file.</summary>
internal sealed class StatementFaults
{
    private const int Most = 1000;
    private readonly List<StatementFault> all = [];

    public IReadOnlyList<StatementFault> All => [.. all.OrderBy(fault => fault.Row)];

    public int Count => all.Count;

    public bool IsEmpty => all.Count == 0;

    public void Add(int row, string code, Phrase expected)
    {
        if (all.Count < Most)
            all.Add(new(row, code, expected));
    }
}
