using System.Text.Json.Nodes;
using Crm.Api.Routing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Conventions;

/// <summary>
/// Every operation that takes a body: a body that it takes, its required members, and a sample of each other member. A test
/// compares the rows with the route table and with the request types, so a new route or member without a row here is red.
/// </summary>
/// <param name="Id">The operation.</param>
/// <param name="Path">Below /api/v1, with {deal}, {task}, {proposal} ... of the arranged sale.</param>
/// <param name="Least">The smallest body that is well-formed: all its members are required.</param>
/// <param name="More">The other members, each with a good value.</param>
public sealed partial record SampleBody(string Id, string Path, string Least, string More = "{}")
{
    private const string Money = """{"amount":"10.00","currency":"RUB"}""";
    private const string Past = "\"2026-11-23T09:00:00Z\"";
    private const string Line =
        """{"name":"Кабель","quantity":2,"unit":"шт","price":"""
        + """{"amount":"5.50","currency":"RUB"},"discountPercent":1.5,"vatRate":"""
        + """20,"productId":"{product}","discountSum":{"amount":"0.01","currency":"RUB"},"leadTimeDays":5}""";
    private const string Off = """{"percent":1}""";
    private const string Id1 = "\"0198f3a0-0000-7000-8000-000000000001\"";
    private const string When = "{\"happenedAt\":" + Past + "}";
    private const string Why = """{"reason":"Так решили"}""";
    private const string Refs = """[{"system":"1c","id":"42"}]""";
    private const string Legal =
        """{"taxId":"7707083893","registeredName":"ООО","address":"Москва","bankAccount":"40702810","kpp":"770701001","""
        + "\"country\":\"RU\"}";
    private const string Person = """{"name":"Анна","phone":"+7","email":"a@b.c","role":"закупки","id":""" + Id1 + "}";
    private const string Stage =
        """{"code":"a","title":{"ru":"А","en":"A"},"probability":10,"next":"b","moves":["a"],"normDays":5,"rework":["""
        + """{"to":"a","on":"proposalDeclined"}],"tasks":[{"code":"t","title":{"ru":"А","en":"A"},"due":{"days":"""
        + """1,"hours":2,"working":true},"once":true,"mandatory":true,"parallel":true,"automatic":"""
        + """true,"assignee":{"kind":"user","user":"{user}","role":"auditor"}}]}""";
    private const string Custom = """{"colour":"red"}""";
    private const string FieldTitle = """{"ru":"Цвет","en":"Colour"}""";
    private const string Choices = """[{"code":"red","title":{"ru":"Красный","en":"Red"}}]""";
    private const string Interest =
        """[{"productId":"{product}","text":"Стол","quantity":1.5,"unit":"шт","amount":""" + Money + "}]";

    public HttpMethod Method =>
        IsPatch ? HttpMethod.Patch
        : IsPut ? HttpMethod.Put
        : HttpMethod.Post;

    public bool IsPatch => Id.StartsWith("update", StringComparison.Ordinal) && !IsPut;

    private bool IsPut => Id is "updateDealKindDraft" or "updateAbsence" or "updateUserAbsence";

    public static IReadOnlyList<SampleBody> All { get; } =
    [.. Deals(), .. Documents(), .. Company(), .. Interactions()];

    public static TheoryData<string> Ids => [.. All.Select(x => x.Id)];

    public static SampleBody Of(string id) => All.Single(x => x.Id == id);

    /// <summary>The operations with a JSON body and its type; the body of a preview is judged by the operation it names.</summary>
    public static IEnumerable<(string Id, Type Type)> Accepting(CrmApp app) =>
        app
            .Host.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Select(x =>
                (Operation: x.Metadata.GetMetadata<Operation>(), Body: x.Metadata.GetMetadata<IAcceptsMetadata>())
            )
            .Where(x => x is { Operation.Id: not (null or "previewOperation"), Body.RequestType: not null })
            .Select(x => (x.Operation!.Id, x.Body!.RequestType!));

    /// <summary>The least body with one of the other members.</summary>
    public static JsonObject With(JsonObject least, string name, JsonNode? value)
    {
        var body = (JsonObject)least.DeepClone();
        body[name] = value?.DeepClone();
        return body;
    }
}
