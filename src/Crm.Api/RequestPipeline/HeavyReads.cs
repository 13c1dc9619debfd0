using System.Threading.RateLimiting;

namespace Crm.Api.RequestPipeline;

/// <summary>How many heavy reads a host runs at once, in every environment, because the limits protect its memory.</summary>
/// <param name="PerCredential">Running at once for one credential.</param>
/// <param name="PerHost">Running at once on the host.</param>
/// <param name="Waiting">Waiting at once on the host; further ones are refused at once.</param>
/// <param name="Seconds">Longest wait.</param>
public sealed record HeavyReadLimits(int PerCredential, int PerHost, int Waiting, int Seconds)
{
    private const string Section = "Limits:HeavyReads";

    public static HeavyReadLimits From(IConfiguration configuration) =>
        new(
            Quota.Number(configuration, Section + ":PerCredential", 1) ?? 8,
            Quota.Number(configuration, Section + ":PerHost", 1) ?? 32,
            Quota.Number(configuration, Section + ":Waiting", 0) ?? 64,
            Quota.Number(configuration, Section + ":Seconds", 1) ?? 2
        );
}

/// <summary>
/// Admits heavy reads: a place of the credential, then one of the host, always in this order. A read that finds no place
/// waits for one; with too many waiting, or after too long, it is 429. One credential can occupy only its own places, so
/// the reads of others still run.
/// </summary>
public sealed class HeavyReads : IDisposable
{
    private readonly TimeProvider clock;
    private readonly ConcurrencyLimiter host;
    private readonly PartitionedRateLimiter<string> credentials;
    private int waiting;

    public HeavyReads(IConfiguration configuration, TimeProvider clock)
    {
        (Limits, this.clock) = (HeavyReadLimits.From(configuration), clock);
        host = new ConcurrencyLimiter(Queue(Limits.PerHost));
        // Only accepted credentials are counted, and the framework drops what is idle, so this stays small.
        credentials = PartitionedRateLimiter.Create<string, string>(credential =>
            RateLimitPartition.GetConcurrencyLimiter(credential, _ => Queue(Limits.PerCredential))
        );
    }

    public HeavyReadLimits Limits { get; }

    /// <summary>Reads that wait at present.</summary>
    internal int Waiting => Volatile.Read(ref waiting);

    /// <summary>A place, to be disposed when the answer has been written; 429 when there is none in time.</summary>
    public async ValueTask<IDisposable> Enter(string credential, CancellationToken ct)
    {
        var own = credentials.AttemptAcquire(credential);
        if (own.IsAcquired && host.AttemptAcquire() is { IsAcquired: true } shared)
            return new Place(own, shared);
        own.Dispose();
        if (Interlocked.Increment(ref waiting) > Limits.Waiting)
        {
            Interlocked.Decrement(ref waiting);
            throw TooMany();
        }

        try
        {
            return await Wait(credential, ct);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    public void Dispose()
    {
        host.Dispose();
        credentials.Dispose();
    }

    private async Task<IDisposable> Wait(string credential, CancellationToken ct)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(Limits.Seconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, time.Token);
        RateLimitLease? own = null;
        try
        {
            own = await credentials.AcquireAsync(credential, cancellationToken: either.Token);
            var shared = own.IsAcquired ? await host.AcquireAsync(cancellationToken: either.Token) : null;
            if (shared is { IsAcquired: true })
                return new Place(own, shared);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Waited too long: refused below.
        }
        catch
        {
            own?.Dispose();
            throw;
        }

        own?.Dispose();
        throw TooMany();
    }

    private ProblemException TooMany() => new(429, HeavyRead.Refusal) { RetryAfterSeconds = Limits.Seconds };

    private ConcurrencyLimiterOptions Queue(int places) =>
        new()
        {
            PermitLimit = places,
            QueueLimit = Math.Max(1, Limits.Waiting),
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        };

    private sealed class Place(RateLimitLease own, RateLimitLease shared) : IDisposable
    {
        public void Dispose()
        {
            shared.Dispose();
            own.Dispose();
        }
    }
}

/// <summary>Admits heavy reads after the checks of the request, until their answer has been written.</summary>
public sealed class HeavyReadMiddleware(RequestDelegate next, HeavyReads reads)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<HeavyRead>() is null && !IsOfThePast(http.Request))
        {
            await next(http);
            return;
        }

        using var place = await reads.Enter(Caller.Of(http).Credential, http.RequestAborted);
        await next(http);
    }

    /// <summary>A past state is folded from the whole stream.</summary>
    private static bool IsOfThePast(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && (request.Query.ContainsKey(Param.AsOf.Name) || request.Query.ContainsKey(Param.KnownAt.Name));
}
