using System.Globalization;
using System.Text;

namespace Crm.Bench.Http;

/// <summary>
/// A whole request as bytes, built once; what differs from request to request has a fixed width and is written in place.
/// So the measured loop formats no headers, serialises no JSON and allocates nothing.
/// </summary>
internal sealed class Template
{
    // A run of a control character marks a slot: such bytes occur nowhere else in a request.
    public static readonly string Key = new('\u0001', 32);
    public static readonly string Deal = new('\u0002', 36);
    public static readonly string Other = new('\u0003', 36);
    public static readonly string Number = new('\u0004', 9);

    private readonly byte[] _bytes;
    private readonly Range[] _key,
        _deal,
        _other,
        _number;

    public Template(string request)
    {
        _bytes = Encoding.UTF8.GetBytes(request);
        (_key, _deal, _other, _number) = (Find(1, Key), Find(2, Deal), Find(3, Other), Find(4, Number));
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public Template WithKey()
    {
        foreach (var slot in _key)
            UniqueKey.Write(_bytes.AsSpan(slot));
        return this;
    }

    public Template WithDeal(Guid id) => With(_deal, id);

    public Template WithOther(Guid id) => With(_other, id);

    public Template WithNumber(int number)
    {
        foreach (var slot in _number)
            number.TryFormat(_bytes.AsSpan(slot), out _, "D9", CultureInfo.InvariantCulture);
        return this;
    }

    private Template With(Range[] slots, Guid id)
    {
        foreach (var slot in slots)
            id.TryFormat(_bytes.AsSpan(slot), out _);
        return this;
    }

    /// <summary>A request may show the same value more than once.</summary>
    private Range[] Find(byte mark, string slot)
    {
        var found = new List<Range>();
        for (int at, from = 0; (at = _bytes.AsSpan(from).IndexOf(mark)) >= 0; from += at + slot.Length)
            found.Add(new Range(from + at, from + at + slot.Length));
        return [.. found];
    }
}
