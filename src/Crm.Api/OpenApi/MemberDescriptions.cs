using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Crm.Api.OpenApi;

/// <summary>
/// What members mean that stand in many places and mean the same in all of them: told once here, for readers of the contract. What a
/// record says of its own member goes before.
/// </summary>
internal sealed class MemberDescriptions : ISchemaFilter
{
    /// <summary>In bodies.</summary>
    private static readonly Dictionary<string, string> Given = new(StringComparer.Ordinal)
    {
        ["id"] =
            "UUID of what is created, best of version 7: sending the same body again "
            + "under it creates nothing twice. Made by the server when absent.",
        ["happenedAt"] =
            "Business time; now when absent. The past needs the permission backdate, and 5 s ahead of the server's clock are taken as now.",
        ["reason"] = "Why; goes into the history.",
        ["comment"] = "For people; goes into the history.",
        ["code"] = "For programs; it never changes.",
        ["name"] = "What people call it.",
        ["title"] = "What people call it.",
        ["lines"] = "At least one, each in its own right.",
    };

    /// <summary>In answers.</summary>
    private static readonly Dictionary<string, string> Told = new(StringComparer.Ordinal)
    {
        ["id"] = "Its id.",
        ["happenedAt"] = "When it happened in business: what asOf goes by.",
        ["recordedAt"] = "When the server recorded it: what knownAt goes by.",
        ["updatedAt"] = "When its last fact was recorded.",
        ["createdAt"] = "When it was made.",
        ["code"] = "For programs; it never changes.",
        ["name"] = "What people call it; null once it was erased.",
        ["title"] = "What people call it, in the language of the request.",
        ["number"] = "For people; unique, and never given twice.",
        ["reason"] = "Why.",
        ["comment"] = "What was said with it.",
        ["version"] = "The n of the ETag: its facts so far.",
        ["amounts"] = "One sum per currency, in the order of their codes; unlike currencies are never added.",
        ["count"] = "How many deals; each counts once.",
        ["drillDown"] = "Address of the deals behind the number.",
        ["position"] = "Position of the last fact that the answer knows of.",
        ["expected"] = "What was asked for, as a value.",
        ["actual"] = "What was found, as a value.",
        ["blockers"] = "Everything that is unmet, each with the call that would help.",
        ["actor"] = "Who did it.",
        ["customFields"] = "Values by code of the field.",
        ["lines"] = "In the order in which they were given.",
    };

    /// <summary>In both.</summary>
    private static readonly Dictionary<string, string> Both = new(StringComparer.Ordinal)
    {
        ["dealId"] = "Id of the deal.",
        ["clientId"] = "Id of the client.",
        ["contactId"] = "Id of a contact of the client.",
        ["orderId"] = "Id of the order.",
        ["invoiceId"] = "Id of the invoice.",
        ["shipmentId"] = "Id of the shipment.",
        ["proposalId"] = "Id of the proposal.",
        ["productId"] = "Id of a product of the catalogue.",
        ["lineId"] = "Id of the line of the order.",
        ["userId"] = "Id of the user.",
        ["teamId"] = "Id of the team.",
        ["parentId"] = "Id of the team above; null: it stands at the top.",
        ["operationId"] = "Operation of this contract.",
        ["unit"] = "Unit of measure, such as шт.",
        ["email"] = "E-mail address.",
        ["phone"] = "Telephone number, as people write it.",
        ["address"] = "Postal address, as people write it.",
        ["channel"] = "Where the source belongs, such as site or fair.",
        ["stage"] = "Code of the stage.",
        ["task"] = "Code of the task.",
        ["kind"] = "Which sort it is.",
        ["ru"] = "In Russian.",
        ["en"] = "In English.",
        ["expectedCloseOn"] = "Business date (YYYY-MM-DD) on which the end is expected.",
        ["externalRefs"] = "What other systems call it.",
        ["priceIncludesVat"] = "Prices are with VAT; without it when absent or false.",
        ["interest"] = "What the client asks for.",
        ["order"] = "Place in the process, from 1.",
        ["permissions"] = "Names of permissions, as GET /permissions lists them.",
        ["roles"] = "Codes of roles.",
        ["place"] = "Where it was.",
        ["text"] = "What it says.",
        ["raisedAt"] = "When the task was raised.",
        ["enteredAt"] = "When the deal came into the stage.",
        ["openedAt"] = "When the deal was opened, by business time.",
        ["currency"] = "ISO 4217.",
        ["validUntil"] = "Business date; good to the end of that day in the company's time zone.",
        ["dueOn"] = "Business date until which it is to be paid.",
        ["paidOn"] = "Business date on which it was paid; not in the future.",
        ["shippedOn"] = "Business date on which it was shipped; not in the future.",
        ["heldAt"] = "When it was held; not in the future.",
    };

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties.Count: > 0 } found)
            return;
        var own = context.Type.Name.EndsWith("Body", StringComparison.Ordinal) ? Given : Told;
        foreach (var (name, member) in found.Properties)
            if (
                member is OpenApiSchema { Description: null or "" } bare
                && (own.GetValueOrDefault(name) ?? Both.GetValueOrDefault(name)) is { } words
            )
                bare.Description = words;
    }
}
