using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Refusals;

/// <summary>
/// A client that knows nothing of the product: it gives what a fix asks for by its type, and sends the request as the fix states it.
/// </summary>
/// <param name="now">The host's time.</param>
internal sealed class FixFollower(Testing.Api api, DateTimeOffset now)
{
    public async Task<Answer> Follow(JsonNode fix)
    {
        var request = fix.DeepClone();
        foreach (var fill in request["fill"]!.AsArray())
            await Give(request, (string)fill!["pointer"]!, (string)fill["type"]!, fill["options"]!.AsArray());
        var (type, body) = ((string?)request["contentType"], request["body"]);
        using HttpContent? content =
            type is null ? null
            : type == "multipart/form-data" ? Form(body!.AsObject())
            : new StringContent(body!.ToJsonString(), Encoding.UTF8, MediaTypeHeaderValue.Parse(type));
        return await api.SendRaw(
            new HttpMethod((string)request["method"]!),
            ((string)request["href"]!)["/api/v1".Length..],
            content,
            [.. request["headers"]!.AsObject().Select(header => (header.Key, (string)header.Value!))]
        );
    }

    private async Task Give(JsonNode request, string pointer, string type, JsonArray options) =>
        Put(
            request,
            pointer,
            type switch
            {
                "code" when options.Count == 0 => await Known(pointer),
                "clientId" => (await api.Post("/clients", new { name = "Фиалка" })).Must(201).Id,
                "userId" => (await api.Post("/users", new { name = "Анна", roles = new[] { "sales-manager" } }))
                    .Must(201)
                    .Id,
                _ => Plain(type, options, now),
            }
        );

    /// <summary>A value of a type that fits wherever the type is asked for; ids are of nothing that exists.</summary>
    public static JsonNode Plain(string type, JsonArray options, DateTimeOffset now) =>
        type switch
        {
            "text" => Text(options),
            "code" => options.Count > 0 ? options[0]!.DeepClone() : "code",
            "taxId" => FreshTaxId.Company(),
            "number" or "integer" => 1,
            "boolean" => true,
            "date" => now.AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "dateTime" => now.AddHours(-1).ToString("O", CultureInfo.InvariantCulture),
            "money" => new JsonObject { ["amount"] = "100.00", ["currency"] = "RUB" },
            "clientId" or "userId" or "productId" or "dealId" or "id" or "idempotencyKey" => Guid.NewGuid().ToString(),
            "file" => options.Count > 0 ? options[0]!.DeepClone() : "text/plain",
            _ => throw new InvalidOperationException(type),
        };

    public static void Put(JsonNode request, string pointer, JsonNode value)
    {
        var steps = pointer[1..].Split('/');
        var at = steps[..^1]
            .Aggregate(
                request,
                (node, step) =>
                    node is JsonArray items ? items[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!
            );
        if (at is JsonArray list)
            list.Add(value);
        else
            at[steps[^1]] = value;
    }

    private static string Text(JsonArray options) =>
        options.Count > 0 ? ((string)options[0]!).TrimEnd('*') + " 1" : "Сделано";

    /// <summary>A code of the list that the member names.</summary>
    private async Task<JsonNode> Known(string pointer) =>
        pointer == "/body/lostReason" ? "price"
        : pointer == "/body/source"
            ? (
                await api.Post("/sources", new { code = "s" + Guid.NewGuid().ToString("N")[..10], title = "Выставка" })
            ).Must(201)["code"]!.DeepClone()
        : throw new InvalidOperationException(pointer);

    /// <summary>The file of a form is given by its media type.</summary>
    private static MultipartFormDataContent Form(JsonObject body)
    {
        var type = (string)body["file"]!;
        var file = new ByteArrayContent(
            type == "application/pdf" ? "%PDF-1.4 \n%%EOF"u8.ToArray() : Encoding.UTF8.GetBytes("Договорились")
        )
        {
            Headers = { ContentType = new(type) },
        };
        MultipartFormDataContent form = new() { { file, "file", "file" } };
        foreach (var (name, value) in body.Where(one => one.Key != "file"))
            form.Add(new StringContent((string)value!), name);
        return form;
    }
}
