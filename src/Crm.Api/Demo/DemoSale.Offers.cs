namespace Crm.Api.Demo;

/// <summary>Proposals of a demo deal, their prices and revisions.</summary>
internal sealed partial class DemoSale
{
    private void Propose()
    {
        script.Wait(random.Between(1, 3));
        Draft();
        Issue();
    }

    private void Issue()
    {
        if (deal.Has(DemoTwists.LargeDiscount))
        {
            RequestApproval();
            script.Send(
                head,
                $"proposals/{proposal}/approve-discount",
                new { contentVersion, comment = "Согласовано" }
            );
        }
        script.Send(manager, $"proposals/{proposal}/issue", new { });
        script.Complete(manager, "prepare-proposal");
    }

    private void Revise()
    {
        script.Send(manager, $"proposals/{proposal}/decline", new { reason = random.Pick(DemoTexts.Declines) });
        script.Wait(1);
        script.Send(manager, $"proposals/{proposal}/revise", new { });
        proposal = "{revision}";
        contentVersion = 1;
        GrantMore();
        Issue();
        script.Wait(random.Between(1, 3));
    }

    /// <summary>A further discount on goods, within the limit of the manager unless the head approves.</summary>
    private void GrantMore()
    {
        var most = deal.Has(DemoTwists.LargeDiscount) ? 30 : 10;
        DemoLine[] cheaper =
        [
            .. lines.Select(line =>
                line.Product.IsService ? line : line with { Discount = Math.Min(line.Discount + 3, most) }
            ),
        ];
        if (cheaper.SequenceEqual(lines))
            return;
        lines = cheaper;
        contentVersion++;
        script.Edit(manager, $"proposals/{proposal}", new { lines = AgreedLines() });
    }

    private void Draft()
    {
        proposal = Id("proposal").ToString();
        contentVersion = 1;
        script.Send(
            manager,
            script.Path + "/proposals",
            new
            {
                id = proposal,
                lines = AgreedLines(),
                validUntil = DemoJson.Date(script.Date.AddDays(30)),
                leadTimeDays = random.Between(10, 30),
                terms = new
                {
                    delivery = "Доставка и подъём включены в стоимость доставки",
                    payment = "Аванс или полная предоплата",
                },
            }
        );
    }

    private void RequestApproval() =>
        script.Send(
            manager,
            $"proposals/{proposal}/request-discount-approval",
            new { comment = "Крупный заказ, клиент сравнивает с конкурентом" }
        );

    private void SendProposal()
    {
        if (deal.Has(DemoTwists.Mail))
            script.Send(
                manager,
                $"proposals/{proposal}/email",
                new { to = new[] { deal.Client.Contacts[0].Email }, lang = "ru" }
            );
        else
            script.Send(manager, $"proposals/{proposal}/send", new { });
    }

    private IEnumerable<object> AgreedLines() =>
        lines.Select(line => new
        {
            productId = line.Product.Id,
            quantity = line.Quantity,
            discountPercent = line.Discount,
            priceList = PriceList,
            vatRate = Currency == "EUR" ? 0 : (int?)null,
        });

    private string? PriceList =>
        Currency == "EUR" ? DemoCompany.Export
        : deal.Client.IsWholesale ? DemoCompany.Wholesale
        : null;

    private DemoLine[] Lines()
    {
        var discount = deal.Has(DemoTwists.LargeDiscount)
            ? random.Between(12, 20)
            : random.Pick([0, 0, 0, 3, 5, 5, 7, 10]);
        return
        [
            .. deal.Kit.Lines.Select(line =>
            {
                var product = DemoGoods.Product(line.Product);
                return new DemoLine(
                    product,
                    random.Between(line.Least, line.Most),
                    PriceList switch
                    {
                        DemoCompany.Export => product.EuroPrice,
                        DemoCompany.Wholesale => product.WholesalePrice,
                        _ => product.Price,
                    },
                    product.IsService ? 0 : discount
                );
            }),
        ];
    }
}
