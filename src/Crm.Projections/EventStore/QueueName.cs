using System.Security.Cryptography;
using System.Text;

namespace Crm.Projections.EventStore;

/// <summary>Names what commands lock besides streams, for commands of one host that wait for each other.</summary>
public static class QueueName
{
    public static Guid Of(string resource) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes("queue:" + resource)).AsSpan(0, 16));
}
