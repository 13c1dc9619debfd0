using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crm.Api.Bodies;
using Crm.Api.Catalog;
using Crm.Api.Json;
using Crm.Api.Routing;
using Crm.Domain.Kernel;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Api.Tests.Conventions;

/// <summary>Every member of a body that is an identifier is read normalized: no operation can forget it.</summary>
[Collection(HostCollection.Name)]
public sealed class IdentifierTests(TestHost host)
{
    /// <summary>Names of members that people type or paste as identifiers.</summary>
    private static readonly string[] Names =
    [
        "account",
        "bankAccount",
        "base",
        "baseCurrency",
        "bic",
        "cc",
        "code",
        "copyFrom",
        "correspondentAccount",
        "country",
        "currency",
        "email",
        "kind",
        "kpp",
        "lang",
        "lostReason",
        "moves",
        "next",
        "permissions",
        "phone",
        "priceList",
        "quote",
        "reference",
        "roles",
        "source",
        "stage",
        "system",
        "taxId",
        "to",
    ];

    [Fact]
    public void Every_identifier_of_a_body_is_marked()
    {
        var members = Bodies().SelectMany(Members).DistinctBy(x => (x.Owner, x.Property.Name)).ToArray();
        members.Should().HaveCountGreaterThan(200);
        members
            .Where(x => Names.Contains(x.Property.Name) && IsText(x.Property.PropertyType) && !IsMarked(x.Property))
            .Select(x => $"{x.Owner.Name}.{x.Property.Name}")
            .Should()
            .BeEmpty();
        members.Count(x => IsMarked(x.Property)).Should().BeGreaterThan(40);
    }

    [Fact]
    public void A_marked_member_is_read_without_what_nobody_sees()
    {
        var body = Encoding.UTF8.GetBytes(
            """{"name":"Иван\u200B","email":"a\u200B@b.c\u00A0","roles":["dir\uFEFFector"]}"""
        );
        var user = Body.Parse<Crm.Api.Users.AddUserBody>(body);
        (user.Name, user.Email, user.Roles!.Single()).Should().Be(("Иван\u200B", "a@b.c", "director"));
        Body.Parse<AddProductBody>("""{"name":"А","code":null}"""u8.ToArray()).Code.Should().BeNull();
    }

    private IEnumerable<Type> Bodies() =>
        host
            .App.Host.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Where(x => x.Metadata.GetMetadata<Operation>() is not null)
            .Select(x => x.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType)
            .OfType<Type>()
            .Distinct();

    private static IEnumerable<(Type Owner, JsonPropertyInfo Property)> Members(Type body)
    {
        var (found, left) = (new HashSet<Type>(), new Queue<Type>([body]));
        while (left.TryDequeue(out var next))
        {
            var type = Nullable.GetUnderlyingType(next) ?? next;
            if (!found.Add(type))
                continue;
            var info = Wire.Json.GetTypeInfo(type);
            if (info.ElementType is { } item)
                left.Enqueue(item);
            foreach (var property in info.Properties)
            {
                yield return (type, property);
                left.Enqueue(property.PropertyType);
            }
        }
    }

    private static bool IsText(Type type) =>
        type == typeof(string)
        || typeof(IEnumerable<string>).IsAssignableFrom(Nullable.GetUnderlyingType(type) ?? type);

    private static bool IsMarked(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(IdentifierAttribute), false) == true;
}
