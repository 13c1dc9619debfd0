using System.Globalization;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Contract;

/// <summary>Reports where an answer of a host is not what the contract says of its operation: another status, or other members.</summary>
internal sealed class AnswerFaults
{
    private static readonly JsonObject Contract = ContractFile.Read();

    private static readonly Dictionary<string, JsonObject> Operations = ContractFile
        .Operations(Contract)
        .ToDictionary(one => (string)one.Operation["operationId"]!, one => one.Operation, StringComparer.Ordinal);

    /// <param name="operationId">An operation; anything else has no faults.</param>
    public static IEnumerable<string> Of(string operationId, Answer answer)
    {
        if (!Operations.TryGetValue(operationId, out var operation))
            return [];
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        if (operation["responses"]![status] is not { } stated)
            return [$"{operationId}: {status} is not in the contract"];
        var content = stated["content"]?.AsObject().FirstOrDefault(media => IsJson(media.Key)).Value;
        return content is null || !IsJson(answer.Headers.GetValueOrDefault("Content-Type") ?? "")
            ? []
            : new SchemaFaults(Contract)
                .Of(content["schema"]!, answer.Json)
                .Select(fault => $"{operationId} {status} {fault}");
    }

    private static bool IsJson(string type) => type.Split(';')[0].EndsWith("json", StringComparison.Ordinal);
}
