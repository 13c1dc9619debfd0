using System.Globalization;
using System.Text.Json;
using Crm.Bench.Data;

namespace Crm.Bench.Opportunities;

/// <summary>Each opportunity as the commands that users would have sent, at their own dates: opened, moved, closed.</summary>
internal sealed class Import(Func<SetupClient> open, Opportunity[] all)
{
    private readonly Dictionary<string, Guid> _clients = [],
        _agents = [];

    public IReadOnlyDictionary<string, Guid> Agents => _agents;

    /// <summary>Clients and users included.</summary>
    public int Commands =>
        _clients.Count + _agents.Count + all.Sum(x => 1 + (x.Engaged is null ? 0 : 1) + (x.Closed is null ? 0 : 1));

    /// <returns>The position of the last event.</returns>
    public long Run()
    {
        using (var setup = open())
        {
            foreach (var name in all.Select(x => x.Account).Where(x => x.Length > 0).Distinct())
                _clients[name] = setup.Add("/clients", JsonSerializer.Serialize(new { name, kind = "company" }));
            foreach (var name in all.Select(x => x.Agent).Distinct())
                _agents[name] = setup.Add(
                    "/users",
                    JsonSerializer.Serialize(new { name, roles = new[] { "sales-manager" } })
                );
        }

        return Parallel8.Run(open, 0, all.Length, (setup, i) => One(setup, all[i]));
    }

    private void One(SetupClient setup, Opportunity x)
    {
        var deal = setup.Add(
            "/deals",
            JsonSerializer.Serialize(
                new
                {
                    title = $"{x.Id}: {x.Product}",
                    kind = "manual-sale",
                    managerId = _agents[x.Agent],
                    clientId = _clients.TryGetValue(x.Account, out var client) ? client : (Guid?)null,
                    expectedAmount = x.Value is { } value
                        ? new { amount = value.ToString("0.00", CultureInfo.InvariantCulture), currency = "USD" }
                        : null,
                    happenedAt = At(x.Engaged),
                }
            )
        );
        if (x.Engaged is not null)
            setup.Do(
                $"/deals/{deal}/move",
                JsonSerializer.Serialize(new { stage = "engaging", happenedAt = At(x.Engaged) })
            );
        if (x.Closed is not null)
            setup.Do(
                $"/deals/{deal}/close",
                x.IsWon
                    ? JsonSerializer.Serialize(new { outcome = "won", happenedAt = At(x.Closed) })
                    : JsonSerializer.Serialize(
                        new
                        {
                            outcome = "lost",
                            lostReason = "price",
                            happenedAt = At(x.Closed),
                        }
                    )
            );
    }

    /// <summary>Without a date it happens now.</summary>
    private static string? At(DateOnly? date) => date?.ToString("yyyy-MM-dd'T12:00:00Z'", CultureInfo.InvariantCulture);
}
