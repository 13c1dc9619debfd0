using System.Text.Json.Nodes;

namespace Crm.Api.Tests.Access;

/// <content>Claims and times that make a signed token invalid.</content>
public sealed partial record Forgery
{
    private static IEnumerable<Forgery> Claimed()
    {
        foreach (
            var issuer in (string[])
                [
                    "https://other.test",
                    "https://issuer.test/",
                    "https://issuer.test.evil.test",
                    "https://Issuer.test",
                    "http://issuer.test",
                    "https://issuer.test ",
                    "https://issuеr.test",
                    "https://issuer.test%00",
                    "https://evil.test/https://issuer.test",
                    "",
                ]
        )
            yield return Of($"issuer '{issuer}'", x => x.Token(c => c["iss"] = issuer));
        yield return Of("issuer missing", x => x.Token(c => c.Remove("iss")));
        yield return Of("issuer a list", x => x.Token(c => c["iss"] = new JsonArray(Forge.Issuer)));
        foreach (var audience in (string[])["other", "CRM", "crm ", "crm,other", "", "crm.evil"])
            yield return Of($"audience '{audience}'", x => x.Token(c => c["aud"] = audience));
        yield return Of("audience missing", x => x.Token(c => c.Remove("aud")));
        yield return Of("audience null", x => x.Token(c => c["aud"] = null));
        yield return Of("audience a list of others", x => x.Token(c => c["aud"] = new JsonArray("other", "CRM")));
        yield return Of("audience an empty list", x => x.Token(c => c["aud"] = new JsonArray()));
        yield return Of("audience an object", x => x.Token(c => c["aud"] = new JsonObject { ["crm"] = true }));
        yield return Of("subject missing", x => x.Token(c => c.Remove("sub")));
        yield return Of("subject empty", x => x.Token(c => c["sub"] = ""));
        yield return Of("subject huge", x => x.Token(c => c["sub"] = new string('a', 256)));
        yield return Of("subject a number", x => x.Token(c => c["sub"] = 1));
        yield return Of("subject an object", x => x.Token(c => c["sub"] = new JsonObject { ["$ne"] = "" }));
        yield return Of("subject a list", x => x.Token(c => c["sub"] = new JsonArray("anna")));
        yield return Of("subject with NUL", x => x.Token(c => c["sub"] = "anna\0"));
        yield return Of("subject with a line", x => x.Token(c => c["sub"] = "anna\nadmin"));
        yield return Of(
            "subject with half a character",
            x =>
                Forge.Raw(
                    """{"alg":"RS256","typ":"JWT","kid":"rsa"}""",
                    x.Claims("HALF").Replace("HALF", "\\ud800", StringComparison.Ordinal),
                    x.Right("RS256")
                )
        );
        yield return Of(
            "subject twice",
            x =>
                Forge.Raw(
                    """{"alg":"RS256","typ":"JWT","kid":"rsa"}""",
                    x.Claims().Replace("\"sub\":", "\"sub\":\"admin\",\"sub\":", StringComparison.Ordinal),
                    x.Right("RS256")
                )
        );
        yield return Of("roles an object", x => x.Token(c => c["roles"] = new JsonObject { ["administrator"] = true }));
        yield return Of("roles of numbers", x => x.Token(c => c["roles"] = new JsonArray(1)));
        yield return Of("scopes an object", x => x.Token(c => c["scope"] = new JsonObject { ["admin"] = true }));
    }

    private static IEnumerable<Forgery> Timed()
    {
        yield return Of("expired beyond the skew", x => x.Token(c => c["exp"] = x.At(-60)));
        yield return Of("expired long ago", x => x.Token(c => c["exp"] = x.At(-86_400)));
        yield return Of("expiry missing", x => x.Token(c => c.Remove("exp")));
        yield return Of("expiry null", x => x.Token(c => c["exp"] = null));
        yield return Of("expiry a text", x => x.Token(c => c["exp"] = "2099-01-01T00:00:00Z"));
        yield return Of(
            "expiry a text of digits",
            x => x.Token(c => c["exp"] = x.At(300).ToString(System.Globalization.CultureInfo.InvariantCulture))
        );
        yield return Of("expiry zero", x => x.Token(c => c["exp"] = 0));
        yield return Of("expiry negative", x => x.Token(c => c["exp"] = -1));
        yield return Of("expiry beyond time", x => x.Token(c => c["exp"] = 1e300));
        yield return Of("expiry in milliseconds", x => x.Token(c => c["exp"] = x.Now.ToUnixTimeMilliseconds() * 10));
        yield return Of("valid only later", x => x.Token(c => c["nbf"] = x.At(61)));
        yield return Of("valid only after its end", x => x.Token(c => (c["nbf"], c["exp"]) = (x.At(30), x.At(-30))));
        yield return Of("beginning a text", x => x.Token(c => c["nbf"] = "now"));
        yield return Of("issued a text", x => x.Token(c => c["iat"] = "now"));
    }
}
