using Wolverine;
using Wolverine.Tracking;

namespace Crm.Testing;

/// <summary>
/// Waits for the messages that a request or a timer causes, with one time limit: the library's default of five seconds is for an idle
/// machine.
/// </summary>
public static class Tracking
{
    /// <summary>
    /// The response to a request, once all messages it caused have been handled. With <paramref name="failing"/> some of them may fail.
    /// </summary>
    public static async Task<Answer> Tracked(this CrmApp app, Func<Task<Answer>> send, bool failing = false)
    {
        Answer? answer = null;
        var activity = app.Host.TrackActivity().Timeout(Polling.Limit);
        if (failing)
            activity.DoNotAssertOnExceptionsDetected();
        await activity.ExecuteAndWaitAsync((Func<IMessageContext, Task>)(async _ => answer = await send()));
        return answer!;
    }

    /// <summary>Handles the message of a timer now, with all that follow from it.</summary>
    public static Task Ring(this CrmApp app, object message) =>
        app.Host.TrackActivity().Timeout(Polling.Limit).InvokeMessageAndWaitAsync(message);
}
