using System.Text.Json;

namespace Crm.Domain.Kernel;

/// <summary>A JSON value that its type does not accept.</summary>
/// <param name="expected">What the type accepts; shown to the client.</param>
public sealed class JsonValueException(Phrase expected) : JsonException(expected.ToString())
{
    public Phrase Expected { get; } = expected;
}
