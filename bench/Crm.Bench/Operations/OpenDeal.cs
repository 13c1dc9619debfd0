using Crm.Bench.Data;
using Crm.Bench.Http;
using Crm.Bench.Load;

namespace Crm.Bench.Operations;

/// <summary>POST /deals: a new stream, its first stage and task, an idempotency key and the whole deal as the answer.</summary>
internal sealed class OpenDeal(Target target, Guid[] clients) : Operation("open", 201)
{
    public override Worker Worker(int client) =>
        new Opening(new Template(target.Post("/deals", Bodies.OpenedDeal)), clients, client);

    private sealed class Opening(Template template, Guid[] clients, int start) : Worker
    {
        private int _number = start * 1_000_000;

        public override ReadOnlySpan<byte> Next()
        {
            _number++;
            return template.WithKey().WithNumber(_number).WithOther(clients[_number % clients.Length]).Bytes;
        }
    }
}
