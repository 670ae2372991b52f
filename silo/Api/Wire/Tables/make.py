#!/usr/bin/env python3
"""Makes the tables of the wire from botocore's service models (Apache-2.0): names, types and limits, no prose.

    python3 make.py FOLDER

FOLDER holds workspaces.json, ds.json, kms.json, cloudwatch.json and cloudtrail.json: each the service-2.json of that service
in botocore's data.
Every operation is listed by name; shapes come along for those that DeskFleet serves.
"""
import json
import pathlib
import sys

SERVED = {
    "workspaces": """
        CreateWorkspaces DescribeWorkspaces DescribeWorkspaceBundles DescribeWorkspaceDirectories DescribeWorkspacesConnectionStatus
        StartWorkspaces StopWorkspaces RebootWorkspaces RebuildWorkspaces TerminateWorkspaces ModifyWorkspaceProperties
        CreateTags DeleteTags DescribeTags
        RegisterWorkspaceDirectory DeregisterWorkspaceDirectory ModifyWorkspaceCreationProperties ModifyWorkspaceAccessProperties
        ModifySelfservicePermissions ModifyWorkspaceState CreateWorkspaceImage ImportWorkspaceImage DescribeWorkspaceImages
        DeleteWorkspaceImage CopyWorkspaceImage UpdateWorkspaceImagePermission DescribeWorkspaceImagePermissions CreateWorkspaceBundle
        UpdateWorkspaceBundle DeleteWorkspaceBundle DescribeWorkspaceSnapshots RestoreWorkspace DescribeAccount ModifyAccount
        DescribeAccountModifications ListAvailableManagementCidrRanges DescribeClientProperties ModifyClientProperties
        CreateIpGroup DeleteIpGroup DescribeIpGroups AssociateIpGroups DisassociateIpGroups AuthorizeIpRules RevokeIpRules
        UpdateRulesOfIpGroup MigrateWorkspace
        DescribeConnectionAliases DescribeConnectionAliasPermissions DescribeWorkspacesPools DescribeWorkspacesPoolSessions DescribeApplications
        DescribeApplicationAssociations DescribeBundleAssociations DescribeImageAssociations DescribeWorkspaceAssociations ListAccountLinks
        GetAccountLink DescribeConnectClientAddIns DescribeClientBranding DescribeCustomWorkspaceImageImport""",
    "ds": """
        CreateDirectory ConnectDirectory CreateMicrosoftAD DescribeDirectories DeleteDirectory
        AddTagsToResource ListTagsForResource RemoveTagsFromResource""",
    "kms": """
        CreateKey DescribeKey ListKeys EnableKey DisableKey ScheduleKeyDeletion CreateAlias UpdateAlias DeleteAlias ListAliases
        GetKeyPolicy ListKeyPolicies GetKeyRotationStatus EnableKeyRotation DisableKeyRotation ListResourceTags TagResource UntagResource
        UpdateKeyDescription""",
    "cloudwatch": """
        GetMetricData GetMetricStatistics ListMetrics PutMetricAlarm DescribeAlarms DescribeAlarmsForMetric DescribeAlarmHistory DeleteAlarms
        SetAlarmState EnableAlarmActions DisableAlarmActions ListTagsForResource TagResource UntagResource""",
    "cloudtrail": "LookupEvents",
}
KEPT = ("enum", "pattern", "min", "max", "required", "sensitive")


def shape(model, name):
    found = model["shapes"][name]
    made = {"type": found["type"]}
    made.update({key: found[key] for key in KEPT if key in found})
    if "code" in found.get("error", {}):
        made["code"] = found["error"]["code"]
    if "members" in found:
        made["members"] = {member: target["shape"] for member, target in found["members"].items()}
    if "member" in found:
        made["item"] = found["member"]["shape"]
    if "key" in found:
        made["key"], made["item"] = found["key"]["shape"], found["value"]["shape"]
    return made


def reach(model, name, found):
    if name in found:
        return
    found[name] = shape(model, name)
    for target in [*found[name].get("members", {}).values(), found[name].get("item"), found[name].get("key")]:
        if target:
            reach(model, target, found)


def operation(model, name, served, shapes):
    if name not in served:
        return {}
    made = {}
    wire = model["operations"][name]
    for side, key in (("input", "in"), ("output", "out")):
        if side in wire:
            made[key] = wire[side]["shape"]
            reach(model, made[key], shapes)
    made["errors"] = [error["shape"] for error in wire.get("errors", [])]
    for error in made["errors"]:
        reach(model, error, shapes)
    return made


def lines(title, rows):
    body = ",\n".join(f'{json.dumps(name)}:{json.dumps(row, separators=(",", ":"))}' for name, row in rows.items())
    return f'"{title}":{{\n{body}\n}}'


def main(folder):
    here = pathlib.Path(__file__).parent
    for service, served in SERVED.items():
        model = json.loads((pathlib.Path(folder) / f"{service}.json").read_text())
        shapes = {}
        operations = {name: operation(model, name, served.split(), shapes) for name in sorted(model["operations"])}
        target = json.dumps(model["metadata"]["targetPrefix"])
        head = f'"target":{target}'
        if model["metadata"]["jsonVersion"] != "1.1":
            head += f',\n"json":{json.dumps(model["metadata"]["jsonVersion"])}'
        if "xmlNamespace" in model["metadata"]:
            head += f',\n"xml":{json.dumps(model["metadata"]["xmlNamespace"])}'
        if model["metadata"].get("endpointPrefix") != service:
            head += f',\n"signs":{json.dumps(model["metadata"].get("signingName", model["metadata"]["endpointPrefix"]))}'
        (here / f"{service}.json").write_text(
            f'{{\n{head},\n{lines("operations", operations)},\n{lines("shapes", dict(sorted(shapes.items())))}\n}}\n')


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
