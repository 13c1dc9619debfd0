using Crm.Domain.Access;

namespace Crm.Domain.Tests.Access;

/// <summary>Whoever manages the users of some teams only moves nobody across the border of these teams.</summary>
public sealed class MoveTests
{
    private static readonly TeamId Top = new(Id(20));
    private static readonly TeamId North = new(Id(21));
    private static readonly TeamId City = new(Id(22));
    private static readonly TeamId South = new(Id(23));
    private static readonly CommandContext Context = new(Monday, null, Anna, Rights.None, Moscow, () => Id(1));

    /// <summary>South, and Top above North above City; Anna belongs to North.</summary>
    private static readonly Team[] Tree =
    [
        new(Top, "Все", null),
        new(North, "Север", Top),
        new(City, "Город", North),
        new(South, "Юг", null),
    ];

    public static TheoryData<Reach, TeamId?, TeamId?, bool> Moves =>
        new()
        {
            { Reach.All, South, North, true },
            { Reach.All, null, South, true },
            { Reach.Subtree, North, City, true },
            { Reach.Subtree, City, North, true },
            { Reach.Subtree, City, South, false },
            { Reach.Subtree, South, City, false },
            { Reach.Subtree, City, Top, false },
            { Reach.Subtree, Top, North, false },
            { Reach.Subtree, City, null, false },
            { Reach.Subtree, null, City, false },
            { Reach.Subtree, South, Top, false },
            { Reach.Team, North, City, false },
            { Reach.Team, City, North, false },
            { Reach.Own, North, City, false },
        };

    [Theory]
    [MemberData(nameof(Moves))]
    public void A_user_moves_within_the_teams_of_the_grantor(Reach reach, TeamId? from, TeamId? to, bool isAllowed)
    {
        var staff = StaffOf(reach, from);
        var decision = new EditUser(null, false, null, null, true, to, null).Decide(
            staff.Users[Boris],
            staff,
            staff.Behind(Anna, []),
            Context
        );
        Judge(decision, isAllowed).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void A_team_moves_within_the_teams_of_the_grantor(Reach reach, TeamId? from, TeamId? to, bool isAllowed)
    {
        var moved = new Team(new(Id(30)), "Отдел", from);
        var staff = StaffOf(reach, null, moved);
        var decision = new EditTeam(null, true, to).Decide(moved, staff, staff.Behind(Anna, []), Context);
        Judge(decision, isAllowed).Should().BeTrue();
    }

    [Fact]
    public void What_does_not_move_is_not_judged()
    {
        var staff = StaffOf(Reach.Own, South);
        new EditUser(Text("Борис Б."), false, null, null, true, South, null)
            .Decide(staff.Users[Boris], staff, staff.Behind(Anna, []), Context)
            .Refused.Should()
            .BeNull();
        new EditTeam("Юг и море", true, null)
            .Decide(staff.Teams[South], staff, staff.Behind(Anna, []), Context)
            .Refused.Should()
            .BeNull();
    }

    private static bool Judge(Decision decision, bool isAllowed) =>
        isAllowed
            ? decision is { Refused: null, Events.Length: 1 }
            : decision.Refused is { Kind: RejectionKind.Forbidden } refused
                && refused.Details["missing"] == "users.manage (deals: all)";

    private static Staff StaffOf(Reach reach, TeamId? of, params Team[] more)
    {
        var clerk = new Role("clerk", new("К", "C"), ["users.manage"], reach, Reach.Own);
        return new Staff(
            [new(Anna, Text("Анна"), null, ["clerk"], North, false), new(Boris, Text("Борис"), null, [], of, false)],
            [.. Tree, .. more],
            [clerk]
        );
    }
}
