namespace DeskFleet.Api.Tests.Support;

/// <summary>An access file: ann may do everything, bob may look, and cid may do what he wants with one WorkSpace.</summary>
internal sealed class AccessFixture : IDisposable
{
    public const string Secret = "not-a-secret-at-all";
    public const string Admin = "AKIDEXAMPLEADMIN0";
    public const string Reader = "AKIDEXAMPLEREADER";
    public const string OwnerOfOne = "AKIDEXAMPLEOWNER0";

    public AccessFixture(string onlyWorkSpace = "ws-000000000")
    {
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllText(Path, $$"""
            {
              "accessKeys": [
                { "id": "{{Admin}}", "secret": "{{Secret}}", "account": "111122223333", "caller": "ann", "policies": ["admin"] },
                { "id": "{{Reader}}", "secret": "{{Secret}}", "account": "111122223333", "caller": "bob", "policies": ["reader"] },
                { "id": "{{OwnerOfOne}}", "secret": "{{Secret}}", "account": "111122223333", "caller": "cid", "policies": ["reader", "one"] }
              ],
              "policies": {
                "admin": { "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] },
                "reader": { "Statement": [{ "Effect": "Allow", "Action": "workspaces:Describe*", "Resource": "*" }] },
                "one": { "Statement": [{ "Effect": "Allow", "Action": "workspaces:*", "Resource": "arn:aws:workspaces:*:*:workspace/{{onlyWorkSpace}}" }] }
              }
            }
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
