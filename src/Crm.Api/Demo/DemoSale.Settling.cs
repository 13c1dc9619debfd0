namespace Crm.Api.Demo;

/// <summary>Orders, invoices, goods and money of a demo deal, and how it ends.</summary>
internal sealed partial class DemoSale
{
    private static readonly string[][] Reasons =
    [
        ["no-response", "not-needed"],
        ["no-budget", "timing", "not-needed", "no-response"],
        ["price", "price", "competitor", "timing", DemoCompany.OwnReason],
        ["competitor", "price", "other"],
        ["price", "competitor", "no-budget", DemoCompany.OwnReason],
        ["timing", "other"],
    ];

    private decimal total;

    private void PlaceOrder(object order)
    {
        total = Gross(lines.Sum(line => line.Net));
        script.Send(manager, script.Path + "/orders", order);
    }

    private void Confirm()
    {
        SendInvoice();
        script.Complete(manager, "confirm-obligations");
    }

    private void SendInvoice()
    {
        script.Send(
            manager,
            script.Path + "/invoices",
            new
            {
                id = Id("invoice"),
                orderId = Id("order"),
                dueOn = DemoJson.Date(script.Date.AddDays(random.Between(5, 14))),
            }
        );
        if (deal.Has(DemoTwists.Mail))
            script.Send(
                manager,
                $"{script.Path}/invoices/{Id("invoice")}/email",
                new { to = new[] { deal.Client.Contacts[0].Email }, lang = "ru" }
            );
    }

    private void Fulfil()
    {
        Deliver();
        script.Complete(manager, "fulfil-obligations");
        script.Wait(random.Next(2));
        script.Complete(manager, "record-win");
    }

    private void Deliver()
    {
        switch (deal.Delivery)
        {
            case DemoDelivery.PaidFirst:
                Pay(total);
                ShipRest();
                break;
            case DemoDelivery.Advance:
                var advance = Math.Round(total * 0.3m, 2);
                Pay(advance);
                ShipRest();
                Pay(total - advance);
                break;
            case DemoDelivery.InParts:
                ShipPart();
                Pay(total);
                ShipRest();
                break;
            case DemoDelivery.RestCancelled:
                ShipPart();
                CancelRest();
                Pay(Gross(Part().Sum(line => line.Net)));
                break;
            case DemoDelivery.Returned:
                ShipRest();
                Pay(total);
                TakeBack();
                break;
            case DemoDelivery.WrittenOff:
                ShipRest();
                var missing = random.Between(10, 4000) / 100m;
                Pay(total - missing);
                script.Wait(random.Between(5, 10));
                script.Send(
                    DemoStaff.Accountant,
                    script.Path + "/write-offs",
                    new
                    {
                        amount = DemoJson.Money(missing, Currency),
                        side = "client",
                        reason = "Разница в копейках и комиссия банка",
                    }
                );
                break;
            default:
                ShipRest();
                Pay(total);
                break;
        }
    }

    /// <summary>An open deal: an advance, a part of the goods, or both.</summary>
    private void StartDelivery()
    {
        if (deal.Delivery is DemoDelivery.Advance or DemoDelivery.PaidFirst)
            Pay(Math.Round(total / 2, 2));
        else if (Currency == "RUB")
            script.Claim = new(deal.Client, total);
        if (deal.Delivery is DemoDelivery.InParts or DemoDelivery.Advance)
            ShipPart();
    }

    private void Pay(decimal amount)
    {
        script.Wait(random.Between(1, 4));
        script.Send(
            DemoStaff.Accountant,
            script.Path + "/payments",
            new
            {
                amount = DemoJson.Money(amount, Currency),
                invoiceId = Id("invoice"),
                paidOn = DemoJson.Date(script.Date),
                reference = $"п/п {random.Between(100, 999)}",
            }
        );
    }

    private void ShipRest()
    {
        script.Wait(random.Between(2, 7));
        script.Send(
            manager,
            script.Path + "/shipments",
            new
            {
                id = Id("shipment"),
                orderId = Id("order"),
                rest = true,
                shippedOn = DemoJson.Date(script.Date),
            }
        );
    }

    /// <summary>The first shipment of two: the half of each line, rounded up.</summary>
    private IEnumerable<DemoLine> Part() => lines.Select(line => line with { Quantity = (line.Quantity + 1) / 2 });

    private void ShipPart()
    {
        script.Wait(random.Between(1, 3));
        script.Send(
            manager,
            script.Path + "/shipments",
            new
            {
                orderId = Id("order"),
                shippedOn = DemoJson.Date(script.Date),
                lines = Part().Select((line, i) => new { lineId = LineId(i), quantity = line.Quantity }),
            }
        );
    }

    private void CancelRest()
    {
        script.Wait(random.Between(1, 5));
        script.Send(
            manager,
            $"{script.Path}/orders/{Id("order")}/cancel-lines",
            new
            {
                reason = "Клиент уменьшил количество мест",
                lines = Part()
                    .Select((line, i) => new { lineId = LineId(i), quantity = lines[i].Quantity - line.Quantity })
                    .Where(rest => rest.quantity > 0),
            }
        );
    }

    /// <summary>One piece of the first line comes back, and its money is paid out.</summary>
    private void TakeBack()
    {
        script.Wait(random.Between(2, 8));
        var reason = random.Pick(DemoTexts.Returns);
        script.Send(
            manager,
            script.Path + "/returns",
            new
            {
                shipmentId = Id("shipment"),
                reason,
                lines = new[] { new { lineId = LineId(0), quantity = 1 } },
            }
        );
        script.Wait(random.Between(1, 3));
        script.Send(
            DemoStaff.Accountant,
            script.Path + "/refunds",
            new { amount = DemoJson.Money(Gross((lines[0] with { Quantity = 1 }).Net), Currency), reason }
        );
    }

    private void Lose()
    {
        script.Wait(random.Between(3, 15));
        if (deal.Reached > DemoStage.FirstContact)
            Talk("call", DemoTexts.FollowUps);
        var reason = random.Pick(Reasons[(int)deal.Reached]);
        script.Send(
            manager,
            script.Path + "/close",
            new
            {
                outcome = "lost",
                lostReason = reason,
                competitor = reason == "competitor" ? random.Pick(DemoTexts.Competitors) : null,
                comment = reason == "other" ? "Проект передан в другую структуру" : null,
            }
        );
    }

    /// <summary>The client has no money now, and comes back with it.</summary>
    private void LoseForAWhile()
    {
        script.Wait(random.Between(1, 5));
        script.Send(manager, script.Path + "/close", new { outcome = "lost", lostReason = "no-budget" });
        script.Wait(random.Between(8, 20));
        script.Send(manager, script.Path + "/reopen", new { reason = "Клиент согласовал бюджет" });
        script.Raise();
    }

    /// <summary>A piece comes back after the win: the deal is opened again, and closed through the same gate.</summary>
    private void ReopenWon()
    {
        script.Wait(random.Between(5, 15));
        script.Send(manager, script.Path + "/reopen", new { reason = "Клиент возвращает часть товара" });
        TakeBack();
        script.Complete(manager, "record-win");
    }

    /// <summary>Deals of the kinds without tasks.</summary>
    private void SellByHand()
    {
        Talk("call", DemoTexts.Calls);
        if (deal.Kind == "manual-sale")
        {
            script.Wait(random.Between(1, 4));
            script.Send(manager, script.Path + "/move", new { stage = "engaging" });
        }
        if (deal.IsLost)
            Lose();
        if (deal.Reached != DemoStage.Won)
            return;
        script.Wait(random.Between(1, 6));
        PlaceOrder(new { id = Id("order"), lines = AgreedLines() });
        SendInvoice();
        Deliver();
        script.Wait(random.Next(2));
        script.Send(manager, script.Path + "/close", new { outcome = "won" });
    }

    private static string LineId(int i) => $"{{line:{i}}}";
}
