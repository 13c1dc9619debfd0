using Crm.Api.Hosting;
using Npgsql;

return await StartupFault.Guard(() => Host(args), Console.Error);

static async Task<int> Host(string[] args)
{
    using var signals = new StopSignals();
    var switches = HostSwitches.Take(args);
    var builder = WebApplication.CreateBuilder(switches.Rest);
    var progress = new StartProgress(Console.Out);
    await using var database = await Database.Prepare(builder.Configuration, builder.Environment, switches, progress, signals.Token);

    await using var app = builder.Build();
    app.MapGet("/health/live", async () =>
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        return "up";
    });
    var key = app.Environment.IsDevelopment() ? DevKeyFile.ReadOrCreate(HomeFolder.From(app.Configuration)) : null;
    return await Serving.Run(app, switches, _ =>
    {
        new Banner([.. app.Urls], key, database.Description, "nothing yet").WriteTo(Console.Out);
        return Task.CompletedTask;
    }, signals.Token);
}
