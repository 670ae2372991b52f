using System.Text;
using DeskFleet.Silo.Api.Access;
using DeskFleet.Silo.Api.Signing;
using DeskFleet.Silo.Api.Wire;
using Microsoft.AspNetCore.Http;

namespace DeskFleet.Api.Tests.Signing;

/// <summary>Signature Version 4: the published arithmetic, and what is refused.</summary>
public sealed class SignatureTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Body = """{"Limit":5}""";

    private readonly DefaultHttpContext _http = new();
    private readonly FixedTime _time = new(new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));
    private readonly SignatureCheck _check;

    public SignatureTests()
    {
        var key = new AccessKey("AKIDEXAMPLE", Secret, "111122223333", "ann", [PolicyStatement.AllowAll]);
        _check = new(new([key]), _time);
    }

    /// <summary>"post-vanilla" of the suite that AWS publishes for this algorithm.</summary>
    [Fact]
    public void Of_ThePublishedExample_IsThePublishedSignature()
    {
        var signed = Sign("service", ["host", "x-amz-date"], "example.amazonaws.com");

        var signature = SignatureV4.Of(SignatureV4.SigningKey(Secret, "20150830", "us-east-1", "service"), signed, _http.Request, []);

        Assert.Equal("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b", signature);
    }

    [Fact]
    public void Check_SignedWithTheKey_IsItsCaller()
    {
        SignRequest();

        var (caller, error) = Check();

        Assert.Null(error);
        Assert.Equal(("ann", "111122223333/us-east-1"), (caller!.Name, caller.Account.ToString()));
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void Check_ClockOffByMoreThanFiveMinutes_IsRefused(int seconds)
    {
        SignRequest();
        _time.Now += TimeSpan.FromSeconds(seconds);

        Assert.Equal("InvalidSignatureException", Check().Error!.Type);
        Assert.Contains("301 s off", Check().Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public void Check_ClockOffByFiveMinutes_IsAccepted(int seconds)
    {
        SignRequest();
        _time.Now += TimeSpan.FromSeconds(seconds);

        Assert.Null(Check().Error);
    }

    [Fact]
    public void Check_AnotherBody_IsRefused()
    {
        SignRequest();

        Assert.Equal("InvalidSignatureException", Check("{}").Error!.Type);
    }

    [Fact]
    public void Check_AnotherOperation_IsRefused()
    {
        SignRequest();
        _http.Request.Headers["X-Amz-Target"] = "WorkspacesService.TerminateWorkspaces";

        Assert.Equal("InvalidSignatureException", Check().Error!.Type);
    }

    [Fact]
    public void Check_OperationNotSigned_IsRefused()
    {
        SignRequest(headers: ["host", "x-amz-date"]);

        Assert.Contains("X-Amz-Target must be signed", Check().Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SignedForAnotherService_IsRefused()
    {
        SignRequest(service: "ec2");

        Assert.Contains("scoped to 'ec2'", Check().Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_UnknownKey_IsNotRecognized()
    {
        SignRequest(key: "AKIDUNKNOWN");

        Assert.Equal("UnrecognizedClientException", Check().Error!.Type);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/workspaces/aws4_request, SignedHeaders=host")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE, SignedHeaders=host, Signature=00")]
    [InlineData("Bearer abc")]
    public void Check_NoWholeSignature_IsIncomplete(string authorization)
    {
        SignRequest();
        _http.Request.Headers.Authorization = authorization;

        Assert.Equal("IncompleteSignatureException", Check().Error!.Type);
    }

    [Fact]
    public void Check_NotSigned_MissesTheToken() => Assert.Equal("MissingAuthenticationTokenException", Check().Error!.Type);

    private (ApiCaller? Caller, WireError? Error) Check(string body = Body)
    {
        var (claim, error) = _check.Claim(_http.Request, WireService.WorkSpaces);
        return claim is null ? (null, error) : _check.Prove(claim, _http.Request, Encoding.UTF8.GetBytes(body));
    }

    private void SignRequest(string key = "AKIDEXAMPLE", string service = "workspaces", string[]? headers = null)
    {
        _http.Request.Headers["X-Amz-Target"] = "WorkspacesService.DescribeWorkspaces";
        var signed = Sign(service, headers ?? ["host", "x-amz-date", "x-amz-target"], "127.0.0.1:8080");
        var signature = SignatureV4.Of(SignatureV4.SigningKey(Secret, signed.Date, signed.Region, service), signed, _http.Request, Encoding.UTF8.GetBytes(Body));
        _http.Request.Headers.Authorization =
            $"AWS4-HMAC-SHA256 Credential={key}/20150830/us-east-1/{service}/aws4_request, SignedHeaders={string.Join(';', signed.SignedHeaders)}, Signature={signature}";
    }

    private SignedRequest Sign(string service, string[] headers, string host)
    {
        (_http.Request.Method, _http.Request.Path, _http.Request.Host) = ("POST", "/", new(host));
        _http.Request.Headers["X-Amz-Date"] = "20150830T123600Z";
        return new("AKIDEXAMPLE", "20150830", "us-east-1", service, headers, "", "20150830T123600Z", NodaTime.Instant.FromUtc(2015, 8, 30, 12, 36));
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
