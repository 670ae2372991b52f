"""A fleet from its directory to its end, with unmodified boto3. Usage: python3 story.py URL"""
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1]
OPTIONS = dict(
    endpoint_url=ENDPOINT, region_name="us-east-1", aws_access_key_id="AKIDEXAMPLEADMIN0", aws_secret_access_key="not-a-secret-at-all",
    config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
)
fleet, keys, directories = (boto3.client(name, **OPTIONS) for name in ("workspaces", "kms", "ds"))


def states(ids):
    found = [desktop for first in range(0, len(ids), 25) for desktop in fleet.describe_workspaces(WorkspaceIds=ids[first:first + 25])["Workspaces"]]
    return sorted(desktop["State"] for desktop in found)


def become(ids, state):
    """Waits until all are in the state; None: gone."""
    wanted = [] if state is None else [state] * len(ids)
    for _ in range(6000):
        if states(ids) == wanted:
            return
        time.sleep(0.05)
    raise AssertionError(f"not {state}: {states(ids)}")


def refused(code, call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return
    raise AssertionError(f"not refused with {code}")


def launch(users, bundle, **more):
    answer = fleet.create_workspaces(Workspaces=[
        {"DirectoryId": directory, "UserName": user, "BundleId": bundle, "WorkspaceProperties": {"RunningMode": "AUTO_STOP"}, **more} for user in users])
    assert answer["FailedRequests"] == [], answer
    return [desktop["WorkspaceId"] for desktop in answer["PendingRequests"]]


def batch(call, member, ids):
    answer = call(**{member: [{"WorkspaceId": desktop} for desktop in ids]})
    return [item["ErrorCode"] for item in answer["FailedRequests"]]


# A directory, from creation on.
directory = directories.create_directory(
    Name="corp.example.com", Password="Secret-123456", Size="Small",
    VpcSettings={"VpcId": "vpc-12345678", "SubnetIds": ["subnet-aaaaaaaa", "subnet-bbbbbbbb"]})["DirectoryId"]
refused("ResourceNotFoundException", fleet.modify_selfservice_permissions, ResourceId=directory, SelfservicePermissions={"RestartWorkspace": "ENABLED"})
fleet.register_workspace_directory(DirectoryId=directory)
assert fleet.describe_workspace_directories(DirectoryIds=[directory])["Directories"][0]["State"] == "REGISTERED"
standard = next(bundle["BundleId"] for bundle in fleet.describe_workspace_bundles(Owner="AMAZON")["Bundles"] if bundle["Name"] == "Standard")

# Launch 25, wait, and page through them.
ids = launch([f"user-{number}" for number in range(25)], standard, Tags=[{"Key": "team", "Value": "blue"}])
become(ids, "AVAILABLE")
pages = fleet.get_paginator("describe_workspaces").paginate(DirectoryId=directory, PaginationConfig={"PageSize": 10})
assert sorted(desktop["WorkspaceId"] for page in pages for desktop in page["Workspaces"]) == sorted(ids)
by_bundle = fleet.get_paginator("describe_workspaces").paginate(BundleId=standard)
assert sum(len(page["Workspaces"]) for page in by_bundle) == 25

# What clients do not check is refused here.
refused("ValidationException", fleet.stop_workspaces, StopWorkspaceRequests=[{"WorkspaceId": ids[0]}] * 26)
refused("ValidationException", fleet.describe_workspaces, WorkspaceIds=["i-12345678"])
refused("InvalidParameterValuesException", fleet.describe_workspaces, WorkspaceIds=ids, DirectoryId=directory)

# Who is connected, stop, start, modify, tag, rebuild.
connections = fleet.describe_workspaces_connection_status(WorkspaceIds=ids)["WorkspacesConnectionStatus"]
assert len(connections) == 25 and all(one["ConnectionState"] == "DISCONNECTED" for one in connections)
assert batch(fleet.stop_workspaces, "StopWorkspaceRequests", ids) == []
become(ids, "STOPPED")
assert batch(fleet.stop_workspaces, "StopWorkspaceRequests", ids[:1]) == ["InvalidResourceState"]
assert batch(fleet.start_workspaces, "StartWorkspaceRequests", ids) == []
become(ids, "AVAILABLE")
fleet.modify_workspace_properties(WorkspaceId=ids[0], WorkspaceProperties={"RunningModeAutoStopTimeoutInMinutes": 180})
assert fleet.describe_workspaces(WorkspaceIds=ids[:1])["Workspaces"][0]["WorkspaceProperties"]["RunningModeAutoStopTimeoutInMinutes"] == 180
fleet.create_tags(ResourceId=ids[0], Tags=[{"Key": "cost", "Value": "42"}])
fleet.delete_tags(ResourceId=ids[0], TagKeys=["team"])
assert fleet.describe_tags(ResourceId=ids[0])["TagList"] == [{"Key": "cost", "Value": "42"}]
assert batch(fleet.rebuild_workspaces, "RebuildWorkspaceRequests", ids[:1]) == []
become(ids[:1], "AVAILABLE")

# An image of one, shared, copied, and a bundle of it.
image = fleet.create_workspace_image(Name="golden", Description="golden", WorkspaceId=ids[0])["ImageId"]
while fleet.describe_workspace_images(ImageIds=[image])["Images"][0]["State"] == "PENDING":
    time.sleep(0.05)
fleet.update_workspace_image_permission(ImageId=image, AllowCopyImage=True, SharedAccountId="444455556666")
assert fleet.describe_workspace_image_permissions(ImageId=image)["ImagePermissions"] == [{"SharedAccountId": "444455556666"}]
refused("ResourceAssociatedException", fleet.delete_workspace_image, ImageId=image)
fleet.update_workspace_image_permission(ImageId=image, AllowCopyImage=False, SharedAccountId="444455556666")
copied = fleet.copy_workspace_image(Name="copy", SourceImageId=image, SourceRegion="us-east-1")["ImageId"]
fleet.delete_workspace_image(ImageId=copied)
become(ids[:1], "AVAILABLE")
golden = fleet.create_workspace_bundle(
    BundleName="golden", BundleDescription="golden", ImageId=image, ComputeType={"Name": "STANDARD"}, UserStorage={"Capacity": "50"})["WorkspaceBundle"]["BundleId"]
ids += launch(["goldie"], golden)

# A key that gets disabled (ENC-07, ENC-13).
key = keys.create_key(Description="volumes")["KeyMetadata"]
secret = launch(["secret"], standard, VolumeEncryptionKey=key["Arn"], UserVolumeEncryptionEnabled=True)
ids += secret
become(ids[25:], "AVAILABLE")
keys.disable_key(KeyId=key["KeyId"])
assert batch(fleet.reboot_workspaces, "RebootWorkspaceRequests", secret) == ["KmsKeyInvalid"]
keys.enable_key(KeyId=key["KeyId"])
assert batch(fleet.reboot_workspaces, "RebootWorkspaceRequests", secret) == []
become(secret, "AVAILABLE")

# Own licences: enabled, and pending until there are hosts and a quota for them (BYO-04).
assert fleet.describe_account()["DedicatedTenancySupport"] == "DISABLED"
fleet.modify_account(DedicatedTenancySupport="ENABLED", DedicatedTenancyManagementCidrRange="198.19.0.0/16")
assert [one["ModificationState"] for one in fleet.describe_account_modifications()["AccountModifications"]] == ["PENDING"]

# The end.
for first in (0, 25):
    assert batch(fleet.terminate_workspaces, "TerminateWorkspaceRequests", ids[first:first + 25]) == []
become(ids, None)
fleet.deregister_workspace_directory(DirectoryId=directory)
directories.delete_directory(DirectoryId=directory)
refused("EntityDoesNotExistException", directories.describe_directories, DirectoryIds=[directory])
print("the whole story")
