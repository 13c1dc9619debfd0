using Crm.Bench.Data;
using Crm.Bench.Http;
using Crm.Bench.Load;

namespace Crm.Bench.Operations;

/// <summary>
/// POST .../complete of a first contact: load, evaluate the check, complete, leave the stage, enter the next, raise its task.
/// </summary>
internal sealed class CompleteTask(Target target, Stock stock) : Operation("complete", 200)
{
    public override Worker Worker(int client) =>
        new Completing(
            new Template(target.Post($"/deals/{Template.Deal}/tasks/{Template.Other}/complete", "{}")),
            stock
        );

    private sealed class Completing(Template template, Stock stock) : Worker
    {
        public override ReadOnlySpan<byte> Next() =>
            stock.TryTake(out var x) ? template.WithKey().WithDeal(x.Deal).WithOther(x.Task).Bytes : [];
    }
}
