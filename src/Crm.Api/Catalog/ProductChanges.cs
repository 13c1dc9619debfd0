using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using Wolverine;

namespace Crm.Api.Catalog;

/// <summary>Changes of one product: under its lock, and with a claim of the code that it is given.</summary>
public sealed class ProductChanges(IMessageBus bus, Company company)
{
    public Task<IResult> Change(HttpContext http, Guid id, object body, Func<Product, Product> wanted) =>
        bus.Answer(
            http,
            new ExecuteProductCommand(
                id,
                (product, context) =>
                    new ChangeProduct(wanted(product.State), company.Settings.VatRates).Decide(product.State, context),
                http.CommandRequest(body)
            )
            {
                Claim = one => one is ProductRecoded { Code: { } code } ? new ProductCodeClaim(id, code) : null,
            }
        );

    public async Task<IResult> Archive(HttpContext http, Guid id, bool archived)
    {
        var body = await Body.Read<NoBody>(http, optional: true);
        return await Change(http, id, new { body, archived }, product => product with { Archived = archived });
    }
}
