namespace Crm.Api.RequestPipeline;

/// <summary>Collects the faults of query parameters, so that one 400 names all of them.</summary>
internal sealed class ParameterFaults
{
    private readonly List<RequestFault> faults = [];

    public void Add(string name, string code, Phrase expected) => faults.Add(new(null, name, code, expected));

    /// <summary>Runs a check; a fault of parameters that it throws is collected.</summary>
    public async ValueTask Collect(Func<ValueTask> check)
    {
        try
        {
            await check();
        }
        catch (ProblemException e) when (e.Status == 400 && e.Errors.Count > 0)
        {
            faults.AddRange(e.Errors);
        }
    }

    /// <exception cref="ProblemException">
    /// 400 with every fault once; its code is that of the faults, or <c>parameter.invalid</c> when they have several.
    /// </exception>
    public void ThrowIfAny()
    {
        if (faults.Count == 0)
            return;
        var codes = faults.Select(fault => fault.Code).Distinct(StringComparer.Ordinal).ToArray();
        throw new ProblemException(400, codes is [var only] ? only : "parameter.invalid")
        {
            Errors = [.. faults.Distinct()],
        };
    }
}
