namespace Crm.Api.Startup;

/// <summary>A feature of the product, listed in Program.cs.</summary>
/// <param name="Add">Adds its services.</param>
/// <param name="Map">Maps its routes under <c>/api/v1</c>.</param>
public sealed record Feature(Action<WebApplicationBuilder> Add, Action<IEndpointRouteBuilder> Map)
{
    /// <summary>A feature without settings.</summary>
    public static Feature Create(Func<IServiceCollection, IServiceCollection> add, Action<IEndpointRouteBuilder> map) =>
        new(builder => add(builder.Services), map);

    /// <summary>A feature without services of its own.</summary>
    public static Feature Create(Action<IEndpointRouteBuilder> map) => new(_ => { }, map);
}
