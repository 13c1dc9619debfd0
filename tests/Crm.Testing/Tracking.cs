using Wolverine;
using Wolverine.Tracking;

namespace Crm.Testing;

/// <summary>
/// What a request or a timer sets going is waited for here, under one bound: the library's own five seconds are for an idle
/// machine.
/// </summary>
public static class Tracking
{
    /// <summary>
    /// The answer to a request, once all that it sent off has been done. With <paramref name="failing"/> some of that may fail.
    /// </summary>
    public static async Task<Answer> Tracked(this CrmApp app, Func<Task<Answer>> send, bool failing = false)
    {
        Answer? answer = null;
        var activity = app.Host.TrackActivity().Timeout(Following.Bound);
        if (failing)
            activity.DoNotAssertOnExceptionsDetected();
        await activity.ExecuteAndWaitAsync((Func<IMessageContext, Task>)(async _ => answer = await send()));
        return answer!;
    }

    /// <summary>What a timer would send is handled now, with all that follows from it.</summary>
    public static Task Ring(this CrmApp app, object message) =>
        app.Host.TrackActivity().Timeout(Following.Bound).InvokeMessageAndWaitAsync(message);
}
