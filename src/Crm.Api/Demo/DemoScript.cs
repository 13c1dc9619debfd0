using System.Globalization;

namespace Crm.Api.Demo;

/// <summary>The commands of one deal while they are written down, and the time at which the next one happens.</summary>
/// <param name="start">The day of the first command, as <see cref="DemoCalendar"/> counts.</param>
internal sealed class DemoScript(DemoCalendar calendar, DemoRandom random, Guid deal, int start)
{
    private const int MostMinutes = 25;
    private const int EndOfDay = (18 * 60) - 1;

    private readonly List<DemoCommand> commands = [];
    private int minute = random.Between(9 * 60, 12 * 60);

    public IReadOnlyList<DemoCommand> Commands => commands;

    public int Day { get; private set; } = start;

    /// <summary>The day on which the task that is now open was raised.</summary>
    public int Raised { get; private set; } = start;

    /// <summary>The invoice on which nothing has been paid, if the commands leave one.</summary>
    public DemoClaim? Claim { get; set; }

    public DateOnly Date => calendar.Date(Day);

    public DateTimeOffset Now => calendar.At(Day, minute);

    public string Path => $"deals/{deal}";

    /// <summary>Some working days pass; never beyond yesterday.</summary>
    public void Wait(int days)
    {
        if (days == 0 || Day == calendar.Last)
            return;
        (Day, minute) = (Math.Min(Day + days, calendar.Last), random.Between(9 * 60, 11 * 60));
    }

    /// <summary>Whether this many more working days have passed by now.</summary>
    public bool HasTime(int days) => Day + days <= calendar.Last;

    public void Send(string actor, string path, object body, DemoFile? file = null) =>
        Add(actor, HttpMethod.Post, path, body, file);

    public void Edit(string actor, string path, object body) => Add(actor, HttpMethod.Patch, path, body, null);

    public void Complete(string actor, string task)
    {
        Send(actor, $"{Path}/tasks/{{task:{task}}}/complete", new { });
        Raise();
    }

    /// <summary>A new task is open since the last command.</summary>
    public void Raise() => Raised = Day;

    private void Add(string actor, HttpMethod method, string path, object body, DemoFile? file)
    {
        minute = Math.Min(minute + random.Between(3, MostMinutes), EndOfDay);
        var json = DemoJson.Of(body);
        json["happenedAt"] = Now.ToString("O", CultureInfo.InvariantCulture);
        commands.Add(new(deal.ToString(), actor, Now, method, path, json) { File = file });
    }
}
