namespace Crm.Domain.Tests;

/// <summary>Net + VAT = total in each line of an event and in the document.</summary>
internal static class DocumentAmounts
{
    public static void AddUp(DomainEvent domainEvent)
    {
        switch (domainEvent)
        {
            case OrderPlaced order:
                Lines(order.Lines.Select(x => (x.Net, x.Vat, x.Total)), order.Currency);
                break;
            case ShipmentMade shipment:
                Lines(shipment.Lines.Select(x => (x.Net, x.Vat, x.Total)), shipment.Currency);
                break;
            case ReturnAccepted back:
                Lines(back.Lines.Select(x => (x.Net, x.Vat, x.Total)), back.Currency);
                break;
            case InvoiceIssued invoice:
                Lines(invoice.Lines.Select(x => (x.Net, x.Vat, x.Total)), invoice.Total.Currency);
                Invoice(invoice);
                break;
        }
    }

    private static void Invoice(InvoiceIssued invoice)
    {
        Law.Holds(invoice.Net + invoice.Vat == invoice.Total.Amount, "an invoice adds up");
        if (!invoice.Lines.IsEmpty)
            Law.Holds(
                (invoice.Net, invoice.Vat, invoice.Total.Amount)
                    == (invoice.Lines.Sum(x => x.Net), invoice.Lines.Sum(x => x.Vat), invoice.Lines.Sum(x => x.Total)),
                "an invoice is the sum of its lines"
            );
    }

    private static void Lines(IEnumerable<(decimal Net, decimal Vat, decimal Total)> lines, Currency currency)
    {
        foreach (var (net, vat, total) in lines)
        {
            Law.Holds(net + vat == total, $"{net} + {vat} = {total}");
            Law.Holds(
                currency.Round(net) == net && currency.Round(vat) == vat && vat >= 0 && total >= 0,
                "whole minor units, and none below zero"
            );
        }
    }
}
