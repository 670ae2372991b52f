// Metrics and alarms with the unmodified JavaScript SDK and all of its paginators. Usage: node cloudwatch.mjs URL FOLDER-OF-THE-SDK
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const [, , endpoint, folder] = process.argv;
const sdk = createRequire(join(folder, "package.json"));
const [cw, ws] = ["cloudwatch", "workspaces"].map((name) => sdk(`@aws-sdk/client-${name}`));
const options = { endpoint, region: "us-east-1", maxAttempts: 1, credentials: { accessKeyId: "AKIDEXAMPLEADMIN0", secretAccessKey: "not-a-secret-at-all" } };
const client = new cw.CloudWatchClient(options);
const fleet = new ws.WorkSpacesClient(options);

async function clock(order) {
  const init = order && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(order) };
  return new Date((await (await fetch(`${endpoint}/control/clock`, init)).json()).now);
}

async function gather(pages, member) {
  const all = [];
  let count = 0;
  for await (const page of pages) {
    all.push(...(page[member] ?? []));
    count++;
  }
  return { all, count };
}

async function refused(name, command) {
  await assert.rejects(client.send(command), (error) => error.name === name, name);
}

const DirectoryId = "d-0123456789";
await fleet.send(new ws.RegisterWorkspaceDirectoryCommand({ DirectoryId }));
const { PendingRequests } = await fleet.send(new ws.CreateWorkspacesCommand({
  Workspaces: ["ann", "bea"].map((UserName) => ({ DirectoryId, UserName, BundleId: "wsb-standard", WorkspaceProperties: { RunningMode: "AUTO_STOP" } })),
}));
const ids = PendingRequests.map((desktop) => desktop.WorkspaceId);
for (let tries = 0; tries < 6000; tries++) {
  const { Workspaces } = await fleet.send(new ws.DescribeWorkspacesCommand({ WorkspaceIds: ids }));
  if (Workspaces.every((desktop) => desktop.State === "AVAILABLE")) break;
  await sleep(50);
}
const begin = await clock();
const end = await clock({ advanceSeconds: 1800 });

// Metrics: all that there are, their points page by page, and one metric's statistics.
const { all: metrics } = await gather(cw.paginateListMetrics({ client }, { Namespace: "AWS/WorkSpaces" }), "Metrics");
assert.ok(metrics.some((metric) => metric.MetricName === "Available" && metric.Dimensions[0].Value === ids[0]));
const range = { StartTime: begin, EndTime: end };
const MetricDataQueries = ids.map((Value, i) => ({
  Id: `q${i}`, MetricStat: { Metric: { Namespace: "AWS/WorkSpaces", MetricName: "Available", Dimensions: [{ Name: "WorkspaceId", Value }] }, Period: 300, Stat: "Maximum" },
}));
const points = new Map(ids.map((_, i) => [`q${i}`, 0]));
let pages = 0;
for await (const page of cw.paginateGetMetricData({ client, pageSize: 4 }, { ...range, MetricDataQueries })) {
  pages++;
  for (const result of page.MetricDataResults) points.set(result.Id, points.get(result.Id) + result.Values.filter((value) => value === 1).length);
}
assert.ok(pages > 1 && [...points.values()].every((count) => count >= 4), JSON.stringify([...points]));
const { Datapoints } = await client.send(new cw.GetMetricStatisticsCommand({
  ...range, Namespace: "AWS/WorkSpaces", MetricName: "Available", Dimensions: [{ Name: "DirectoryId", Value: DirectoryId }], Period: 300, Statistics: ["Sum"],
}));
assert.ok(Datapoints.some((point) => point.Sum === 2 && point.Timestamp instanceof Date));

// Alarms: set up, waited for, page by page, tried, their history, and gone.
const few = (AlarmName, other) => new cw.PutMetricAlarmCommand({
  AlarmName, Namespace: "AWS/WorkSpaces", MetricName: "Available", Dimensions: [{ Name: "DirectoryId", Value: DirectoryId }], Statistic: "Sum", Period: 300,
  EvaluationPeriods: 1, Threshold: 1.5, ComparisonOperator: "LessThanThreshold", ...other,
});
const names = ["few-0", "few-1", "few-2"];
for (const name of names) await client.send(few(name, { Tags: [{ Key: "team", Value: "desk" }] }));
await cw.waitUntilAlarmExists({ client, maxWaitTime: 60 }, { AlarmNames: [names[0]] });
const alarms = await gather(cw.paginateDescribeAlarms({ client, pageSize: 2 }, {}), "MetricAlarms");
assert.deepEqual([alarms.all.map((alarm) => alarm.AlarmName), alarms.count], [names, 2]);
assert.deepEqual((await client.send(new cw.ListTagsForResourceCommand({ ResourceARN: alarms.all[0].AlarmArn }))).Tags, [{ Key: "team", Value: "desk" }]);
await client.send(new cw.SetAlarmStateCommand({ AlarmName: names[0], StateValue: "ALARM", StateReason: "to try it" }));
const history = await gather(cw.paginateDescribeAlarmHistory({ client, pageSize: 1 }, { AlarmName: names[0] }), "AlarmHistoryItems");
assert.ok(history.count > 1 && history.all.some((item) => item.HistoryItemType === "StateUpdate"));
await refused("ResourceNotFound", new cw.DeleteAlarmsCommand({ AlarmNames: ["nobody"] }));
await assert.rejects(client.send(few("bad", { AlarmActions: ["arn:aws:sns:us-east-1:000000000000:topic"] })), /is no webhook/);
await client.send(new cw.DeleteAlarmsCommand({ AlarmNames: names }));
assert.equal((await gather(cw.paginateDescribeAlarms({ client }, {}), "MetricAlarms")).all.length, 0);
console.log("the whole story");
