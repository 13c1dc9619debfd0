using Crm.Api.Settings;
using Crm.Domain.Catalog;
using Crm.Projections.Catalog;

namespace Crm.Api.Catalog;

/// <summary>Changes of one product: under its lock, and with the word of the index that a code is nobody else's.</summary>
public sealed class ProductPath(StreamPath path, Company company, Names names)
{
    public async Task<IResult> Change(HttpContext http, Guid id, object body, Func<Product, Product> wanted)
    {
        try
        {
            var result = await path.Run<ProductDocument>(
                http,
                id,
                body,
                "product.not_found",
                (x, intent) => new ChangeProduct(wanted(x.State), company.Settings.VatRates).Decide(x.State, intent),
                (x, fact, at) => ProductProjection.After(x, id, fact, at)!,
                x => x.Version,
                x => ProductAnswer.Of(x).Reply()
            );
            names.Forget<ProductDocument>(id);
            return result;
        }
        catch (Exception e) when (CreationPath.Collided(e))
        {
            throw new ProblemException(409, "product.taken");
        }
    }

    public async Task<IResult> Archive(HttpContext http, Guid id, bool archived)
    {
        var body = await Body.Read<NoBody>(http, optional: true);
        return await Change(http, id, new { body, archived }, x => x with { Archived = archived });
    }
}
