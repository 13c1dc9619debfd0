using System.Globalization;
using Crm.Domain.CustomFields;

namespace Crm.Api.CustomFields;

/// <summary>Turns what a body says of custom fields into values, or names everything that is wrong with it at once.</summary>
public sealed class FieldReader(CustomFieldRegistry book, Names names, Authorizer authorizer, VisibleDeals deals)
{
    private const int Most = 100;

    /// <summary>Values to be set; those that are null clear.</summary>
    public async ValueTask<FieldList> Read(
        HttpContext http,
        FieldOwner owner,
        SortedDictionary<string, FieldInput?>? given,
        string pointer
    )
    {
        if (given is null or { Count: 0 })
            return FieldList.Empty;
        if (given.Count > Most)
            throw ProblemException.Member(pointer, "member.too_many", $"at most {Most}");
        var values = ImmutableArray.CreateBuilder<FieldValue>(given.Count);
        List<RequestFault> faults = [];
        foreach (var (code, input) in given)
        {
            var at =
                $"{pointer}/{code.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            // An archived field may still be cleared: what it holds must not be stuck there.
            if (
                await book.Find(owner, code, http.RequestAborted) is not { } field
                || field.Archived && input is not null
            )
                faults.Add(
                    new(
                        at,
                        null,
                        "custom_field.unknown",
                        $"a field of GET /custom-fields?owner={owner.ToString().ToLowerInvariant()} that is not archived"
                    )
                );
            else if (values.Any(one => one.Field == field.Code))
                faults.Add(new(at, null, "member.twice", "each field once"));
            else if (input is null)
                values.Add(new(field.Code, field.Type, null, null));
            else if (await Fault(http, field, input) is { } fault)
                faults.Add(new(at, null, fault.Code, fault.Expected));
            else
                values.Add(
                    new(
                        field.Code,
                        field.Type,
                        Canonical(field, input),
                        field.Type == FieldType.Text ? TextValidation.Personal(input.Text!, at) : null
                    )
                );
        }

        return faults.Count == 0
            ? new FieldList(values.ToImmutable())
            : throw new ProblemException(422, "validation.failed") { Errors = faults };
    }

    private async ValueTask<(string Code, Phrase Expected)?> Fault(
        HttpContext http,
        CustomField field,
        FieldInput input
    ) =>
        field.Type switch
        {
            FieldType.Text => input.Text is null ? Wrong("text")
            : string.IsNullOrWhiteSpace(input.Text) ? ("member.blank", "a text, or null")
            : input.Text.Trim().Length > TextValidation.Long
                ? ("member.too_long", $"at most {TextValidation.Long} characters")
            : null,
            FieldType.Number => input.Number is not { } number ? Wrong("a JSON number")
            : Math.Round(number, field.Decimals ?? CustomField.MostDecimals) != number
                ? ("amount.too_precise", $"at most {field.Decimals ?? CustomField.MostDecimals} decimals")
            : null,
            FieldType.Money => input.Money is not { } money ? Wrong("money: {amount, currency}")
            : !money.IsWhole ? ("amount.too_precise", $"at most {money.Currency.Decimals} decimals")
            : null,
            FieldType.Date => DateJson.TryParse(input.Text, out _) ? null : Wrong("a date, such as 2026-11-23"),
            FieldType.Choice => input.Text is null ? Wrong("the code of a choice")
            : ChoiceOf(field, input.Text) is not null ? null
            : ("custom_field.choice_unknown", Phrase.Data(field.Choices.Select(x => x.Code))),
            FieldType.YesNo => input.Flag is null ? Wrong("true or false") : null,
            _ => !Guid.TryParseExact(input.Text, "D", out var id) ? Wrong("a UUID")
            : await Exists(http, field.Target!.Value, id) ? null
            : ("custom_field.reference_unknown", $"the id of an object: {field.Target!.Value}"),
        };

    /// <summary>The code of a choice as it is stored; codes are of small letters by rule.</summary>
    private static string? ChoiceOf(CustomField field, string typed) =>
        field.Choices.FirstOrDefault(x => x.Code == Codes.Fold(typed))?.Code;

    private static (string, Phrase)? Wrong(Phrase expected) => ("custom_field.wrong_type", expected);

    private static string? Canonical(CustomField field, FieldInput input) =>
        field.Type switch
        {
            FieldType.Text => null,
            FieldType.Number => input.Number!.Value.ToString("0.######", CultureInfo.InvariantCulture),
            FieldType.Money => input.Money!.Value.ToString(),
            FieldType.YesNo => input.Flag!.Value ? "true" : "false",
            FieldType.Reference => Guid.Parse(input.Text!).ToString(),
            FieldType.Choice => ChoiceOf(field, input.Text!),
            _ => input.Text,
        };

    /// <summary>There, and for the caller to see: a reference must not tell what is hidden.</summary>
    private async ValueTask<bool> Exists(HttpContext http, FieldTarget target, Guid id)
    {
        var ct = http.RequestAborted;
        return target switch
        {
            FieldTarget.Client => await names.Client(new(id), ct) is not null
                && await authorizer.SeesClient(Caller.Of(http), id, Permissions.ClientsRead, http.RequestAborted),
            FieldTarget.User => await names.User(new(id), ct) is not null,
            FieldTarget.Product => await names.Product(new(id), ct) is not null,
            _ => await deals.Contains(id, Caller.Of(http).Visibility, ct),
        };
    }
}
