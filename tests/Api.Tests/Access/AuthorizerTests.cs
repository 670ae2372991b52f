using DeskFleet.Silo.Api.Access;

namespace DeskFleet.Api.Tests.Access;

/// <summary>Nothing is allowed unless a statement says so, and an explicit deny wins (AUD-02).</summary>
public sealed class AuthorizerTests
{
    private const string One = "arn:aws:workspaces:us-east-1:111122223333:workspace/ws-111111111";
    private const string Two = "arn:aws:workspaces:us-east-1:111122223333:workspace/ws-222222222";
    private const string Stop = "workspaces:StopWorkspaces";

    [Fact]
    public void Denied_NoStatement_IsDenied() => Assert.Equal(One, Authorizer.Denied([], new(Stop), [One]));

    [Theory]
    [InlineData("*")]
    [InlineData("workspaces:*")]
    [InlineData("workspaces:Stop*")]
    [InlineData("WORKSPACES:stopworkspace?")]
    public void Denied_ActionThatIsAllowed_IsNot(string action) => Assert.Null(Authorizer.Denied([Allow(action, "*")], new(Stop), [One]));

    [Theory]
    [InlineData("workspaces:Start*")]
    [InlineData("ds:*")]
    [InlineData("workspaces:StopWorkspace")]
    public void Denied_OtherActionsAllowed_IsDenied(string action) => Assert.Equal(One, Authorizer.Denied([Allow(action, "*")], new(Stop), [One]));

    [Fact]
    public void Denied_OneOfTwoResourcesAllowed_IsTheOther() => Assert.Equal(Two, Authorizer.Denied([Allow("*", One)], new(Stop), [One, Two]));

    [Theory]
    [InlineData("arn:aws:workspaces:*:*:workspace/ws-1*")]
    [InlineData("arn:aws:workspaces:us-east-1:111122223333:workspace/ws-11111111?")]
    public void Denied_ResourcePatternThatFits_IsNot(string pattern) => Assert.Null(Authorizer.Denied([Allow("*", pattern)], new(Stop), [One]));

    [Fact]
    public void Denied_NoResourceNamedAndOneAllowed_IsDenied() => Assert.Equal("*", Authorizer.Denied([Allow("*", One)], new(Stop), ["*"]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Denied_ExplicitDeny_WinsInAnyOrder(bool denyFirst)
    {
        var deny = new PolicyStatement(PolicyEffect.Deny, [Stop], [Two]);
        PolicyStatement[] statements = denyFirst ? [deny, Allow("*", "*")] : [Allow("*", "*"), deny];

        Assert.Null(Authorizer.Denied(statements, new(Stop), [One]));
        Assert.Equal(Two, Authorizer.Denied(statements, new(Stop), [One, Two]));
    }

    private static PolicyStatement Allow(string action, string resource) => new(PolicyEffect.Allow, [action], [resource]);
}
