using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Crm.Api.Demo;

/// <summary>
/// A year of a made-up company, loaded into an empty development store through the API. A loading that was broken off goes on at the
/// next start of the same week.
/// </summary>
/// <param name="http">Its base address is that of the host.</param>
/// <param name="keys">The keys of the demo users.</param>
/// <param name="say">Prints a line of progress.</param>
internal sealed class DemoData(HttpClient http, DemoKeys keys, TimeProvider clock, Action<string> say)
{
    private const ulong Seed = 1;

    /// <summary>Idempotency keys are kept for seven days.</summary>
    private const int DaysToGoOn = 6;

    private readonly DemoPlayer player = new(http, keys.Of, "1");
    private DemoPlan? plan;

    /// <summary>Whether the store has the demo's users.</summary>
    public bool HasStaff { get; private set; }

    /// <summary>Loads the users, whose keys work from then on.</summary>
    /// <param name="share">How many of the 300 deals, in percent.</param>
    /// <param name="mails">False: no document is mailed.</param>
    /// <returns>What there is, for the banner.</returns>
    public async Task<string> Prepare(int share, bool mails, CancellationToken ct)
    {
        var today = DemoCalendar.DayOf(clock.GetUtcNow());
        if (await Role(ct) is { } role)
        {
            HasStaff = true;
            await keys.Add(DemoStaff.All, ct);
            if (role["permissions"]!.AsArray().Count == 0)
                return "demo data is there already";
            var since = DemoCalendar.DayOf((DateTimeOffset)role["recordedAt"]!);
            if (since.AddDays(DaysToGoOn) < today)
                return $"a part of the demo data, since {since:yyyy-MM-dd}; it can no longer be completed";
            today = since;
        }
        else if (await Get("deals?limit=1", ct) is { } deals && deals["items"]!.AsArray().Count > 0)
            return "deals are there already, so no demo data";

        plan = DemoPlan.Create(Seed, today, share, mails);
        await player.Play("staff", plan.Staff, _ => { }, ct);
        HasStaff = true;
        await keys.Add(DemoStaff.All, ct);
        return "demo data is being loaded: the lines below say how far";
    }

    /// <summary>Loads the year, if there is something left to load.</summary>
    public async Task Load(CancellationToken ct)
    {
        if (plan is null)
            return;
        var started = Stopwatch.GetTimestamp();
        var (reported, turn) = (0, new Lock());
        foreach (var (number, phase) in plan.Year.Index())
            await player.Play($"{number}", phase, Report, ct);
        say($"demo data: loaded, {plan.Count} commands in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");

        void Report(int sent)
        {
            lock (turn)
                if (sent * 10 / plan!.Count is var tenths && tenths > reported && tenths < 10)
                    say($"demo data: {(reported = tenths) * 10} %");
        }
    }

    private Task<JsonNode?> Role(CancellationToken ct) => Get($"roles/{DemoCompany.RoleId}", ct);

    private async Task<JsonNode?> Get(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", keys.Of(DemoStaff.Administrator));
        using var response = await http.SendAsync(request, ct);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null
            : JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(ct));
    }
}
