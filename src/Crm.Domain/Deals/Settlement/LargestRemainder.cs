namespace Crm.Domain.Deals.Settlement;

/// <summary>Splits a sum in proportion to weights so that the parts are whole minor units and sum to it.</summary>
internal static class LargestRemainder
{
    /// <param name="sum">Whole minor units, not negative.</param>
    /// <param name="weights">None negative, at least one above zero.</param>
    public static decimal[] Split(decimal sum, decimal[] weights, Currency currency)
    {
        var unit = 1m;
        for (var i = 0; i < currency.Decimals; i++) unit /= 10;
        var all = weights.Sum();
        var exact = weights.Select(x => sum * x / all / unit).ToArray();
        var parts = exact.Select(decimal.Floor).ToArray();
        var left = (int)((sum / unit) - parts.Sum());
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => exact[i] - parts[i]).ThenBy(i => i).Take(left)) parts[i] += 1;
        return [.. parts.Select(x => x * unit)];
    }
}
