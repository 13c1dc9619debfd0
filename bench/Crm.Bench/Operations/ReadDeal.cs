using Crm.Bench.Http;
using Crm.Bench.Load;

namespace Crm.Bench.Operations;

/// <summary>GET /deals/{id} of random deals.</summary>
internal sealed class ReadDeal(Target target, Guid[] deals) : Operation("read", 200)
{
    public override Worker Worker(int client) =>
        new Reading(new Template(target.Get($"/deals/{Template.Deal}")), deals, new Random(client));

    private sealed class Reading(Template template, Guid[] deals, Random random) : Worker
    {
        public override ReadOnlySpan<byte> Next() => template.WithDeal(deals[random.Next(deals.Length)]).Bytes;
    }
}
