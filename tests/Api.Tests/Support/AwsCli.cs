using System.Text.Json;

namespace DeskFleet.Api.Tests.Support;

/// <summary>The AWS command line, unmodified, pointed at a silo.</summary>
/// <param name="program">One of <see cref="Installed"/>.</param>
internal sealed class AwsCli(string program, string url, string accessKey = "AKIDEXAMPLEADMIN0", string secret = "not-a-secret-at-all")
{
    private readonly string _program = Tool.Installed(program, "aws");

    /// <summary>Every AWS CLI of this machine.</summary>
    public static TheoryData<string> Installed() => [.. Tool.All("aws")];

    /// <summary>Whether it failed because it has an older model of the service, in which this option must be given; newer ones do not know it.</summary>
    public static bool WantsWorkDocs(string errors) => errors.Contains("EnableWorkDocs", StringComparison.Ordinal);

    /// <summary>Registers the directory as any version can.</summary>
    public async Task RegisterDirectory(string directory)
    {
        string[] register = ["workspaces", "register-workspace-directory", "--directory-id", directory];
        var (exit, _, errors) = await Start(register);
        if (exit != 0 && WantsWorkDocs(errors))
            await Run([.. register, NoWorkDocs]);
        else
            Assert.True(exit == 0, errors);
    }

    public const string NoWorkDocs = "--no-enable-work-docs";

    /// <summary>What it prints, as JSON; null: nothing.</summary>
    public async Task<JsonElement?> Run(params string[] arguments)
    {
        var (exit, output, errors) = await Start(arguments);
        Assert.True(exit == 0, $"aws {string.Join(' ', arguments)} ended with {exit}: {errors}");
        return output.Trim().Length == 0 ? null : JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Expects an error; what it says.</summary>
    public async Task<string> Fails(params string[] arguments)
    {
        var (exit, output, errors) = await Start(arguments);
        Assert.True(exit != 0, $"aws {string.Join(' ', arguments)} did not fail: {output}");
        return errors.Trim();
    }

    private Task<(int Exit, string Output, string Errors)> Start(string[] arguments) => Tool.Run(
        _program,
        Path.GetTempPath(),
        ["--endpoint-url", url, "--region", "us-east-1", "--output", "json", .. arguments],
        ("AWS_ACCESS_KEY_ID", accessKey),
        ("AWS_SECRET_ACCESS_KEY", secret),
        ("AWS_MAX_ATTEMPTS", "1"),
        ("AWS_PAGER", ""),
        ("AWS_CONFIG_FILE", "/dev/null"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ("AWS_EC2_METADATA_DISABLED", "true"));
}
