using Crm.Domain.Catalog;
using Crm.Projections.ReadModels.Catalog;
using Wolverine;

namespace Crm.Api.Catalog;

/// <summary>Changes of one product: under its lock, and with a claim of the code that it is given.</summary>
public sealed class ProductChanges(IMessageBus bus, Company company)
{
    /// <param name="code">The code that the product is given; null: none.</param>
    public Task<IResult> Change(
        HttpContext http,
        Guid id,
        object body,
        Func<Product, Product> wanted,
        string? code = null
    )
    {
        var alike = code is null ? null : new LookAlikes(CatalogCodes.Products, code);
        return bus.Answer(
            http,
            new ExecuteProductCommand(
                id,
                (product, context) =>
                {
                    var changed = wanted(product.State);
                    var decision = new ChangeProduct(changed, company.Settings.VatRates).Decide(product.State, context);
                    return changed.Code == product.State.Code
                        ? decision
                        : decision with
                        {
                            Warnings = alike?.Warnings ?? [],
                        };
                },
                http.CommandRequest(body)
            )
            {
                Reads = alike,
                Claim = one =>
                    one is ProductRecoded { Code: { } code } ? new CodeClaim(CatalogCodes.Products, id, code) : null,
            }
        );
    }

    public async Task<IResult> Archive(HttpContext http, Guid id, bool archived)
    {
        var body = await Body.Read<NoBody>(http, optional: true);
        return await Change(http, id, new { body, archived }, product => product with { Archived = archived });
    }
}
