using System.Globalization;

namespace Crm.Domain.Deals.Process;

/// <summary>A plain attribute of the deal is given.</summary>
/// <param name="Field">One of <see cref="Known"/>.</param>
public sealed record FieldFilledCheck(string Field) : Check("field-filled")
{
    /// <summary>What may be asked for.</summary>
    public static ImmutableArray<string> Known { get; } =
        ["title", "manager", "source", "expectedCloseOn", "comment", "expectedAmount", "probability", "client", "externalRefs"];

    public override CheckResult Evaluate(Situation at, StageTask task) => IsFilled(at.Deal)
        ? State(Code, $"{Field}: filled", "filled")
        : State(Code, $"{Field}: filled", "empty", new Blocker("field.missing", $"deal:{at.Deal.Id}", $"{Field}: filled", "empty", Field switch
        {
            "manager" => Fix.To("assignManager", ("dealId", at.Deal.Id)),
            "client" => Fix.To("identifyClient", ("dealId", at.Deal.Id)),
            _ => Fix.To("editDeal", ("dealId", at.Deal.Id)),
        }));

    private bool IsFilled(Deal deal) => Field switch
    {
        "title" => deal.Title.Length > 0,
        "manager" => deal.Manager is not null,
        "source" => deal.Source is not null,
        "expectedCloseOn" => deal.ExpectedCloseOn is not null,
        "comment" => deal.Comment is not null,
        "expectedAmount" => deal.ExpectedAmount is not null,
        "probability" => deal.GivenProbability is not null,
        "client" => deal.Client is not null,
        "externalRefs" => !deal.ExternalRefs.IsEmpty,
        _ => throw new InvalidOperationException($"no attribute '{Field}' of a deal"),
    };
}

/// <summary>A custom field of the deal has a value.</summary>
/// <param name="Field">Code of a custom field of deals.</param>
public sealed record CustomFieldFilledCheck(string Field) : Check("custom-field-filled")
{
    public override CheckResult Evaluate(Situation at, StageTask task) => at.Deal.CustomFields.Find(Field) is not null
        ? State(Code, $"{Field}: filled", "filled")
        : State(Code, $"{Field}: filled", "empty", new Blocker("custom_field.missing", $"deal:{at.Deal.Id}", $"{Field}: filled", "empty", Fix.To("editDeal", ("dealId", at.Deal.Id))));
}

/// <summary>Files are on the deal.</summary>
/// <param name="Minimum">How many.</param>
/// <param name="ContentType">Only files of this media type count.</param>
/// <param name="NamePrefix">Only files whose name begins so count, in whatever case.</param>
public sealed record AttachmentPresentCheck(int Minimum = 1, string? ContentType = null, string? NamePrefix = null) : Check("attachment-present")
{
    public override CheckResult Evaluate(Situation at, StageTask task)
    {
        var found = at.Deal.Attachments.Values.Count(Fits);
        var expected = string.Join(' ', new[] { Minimum.ToString(CultureInfo.InvariantCulture), ContentType, NamePrefix is null ? null : $"{NamePrefix}*" }.OfType<string>());
        var actual = found.ToString(CultureInfo.InvariantCulture);
        return State(Code, expected, actual, found >= Minimum ? null
            : new Blocker("attachment.missing", $"deal:{at.Deal.Id}", expected, actual, Fix.To("addAttachment", ("dealId", at.Deal.Id))));
    }

    private bool Fits(Attachment x) => x.IsThere && (ContentType is null || x.ContentType == ContentType)
        && (NamePrefix is null || x.Name.Text?.StartsWith(NamePrefix, StringComparison.OrdinalIgnoreCase) == true);
}
