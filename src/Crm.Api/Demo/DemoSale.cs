using System.Text;
using Crm.Projections.ReadModels.Catalog;

namespace Crm.Api.Demo;

/// <summary>Writes down the commands of one deal, from its opening to where it ends or stands.</summary>
internal sealed partial class DemoSale
{
    private readonly DemoDeal deal;
    private readonly DemoRandom random;
    private readonly DemoScript script;
    private readonly string head;
    private DemoLine[] lines;
    private string manager;
    private string proposal = "";
    private int contentVersion;

    private DemoSale(DemoCalendar calendar, DemoDeal deal, ulong seed, int start)
    {
        this.deal = deal;
        random = new DemoRandom((seed * 1_000_003) + (ulong)deal.Number);
        script = new DemoScript(calendar, random, Id("deal"), start);
        (manager, head) = (deal.Client.Manager.Code, DemoStaff.HeadOf(deal.Client.Manager));
        lines = Lines();
    }

    private string Currency => deal.Client.Currency;

    /// <summary>The deal from its opening on a day.</summary>
    public static DemoScript Write(DemoCalendar calendar, DemoDeal deal, ulong seed, int start)
    {
        var sale = new DemoSale(calendar, deal, seed, start);
        sale.Open();
        if (deal.Kind == "standard-sale")
            sale.Lead();
        else
            sale.SellByHand();
        return sale.script;
    }

    private void Open()
    {
        script.Send(
            manager,
            "deals",
            new
            {
                id = Id("deal"),
                title = $"{deal.Kit.Title}: {deal.Client.Name}",
                kind = deal.Kind,
                clientId = deal.Client.Id,
                managerId = deal.Client.Manager.Id,
                source = DemoCompany.Sources[deal.Source].Code,
                expectedAmount = DemoJson.Money(Math.Round(Gross(lines.Sum(line => line.Net)) / 1000) * 1000, Currency),
                expectedCloseOn = DemoJson.Date(script.Date.AddDays(random.Between(25, 60))),
                interest = lines.Select(line => new { productId = line.Product.Id, quantity = line.Quantity }),
                customFields = new Dictionary<string, object>
                {
                    ["object-type"] = random.Pick(["office", "office", "school", "clinic", "coworking"]),
                    ["area"] = random.Between(6, 90) * 10,
                },
            }
        );
        script.Raise();
        if (deal.Has(DemoTwists.File))
            Attach();
        if (deal.Has(DemoTwists.Comment))
            script.Send(manager, script.Path + "/comments", new { text = random.Pick(DemoTexts.Comments) });
    }

    private void Lead()
    {
        Action[] stages = [Contact, Qualify, Propose, Present, Agree, Confirm, Fulfil];
        foreach (var stage in stages.Take((int)deal.Reached))
            stage();
        if (deal.IsOpen)
            Stand();
        else if (deal.IsLost)
            Lose();
        else if (deal.Has(DemoTwists.ReopenedAfterWin))
            ReopenWon();
    }

    private void Contact()
    {
        script.Wait(random.Next(2));
        Talk(random.Pick(["call", "call", "email", "meeting"]), DemoTexts.Calls);
        script.Complete(manager, "record-first-contact");
    }

    private void Qualify()
    {
        script.Wait(random.Between(0, 2));
        script.Complete(manager, "qualify-client");
        if (deal.Has(DemoTwists.HandedOver))
            HandOver();
        if (deal.Has(DemoTwists.ReopenedAfterLoss))
            LoseForAWhile();
    }

    /// <summary>Another manager of the team goes on; the first one still takes part.</summary>
    private void HandOver()
    {
        var other = DemoStaff.Managers.First(x => x.Team == deal.Client.Manager.Team && x != deal.Client.Manager);
        script.Send(head, script.Path + "/participants", new { userIds = new[] { deal.Client.Manager.Id } });
        script.Send(head, script.Path + "/manager", new { userId = other.Id });
        manager = other.Code;
    }

    private void Present()
    {
        SendProposal();
        script.Wait(random.Between(1, 4));
        if (deal.Has(DemoTwists.Skipped))
        {
            script.Send(
                head,
                script.Path + "/tasks/{task:hold-presentation}/skip",
                new { reason = "Постоянный клиент, товар знаком" }
            );
            script.Raise();
            return;
        }
        script.Send(
            manager,
            script.Path + "/presentations",
            new
            {
                heldAt = script.Now,
                place = random.Pick(["Шоурум", "Офис клиента", "Видеосвязь"]),
                attendees = new[] { random.Pick(DemoTexts.Attendees) },
                shown = lines.Select(line => line.Product.Name),
                outcome = random.Pick(DemoTexts.Outcomes),
            }
        );
        script.Complete(manager, "hold-presentation");
    }

    private void Agree()
    {
        script.Wait(random.Between(1, 5));
        if (deal.Has(DemoTwists.Revised))
            Revise();
        script.Send(manager, $"proposals/{proposal}/accept", new { });
        script.Complete(manager, "agree-terms");
        script.Wait(random.Next(2));
        PlaceOrder(new { id = Id("order"), proposalId = proposal });
        script.Complete(manager, "place-order");
    }

    /// <summary>What is done already of the task that is open.</summary>
    private void Stand()
    {
        switch (deal.Reached)
        {
            case DemoStage.Proposal when deal.Has(DemoTwists.LargeDiscount):
                Draft();
                RequestApproval();
                break;
            case DemoStage.Presentation:
                SendProposal();
                break;
            case DemoStage.Fulfilment when script.HasTime(2):
                script.Wait(1);
                StartDelivery();
                break;
            case DemoStage.Terms or DemoStage.Qualification when script.HasTime(1):
                script.Wait(1);
                Talk("call", DemoTexts.FollowUps);
                break;
        }
    }

    private void Talk(string kind, string[] texts) =>
        script.Send(
            manager,
            script.Path + "/interactions",
            new
            {
                kind,
                direction = random.Chance(40) ? "in" : "out",
                description = random.Pick(texts),
                with = new[] { new { contactId = random.Pick(deal.Client.Contacts).Id } },
            }
        );

    private void Attach() =>
        script.Send(
            manager,
            script.Path + "/attachments",
            new { comment = "Прислал клиент" },
            new(
                "Техническое задание.txt",
                "text/plain",
                Convert.ToBase64String(
                    Encoding.UTF8.GetBytes(
                        DemoTexts.Requirements(
                            deal.Kit.Title,
                            lines.Select(line => $"{line.Product.Name}: {line.Quantity} {line.Product.Unit}")
                        )
                    )
                )
            )
        );

    private Guid Id(string what) => CodeStream.Of("demo-" + what, $"{deal.Number}");

    /// <summary>With VAT; sales abroad have none.</summary>
    private decimal Gross(decimal net) => Currency == "RUB" ? net * 1.22m : net;
}
