using System.Globalization;
using System.Text.Json.Serialization;

namespace Crm.Domain.Processes;

/// <summary>
/// The plain attributes of a deal that a check may require: a closed set, so that no kind requires one that cannot be
/// filled.
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

/// <summary>A plain attribute of the deal has a value.</summary>
public sealed record FieldFilledCheck(DealField Field) : Check("field-filled")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var member = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(Field.ToString());
        Phrase expected = $"{Phrase.Data([member])}: filled";
        return at.Deal.IsFilled(Field)
            ? State(Code, expected, "filled")
            : State(
                Code,
                expected,
                "empty",
                new Blocker(
                    "field.missing",
                    at.DealRef,
                    expected,
                    "empty",
                    Field switch
                    {
                        DealField.Manager => new Fix.AssignManager(at.Deal.Id),
                        DealField.Client => new Fix.IdentifyClient(at.Deal.Id),
                        _ => new Fix.EditDeal(at.Deal.Id) { Known = new() { Members = [member] } },
                    }
                )
            );
    }
}

/// <summary>A custom field of the deal has a value.</summary>
/// <param name="Field">Code of a custom field of deals.</param>
public sealed record CustomFieldFilledCheck(string Field) : Check("custom-field-filled")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task) =>
        at.Deal.IsFilled(Field)
            ? State(Code, $"{Phrase.Data([Field])}: filled", "filled")
            : State(
                Code,
                $"{Phrase.Data([Field])}: filled",
                "empty",
                new Blocker(
                    "custom_field.missing",
                    at.DealRef,
                    $"{Phrase.Data([Field])}: filled",
                    "empty",
                    new Fix.EditDeal(at.Deal.Id) { Known = new() { CustomField = Field } }
                )
            );
}

/// <summary>The deal has files.</summary>
/// <param name="Minimum">Required number.</param>
/// <param name="ContentType">Only files of this media type count.</param>
/// <param name="NamePrefix">Only files whose name starts with this count, ignoring case.</param>
public sealed record AttachmentPresentCheck(int Minimum = 1, string? ContentType = null, string? NamePrefix = null)
    : Check("attachment-present")
{
    public override CheckResult Evaluate(CheckContext at, CheckedTask task)
    {
        var found = at.Deal.Files.Count(Fits);
        var expected = Phrase.Data(
            string.Join(
                ' ',
                new[]
                {
                    Minimum.ToString(CultureInfo.InvariantCulture),
                    ContentType,
                    NamePrefix is null ? null : $"{NamePrefix}*",
                }.OfType<string>()
            )
        );
        Phrase actual = $"{found}";
        return State(
            Code,
            expected,
            actual,
            found >= Minimum
                ? null
                : new Blocker(
                    "attachment.missing",
                    at.DealRef,
                    expected,
                    actual,
                    new Fix.AddAttachment(at.Deal.Id)
                    {
                        Known = new() { ContentType = ContentType, NamePrefix = NamePrefix },
                    }
                )
        );
    }

    public override IEnumerable<Fault> Faults(string pointer)
    {
        if (Minimum is < 1 or > 100)
            yield return new Fault($"{pointer}/minimum", "check.parameter_invalid", "1 to 100");
    }

    private bool Fits((string? Name, string ContentType) file) =>
        (ContentType is null || file.ContentType == ContentType)
        && (NamePrefix is null || file.Name?.StartsWith(NamePrefix, StringComparison.OrdinalIgnoreCase) == true);
}
