namespace Crm.Api.Hosting;

/// <summary>Demo data, through the same HTTP commands as users, on an empty store only.</summary>
public static class DemoData
{
    public static async Task<string> Load(WebApplication app, HostSwitches switches, DevKeyFile? key, StartProgress progress, CancellationToken ct)
    {
        await Task.CompletedTask;
        return "nothing";
    }
}
