using Crm.Api.Printing.Words;
using Crm.Domain.Deals.Settlement;
using Crm.Domain.Settings;

namespace Crm.Api.Printing;

/// <summary>Builds the printed document of an invoice.</summary>
internal sealed class InvoiceBuilder(PrintSource source, string language) : DocumentBuilder(source, language)
{
    public PrintedDocument Build(InvoiceIssued invoice)
    {
        var currency = invoice.Total.Currency;
        var printed = InvoiceLines(invoice);
        var lines = new PrintedLines(printed, currency, invoice.PriceIncludesVat, Language);
        var hasLines = !invoice.Lines.IsEmpty;
        var table = hasLines ? lines.Table() : PrintedLines.Plain(printed[0], currency, Language);
        var account = Account(invoice);
        var bank = Bank(invoice, account);
        return Begin(PrintedKind.Invoice, invoice.Number, table) with
        {
            Details = [.. InvoiceDetails(invoice)],
            Totals = hasLines ? lines.Totals(invoice.Total.Amount, Labels.ToPay) : [.. PlainTotals(invoice)],
            Summary = Summary(printed.Length, invoice.Total),
            InWords = AmountInWords.From(invoice.Total, Language),
            Terms = [new(Labels.Purpose.In(Language), bank.Purpose), .. Terms([])],
            Bank = bank.Account.Length > 0 ? bank : null,
            // A payment order in roubles goes to an account in roubles.
            PaymentCode = account.Currency == invoice.Total.Currency ? PaymentCode.Create(bank, invoice.Total) : null,
        };
    }

    /// <summary>An invoice without lines is for an advance or for a part of a payment schedule: one line stands for the amount.</summary>
    private PrintedLine[] InvoiceLines(InvoiceIssued invoice)
    {
        if (!invoice.Lines.IsEmpty)
            return
            [
                .. invoice.Lines.Select(line => new PrintedLine(
                    PrintedText.Clean(line.Name),
                    line.Quantity,
                    line.Unit,
                    line.Price,
                    line.DiscountPercent,
                    line.VatRate,
                    line.Net,
                    line.Vat,
                    line.Total
                )
                {
                    IsWhole = invoice.Order is null,
                }),
            ];
        var name = invoice.Part is { } part
            ? Labels.Scheduled.With(Language, part.Number, part.Of)
            : Labels.Advance.In(Language);
        var total = invoice.Total.Amount;
        return [new(name, 1, null, total, 0, null, total, 0, total)];
    }

    private IEnumerable<string> InvoiceDetails(InvoiceIssued invoice)
    {
        yield return Dated();
        if (Source.Order is { } order)
            yield return Labels.ByOrder.With(Language, order);
        if (invoice.DueOn is { } due)
            yield return Labels.PayBy.With(Language, PrintedNumbers.Day(due, Language));
    }

    /// <summary>An invoice without lines states the VAT in its amount. One of an earlier build may state none: none is printed.</summary>
    private IEnumerable<PrintedSum> PlainTotals(InvoiceIssued invoice)
    {
        var currency = invoice.Total.Currency;
        var total = PrintedNumbers.WithCurrency(invoice.Total.Amount, currency, Language);
        yield return new(Labels.ToPay.In(Language), total, IsStrong: true);
        if (invoice.Vat is not { } vat)
            yield break;
        if (IsWithoutVat(invoice))
            yield return new(Labels.WithoutVat.In(Language), "");
        else
            yield return new(VatLabel(invoice), PrintedNumbers.Amount(vat, currency, Language));
    }

    /// <summary>With the rate, where there is one.</summary>
    private string VatLabel(InvoiceIssued invoice) =>
        (invoice.VatRate ?? (Source.OrderRates is [{ } single] ? single : (decimal?)null)) is { } rate
            ? Labels.VatWithin.With(Language, PrintedNumbers.Quantity(rate, Language))
            : Labels.OfItVat.In(Language);

    /// <summary>No rate applies to the amount: neither its own nor that of a line of its order.</summary>
    private bool IsWithoutVat(InvoiceIssued invoice) =>
        invoice is { Vat: 0, VatRate: null } && Source.OrderRates.All(rate => rate is null);

    /// <summary>
    /// The account in the currency of the invoice, else the default one. An invoice from before there had to be one may name none.
    /// </summary>
    private BankAccount Account(InvoiceIssued invoice)
    {
        var (settings, currency) = (Source.Settings, invoice.Total.Currency);
        var baseCurrency = settings.BaseCurrency ?? currency;
        return settings.AccountFor(currency, baseCurrency)
            ?? settings.Accounts(baseCurrency).FirstOrDefault()
            ?? new BankAccount("", currency);
    }

    private PrintedBank Bank(InvoiceIssued invoice, BankAccount account)
    {
        var profile = Source.Settings.Profile;
        return new PrintedBank(
            PrintedText.Line(account.BankName),
            PrintedText.Line(account.Bic),
            PrintedText.Line(account.CorrespondentAccount),
            PrintedText.Line(profile.TaxId),
            PrintedText.Line(profile.Kpp),
            PrintedText.Line(account.Account),
            PrintedText.Line(profile.RegisteredName ?? profile.Name),
            Purpose(invoice)
        );
    }

    /// <summary>The purpose of the payment. It is copied into a payment order, so the day is written in digits as there.</summary>
    private string Purpose(InvoiceIssued invoice)
    {
        var purpose = Labels.PurposeText.With(Language, invoice.Number, PrintedNumbers.ShortDay(Source.On));
        var hasLines = !invoice.Lines.IsEmpty;
        if (!hasLines && invoice.Vat is null)
            return purpose;
        if (!hasLines && IsWithoutVat(invoice))
            return Labels.PurposeWithoutVat.With(Language, purpose);
        if (hasLines && invoice.Lines.All(line => line.VatRate is null))
            return Labels.PurposeExempt.With(Language, purpose);
        var vat = PrintedNumbers.WithCurrency(invoice.Vat ?? 0, invoice.Total.Currency, Language);
        return Labels.PurposeVat.With(Language, purpose, vat);
    }
}
