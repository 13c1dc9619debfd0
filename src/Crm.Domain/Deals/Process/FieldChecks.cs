using System.Globalization;
using System.Text.Json.Serialization;

namespace Crm.Domain.Deals.Process;

/// <summary>
/// The plain attributes of a deal that a check may ask for: a closed set, so that no kind asks for one that nothing fills.
/// </summary>
[JsonConverter(typeof(CamelCase<DealField>))]
public enum DealField
{
    Title,
    Manager,
    Source,
    ExpectedCloseOn,
    Comment,
    ExpectedAmount,
    Probability,
    Client,
    ExternalRefs,
}

/// <summary>A plain attribute of the deal is given.</summary>
public sealed record FieldFilledCheck(DealField Field) : Check("field-filled")
{
    public override CheckResult Evaluate(Situation at, StageTask task)
    {
        var expected = $"{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(Field.ToString())}: filled";
        return IsFilled(at.Deal)
            ? State(Code, expected, "filled")
            : State(
                Code,
                expected,
                "empty",
                new Blocker(
                    "field.missing",
                    $"deal:{at.Deal.Id}",
                    expected,
                    "empty",
                    Field switch
                    {
                        DealField.Manager => new Fix.AssignManager(at.Deal.Id),
                        DealField.Client => new Fix.IdentifyClient(at.Deal.Id),
                        _ => new Fix.EditDeal(at.Deal.Id),
                    }
                )
            );
    }

    private bool IsFilled(Deal deal) =>
        Field switch
        {
            DealField.Title => deal.Title.Length > 0,
            DealField.Manager => deal.Manager is not null,
            DealField.Source => deal.Source is not null,
            DealField.ExpectedCloseOn => deal.ExpectedCloseOn is not null,
            DealField.Comment => deal.Comment is not null,
            DealField.ExpectedAmount => deal.ExpectedAmount is not null,
            DealField.Probability => deal.GivenProbability is not null,
            DealField.Client => deal.Client is not null,
            DealField.ExternalRefs => !deal.ExternalRefs.IsEmpty,
            _ => throw new InvalidOperationException($"no attribute '{Field}' of a deal"),
        };
}

/// <summary>A custom field of the deal has a value.</summary>
/// <param name="Field">Code of a custom field of deals.</param>
public sealed record CustomFieldFilledCheck(string Field) : Check("custom-field-filled")
{
    public override CheckResult Evaluate(Situation at, StageTask task) =>
        at.Deal.CustomFields.Find(Field) is not null
            ? State(Code, $"{Field}: filled", "filled")
            : State(
                Code,
                $"{Field}: filled",
                "empty",
                new Blocker(
                    "custom_field.missing",
                    $"deal:{at.Deal.Id}",
                    $"{Field}: filled",
                    "empty",
                    new Fix.EditDeal(at.Deal.Id)
                )
            );
}

/// <summary>Files are on the deal.</summary>
/// <param name="Minimum">How many.</param>
/// <param name="ContentType">Only files of this media type count.</param>
/// <param name="NamePrefix">Only files whose name begins so count, in whatever case.</param>
public sealed record AttachmentPresentCheck(int Minimum = 1, string? ContentType = null, string? NamePrefix = null)
    : Check("attachment-present")
{
    public override CheckResult Evaluate(Situation at, StageTask task)
    {
        var found = at.Deal.Attachments.Values.Count(Fits);
        var expected = string.Join(
            ' ',
            new[]
            {
                Minimum.ToString(CultureInfo.InvariantCulture),
                ContentType,
                NamePrefix is null ? null : $"{NamePrefix}*",
            }.OfType<string>()
        );
        var actual = found.ToString(CultureInfo.InvariantCulture);
        return State(
            Code,
            expected,
            actual,
            found >= Minimum
                ? null
                : new Blocker(
                    "attachment.missing",
                    $"deal:{at.Deal.Id}",
                    expected,
                    actual,
                    new Fix.AddAttachment(at.Deal.Id)
                )
        );
    }

    public override IEnumerable<Fault> Faults(string pointer)
    {
        if (Minimum is < 1 or > 100)
            yield return new Fault($"{pointer}/minimum", "check.parameter_invalid", "1 to 100");
    }

    private bool Fits(Attachment x) =>
        x.IsThere
        && (ContentType is null || x.ContentType == ContentType)
        && (NamePrefix is null || x.Name.Text?.StartsWith(NamePrefix, StringComparison.OrdinalIgnoreCase) == true);
}
