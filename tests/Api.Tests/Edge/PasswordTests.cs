using System.Net;
using System.Text;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Operator;

namespace DeskFleet.Api.Tests.Edge;

/// <summary>Guesses at the operator's password are slowed and logged.</summary>
public sealed class PasswordTests
{
    [Fact]
    public async Task Guesses_OneAfterTheOther_AreSlowedAndLoggedAndTheRightOneIsTakenElsewhere()
    {
        using var silo = await ApiSilo.StartIn([("DESKFLEET_OPERATOR_PASSWORD", "correct horse")], "--insecure-local", "--known-proxies", "127.0.0.1");
        var answers = new List<HttpStatusCode>();
        for (var guess = 0; guess < 100; guess++)
            answers.Add(await Ask(silo, $"guess-{guess}", "203.0.113.9"));

        Assert.InRange(answers.Count(status => status == HttpStatusCode.Unauthorized), OperatorPassword.GuessesAtOnce, answers.Count / 2);
        Assert.Equal(HttpStatusCode.TooManyRequests, await Ask(silo, "correct horse", "203.0.113.9"));
        Assert.Equal(HttpStatusCode.OK, await Ask(silo, "correct horse", "203.0.113.10"));
        Assert.Contains(silo.Output, line => line.Contains("A wrong operator's password came from 203.0.113.9", StringComparison.Ordinal));
        Assert.DoesNotContain(silo.Output, line => line.Contains("guess-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Guesses_FromManyAddresses_AreSlowedTogether()
    {
        using var silo = await ApiSilo.StartIn([("DESKFLEET_OPERATOR_PASSWORD", "correct horse")], "--insecure-local", "--known-proxies", "127.0.0.1");
        Assert.Equal(HttpStatusCode.OK, await Ask(silo, "correct horse", "203.0.113.10"));

        var answers = new List<HttpStatusCode>();
        for (var guess = 0; guess < 200; guess++)
            answers.Add(await Ask(silo, $"guess-{guess}", $"198.51.100.{guess}"));

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(HttpStatusCode.OK, await Ask(silo, "correct horse", "203.0.113.10"));
    }

    private static async Task<HttpStatusCode> Ask(ApiSilo silo, string password, string client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/operator/");
        request.Headers.Add("X-Forwarded-For", client);
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"ann:{password}")));
        using var answer = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
