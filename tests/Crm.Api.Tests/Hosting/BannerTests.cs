using Crm.Api.Startup;
using FluentAssertions;
using Xunit;

namespace Crm.Api.Tests.Hosting;

public sealed class BannerTests
{
    [Fact]
    public void Says_all_that_is_needed_aligned_and_without_colours()
    {
        var banner = new Banner(
            ["http://localhost:5080"],
            new("/home/x/.crm/dev-key", "crm_abc", IsNew: true),
            [("crm_def", "Ирина Белова, head-of-sales"), ("crm_ghi", "Анна Смирнова, sales-manager")],
            "PostgreSQL 15.18, data in /home/x/.crm/pg",
            "12 deals"
        );

        banner
            .Text.ReplaceLineEndings("\n")
            .Should()
            .Be(
                """

                CRM is up.
                  Address        http://localhost:5080
                  API reference  http://localhost:5080/docs
                  Database       PostgreSQL 15.18, data in /home/x/.crm/pg
                  Key            crm_abc
                                 administrator; in /home/x/.crm/dev-key; send it as  Authorization: Bearer <key>
                  Key            crm_def
                                 Ирина Белова, head-of-sales
                  Key            crm_ghi
                                 Анна Смирнова, sales-manager
                  Loaded         12 deals
                  Stop           Ctrl+C


                """.ReplaceLineEndings("\n")
            );
    }
}
