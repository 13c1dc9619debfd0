using Npgsql;

namespace Crm.Api.Hosting;

/// <summary>Set once the schema stands and what ships is in the store.</summary>
public sealed class Readiness
{
    public bool Ready { get; private set; }

    public void Set() => Ready = true;
}

/// <summary>/health/live: the process answers. /health/ready: the schema stands, the API serves and the database answers.</summary>
public static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live")).ExcludeFromDescription();
        routes
            .MapGet(
                "/health/ready",
                async (Readiness readiness, NpgsqlDataSource database, CancellationToken ct) =>
                {
                    if (!readiness.Ready)
                        return Results.Text("starting", statusCode: 503);
                    try
                    {
                        await using var command = database.CreateCommand("select 1");
                        await command.ExecuteScalarAsync(ct);
                        return Results.Text("ready");
                    }
                    catch (NpgsqlException)
                    {
                        return Results.Text("database unavailable", statusCode: 503);
                    }
                }
            )
            .ExcludeFromDescription();
    }
}
