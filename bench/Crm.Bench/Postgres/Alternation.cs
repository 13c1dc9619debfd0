namespace Crm.Bench.Postgres;

/// <summary>
/// Puts a slice of the yardstick before and after every operation and compares with the mean of the two: a shared machine that gets
/// slower or faster within minutes affects both alike. A slice is half a row and serves both its neighbours.
/// </summary>
internal sealed class Alternation(Yardstick? yardstick, string name, int clients, TimeSpan row)
{
    private readonly List<double> _slices = [];
    private bool _fresh;

    public bool IsMeasured => _slices.Count > 0;

    public double Mean => _slices.Average();

    /// <summary>How far the yardstick itself varied: no ratio of these rows is more precise.</summary>
    public string Spread =>
        $"{name}, {clients} clients: {_slices.Min():0} to {_slices.Max():0}/s in {_slices.Count} slices";

    /// <summary>The rate, and its ratio where there is a yardstick.</summary>
    public double? Ratio(Func<double> operation)
    {
        if (yardstick is null)
        {
            operation();
            return null;
        }

        var before = _fresh ? _slices[^1] : Slice(yardstick);
        var rate = operation();
        _fresh = true;
        return 2 * rate / (before + Slice(yardstick));
    }

    /// <summary>Something else ran in between: the last slice is not adjacent to the next operation.</summary>
    public void Interrupted() => _fresh = false;

    private double Slice(Yardstick x)
    {
        var rate = x.Run(name, clients, row / 2);
        _slices.Add(rate);
        return rate;
    }
}
