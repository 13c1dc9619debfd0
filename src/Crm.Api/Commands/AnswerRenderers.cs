using System.Collections.Frozen;

namespace Crm.Api.Commands;

/// <summary>
/// Renders the answer of an operation from the result of its command. Independent of HTTP, because the answer is stored
/// before the commit.
/// </summary>
public interface IAnswerRenderer
{
    /// <summary>
    /// The answer to an accepted command; if the result has no events, to one that was already satisfied.
    /// </summary>
    ValueTask<StoredAnswer> Render(CommandResult result, Viewer viewer, CancellationToken ct);
}

/// <summary>A renderer of one type of result.</summary>
public abstract class AnswerRenderer<TResult> : IAnswerRenderer
    where TResult : CommandResult
{
    ValueTask<StoredAnswer> IAnswerRenderer.Render(CommandResult result, Viewer viewer, CancellationToken ct) =>
        Render((TResult)result, viewer, ct);

    protected abstract ValueTask<StoredAnswer> Render(TResult result, Viewer viewer, CancellationToken ct);
}

/// <summary>Renders the problem document of a refusal.</summary>
public interface IRefusalRenderer
{
    StoredAnswer Render(Rejection rejection, CommandOrigin origin);
}

/// <summary>Registers the renderer of some operations.</summary>
public sealed record AnswerRegistration(
    IReadOnlyList<string> Operations,
    Func<IServiceProvider, IAnswerRenderer> Create
);

/// <summary>Renders answers by the operation of their command.</summary>
public sealed class AnswerRenderers(
    IEnumerable<AnswerRegistration> registrations,
    IRefusalRenderer refusals,
    IServiceProvider services
)
{
    private readonly FrozenDictionary<string, IAnswerRenderer> byOperation = registrations
        .Select(one => (one.Operations, Renderer: one.Create(services)))
        .SelectMany(one => one.Operations.Select(operation => (operation, one.Renderer)))
        .ToFrozenDictionary(one => one.operation, one => one.Renderer, StringComparer.Ordinal);

    /// <summary>Operations that have a renderer.</summary>
    public IEnumerable<string> Operations => byOperation.Keys;

    public ValueTask<StoredAnswer> Render(CommandRequest request, CommandResult result, CancellationToken ct) =>
        byOperation.TryGetValue(request.Origin.Operation, out var renderer)
            ? renderer.Render(result, request.Viewer, ct)
            : throw new InvalidOperationException($"no renderer answers the operation {request.Origin.Operation}");

    public StoredAnswer Render(CommandRequest request, Rejection rejection) =>
        refusals.Render(rejection, request.Origin);

    /// <summary>False for commands of the server itself, whose answers nobody reads.</summary>
    public bool Answers(CommandRequest request) => byOperation.ContainsKey(request.Origin.Operation);
}
