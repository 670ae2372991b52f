// A fleet from its directory to its end, with the unmodified JavaScript SDK. Usage: node story.mjs URL FOLDER-OF-THE-SDK
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const [, , endpoint, folder] = process.argv;
const sdk = createRequire(join(folder, "package.json"));
const [ds, kms, ws] = ["directory-service", "kms", "workspaces"].map((name) => sdk(`@aws-sdk/client-${name}`));
const options = { endpoint, region: "us-east-1", maxAttempts: 1, credentials: { accessKeyId: "AKIDEXAMPLEADMIN0", secretAccessKey: "not-a-secret-at-all" } };
const fleet = new ws.WorkSpacesClient(options);
const keys = new kms.KMSClient(options);
const directories = new ds.DirectoryServiceClient(options);

async function all(ids) {
  return (await fleet.send(new ws.DescribeWorkspacesCommand({ WorkspaceIds: ids }))).Workspaces;
}

async function become(ids, state) {
  for (let tries = 0; tries < 6000; tries++) {
    const now = await all(ids);
    if (state === undefined ? now.length === 0 : now.length === ids.length && now.every((desktop) => desktop.State === state)) return now;
    await sleep(50);
  }
  assert.fail(`not ${state}: ${JSON.stringify(await all(ids))}`);
}

async function refused(name, command) {
  await assert.rejects(fleet.send(command), (error) => error.name === name, name);
}

const { DirectoryId } = await directories.send(new ds.CreateDirectoryCommand({
  Name: "corp.example.com", Password: "Secret-123456", Size: "Small",
  VpcSettings: { VpcId: "vpc-12345678", SubnetIds: ["subnet-aaaaaaaa", "subnet-bbbbbbbb"] },
}));
await fleet.send(new ws.RegisterWorkspaceDirectoryCommand({ DirectoryId, EnableSelfService: true }));
const { Bundles } = await fleet.send(new ws.DescribeWorkspaceBundlesCommand({ Owner: "AMAZON" }));
const BundleId = Bundles.find((bundle) => bundle.Name === "Standard").BundleId;

// Launch 25, wait, and page through them.
const launch = (users) => new ws.CreateWorkspacesCommand({
  Workspaces: users.map((UserName) => ({ DirectoryId, UserName, BundleId, WorkspaceProperties: { RunningMode: "AUTO_STOP" } })),
});
const users = Array.from({ length: 25 }, (_, number) => `user-${number}`);
const launched = await fleet.send(launch(users));
assert.deepEqual(launched.FailedRequests, []);
const ids = launched.PendingRequests.map((desktop) => desktop.WorkspaceId);
assert.equal(new Set(ids).size, 25);
await become(ids, "AVAILABLE");
const listed = [];
for await (const page of ws.paginateDescribeWorkspaces({ client: fleet, pageSize: 10 }, { DirectoryId })) listed.push(...page.Workspaces);
assert.deepEqual(listed.map((desktop) => desktop.WorkspaceId).sort(), [...ids].sort());

// The same user again, a batch of 26, a bad pattern, a bad value.
const again = await fleet.send(launch(["USER-3"]));
assert.equal(again.FailedRequests[0].ErrorCode, "ResourceExists.WorkSpace");
await refused("ValidationException", launch(Array.from({ length: 26 }, (_, number) => `more-${number}`)));
await refused("ValidationException", new ws.DescribeWorkspacesCommand({ WorkspaceIds: ["i-12345678"] }));
await refused("ValidationException", new ws.ModifyWorkspaceStateCommand({ WorkspaceId: ids[0], WorkspaceState: "STOPPED" }));
await refused("InvalidParameterValuesException", new ws.DescribeWorkspacesCommand({ WorkspaceIds: ids, DirectoryId }));
await refused("OperationNotSupportedException", new ws.CreateConnectClientAddInCommand({ ResourceId: DirectoryId, Name: "add-in", URL: "https://example.com" }));

// Who is connected, stop, start, modify, tag, rebuild.
const { WorkspacesConnectionStatus } = await fleet.send(new ws.DescribeWorkspacesConnectionStatusCommand({ WorkspaceIds: ids }));
assert.ok(WorkspacesConnectionStatus.every((status) => status.ConnectionState === "DISCONNECTED"));
const items = ids.map((WorkspaceId) => ({ WorkspaceId }));
assert.deepEqual((await fleet.send(new ws.StopWorkspacesCommand({ StopWorkspaceRequests: items }))).FailedRequests, []);
await become(ids, "STOPPED");
const twice = await fleet.send(new ws.StopWorkspacesCommand({ StopWorkspaceRequests: items.slice(0, 1) }));
assert.equal(twice.FailedRequests[0].ErrorCode, "InvalidResourceState");
await fleet.send(new ws.StartWorkspacesCommand({ StartWorkspaceRequests: items }));
await become(ids, "AVAILABLE");
await fleet.send(new ws.ModifyWorkspacePropertiesCommand({ WorkspaceId: ids[0], WorkspaceProperties: { RunningModeAutoStopTimeoutInMinutes: 180 } }));
await fleet.send(new ws.ModifyWorkspacePropertiesCommand({ WorkspaceId: ids[1], WorkspaceProperties: { RunningMode: "ALWAYS_ON" } }));
const [first, second] = [(await all([ids[0]]))[0], (await all([ids[1]]))[0]];
assert.equal(first.WorkspaceProperties.RunningModeAutoStopTimeoutInMinutes, 180);
assert.equal(second.WorkspaceProperties.RunningMode, "ALWAYS_ON");
await fleet.send(new ws.CreateTagsCommand({ ResourceId: ids[0], Tags: [{ Key: "team", Value: "blue" }, { Key: "cost" }] }));
await fleet.send(new ws.DeleteTagsCommand({ ResourceId: ids[0], TagKeys: ["cost"] }));
assert.deepEqual((await fleet.send(new ws.DescribeTagsCommand({ ResourceId: ids[0] }))).TagList, [{ Key: "team", Value: "blue" }]);
await fleet.send(new ws.RebuildWorkspacesCommand({ RebuildWorkspaceRequests: [{ WorkspaceId: ids[0] }] }));
await become([ids[0]], "AVAILABLE");

// An image of one, a bundle of it, a desktop of that.
const { ImageId } = await fleet.send(new ws.CreateWorkspaceImageCommand({ Name: "golden", Description: "golden", WorkspaceId: ids[0] }));
for (let tries = 0, state; state !== "AVAILABLE"; tries++) {
  assert.ok(tries < 600, `the image is ${state}`);
  state = (await fleet.send(new ws.DescribeWorkspaceImagesCommand({ ImageIds: [ImageId] }))).Images[0].State;
  await sleep(50);
}
await become([ids[0]], "AVAILABLE");
const { WorkspaceBundle } = await fleet.send(new ws.CreateWorkspaceBundleCommand({
  BundleName: "golden", BundleDescription: "golden", ImageId, ComputeType: { Name: "STANDARD" }, UserStorage: { Capacity: "50" },
}));
await refused("ResourceAssociatedException", new ws.DeleteWorkspaceImageCommand({ ImageId }));
const own = await fleet.send(new ws.CreateWorkspacesCommand({ Workspaces: [{ DirectoryId, UserName: "goldie", BundleId: WorkspaceBundle.BundleId }] }));
assert.deepEqual(own.FailedRequests, []);
ids.push(own.PendingRequests[0].WorkspaceId);
await become([ids[25]], "AVAILABLE");

// Encryption: a key that is disabled stops restarts and launches, and nothing else (ENC-07, ENC-12, ENC-13).
const { KeyMetadata } = await keys.send(new kms.CreateKeyCommand({ Description: "volumes" }));
const encrypted = (UserName) => new ws.CreateWorkspacesCommand({
  Workspaces: [{ DirectoryId, UserName, BundleId, VolumeEncryptionKey: KeyMetadata.Arn, UserVolumeEncryptionEnabled: true }],
});
const secret = (await fleet.send(encrypted("secret"))).PendingRequests[0];
ids.push(secret.WorkspaceId);
const [desktop] = await become([secret.WorkspaceId], "AVAILABLE");
assert.deepEqual([desktop.VolumeEncryptionKey, desktop.UserVolumeEncryptionEnabled, desktop.RootVolumeEncryptionEnabled], [KeyMetadata.Arn, true, false]);
await keys.send(new kms.DisableKeyCommand({ KeyId: KeyMetadata.KeyId }));
assert.equal((await fleet.send(encrypted("other"))).FailedRequests[0].ErrorCode, "KmsKeyInvalid");
const reboot = new ws.RebootWorkspacesCommand({ RebootWorkspaceRequests: [{ WorkspaceId: secret.WorkspaceId }] });
assert.equal((await fleet.send(reboot)).FailedRequests[0].ErrorCode, "KmsKeyInvalid");
assert.equal((await all([secret.WorkspaceId]))[0].State, "AVAILABLE");
await keys.send(new kms.EnableKeyCommand({ KeyId: KeyMetadata.KeyId }));
assert.deepEqual((await fleet.send(reboot)).FailedRequests, []);
await become([secret.WorkspaceId], "AVAILABLE");

// The end.
await refused("InvalidResourceStateException", new ws.DeregisterWorkspaceDirectoryCommand({ DirectoryId }));
for (const part of [ids.slice(0, 25), ids.slice(25)])
  assert.deepEqual((await fleet.send(new ws.TerminateWorkspacesCommand({ TerminateWorkspaceRequests: part.map((WorkspaceId) => ({ WorkspaceId })) }))).FailedRequests, []);
for (const part of [ids.slice(0, 25), ids.slice(25)]) await become(part, undefined);
await fleet.send(new ws.DeregisterWorkspaceDirectoryCommand({ DirectoryId }));
await directories.send(new ds.DeleteDirectoryCommand({ DirectoryId }));
console.log("the whole story");
