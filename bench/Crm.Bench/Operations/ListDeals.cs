using System.Text;
using System.Text.Json;
using Crm.Bench.Data;
using Crm.Bench.Http;
using Crm.Bench.Load;

namespace Crm.Bench.Operations;

/// <summary>The first page of 50 and the four after it, repeatedly, as users read a list.</summary>
internal sealed class ListDeals(Target target) : Operation("list", 200)
{
    private const int Pages = 5;

    public override Worker Worker(int client) => new Paging(target);

    private sealed class Paging(Target target) : Worker
    {
        private readonly byte[] _first = Encoding.UTF8.GetBytes(target.Get(Walk.FirstPage));
        private byte[] _next = [];
        private int _page;

        public override ReadOnlySpan<byte> Next() => _next = _page == 0 || _next.Length == 0 ? _first : _next;

        public override void Answered(in Answer answer)
        {
            _page = (_page + 1) % Pages;
            if (_page > 0)
                _next = Cursor(answer.Body) is { } cursor
                    ? Encoding.UTF8.GetBytes(target.Get(Walk.Following(cursor)))
                    : [];
        }

        /// <summary>Searches for the member instead of parsing 30 kB of JSON on the cores that are being measured.</summary>
        private static string? Cursor(ReadOnlySpan<byte> body)
        {
            var at = body.LastIndexOf("\"nextCursor\":"u8);
            if (at < 0)
                return null;
            var reader = new Utf8JsonReader(body[(at + "\"nextCursor\":".Length)..]);
            return reader.Read() ? reader.GetString() : null;
        }
    }
}
