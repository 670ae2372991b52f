"""What a tool that saves costs does, with unmodified boto3. Usage: python3 cost_tool.py URL DIRECTORY START END

Lists the desktops, reads UserConnected, computes the hours that are billed in AutoStop, and switches those to AlwaysOn that had many.
"""
import datetime
import json
import math
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

OPTIONS = dict(
    endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="AKIDEXAMPLEADMIN0", aws_secret_access_key="not-a-secret-at-all",
    config=Config(retries={"total_max_attempts": 1}))
DIRECTORY = sys.argv[2]
START, END = (datetime.datetime.fromtimestamp(float(time), datetime.timezone.utc) for time in sys.argv[3:5])
STEP, FEW_DAYS, MANY_HOURS = datetime.timedelta(minutes=5), datetime.timedelta(days=5), 3
fleet, watch = boto3.client("workspaces", **OPTIONS), boto3.client("cloudwatch", **OPTIONS)


def connected(desktop):
    """The five minutes in which somebody was connected; a call gives at most 1,440."""
    found, begin = [], START
    while begin < END:
        end = min(begin + FEW_DAYS, END)
        points = watch.get_metric_statistics(
            Namespace="AWS/WorkSpaces", MetricName="UserConnected", Dimensions=[{"Name": "WorkspaceId", "Value": desktop}],
            StartTime=begin, EndTime=end, Period=300, Statistics=["Maximum"])["Datapoints"]
        found += [point["Timestamp"] for point in points if point["Maximum"] == 1]
        begin = end
    return sorted(found)


def hours(desktop, timeout):
    """Each run from a sign-in to the stop, which comes a timeout after the last sign-out; every begun hour of it counts."""
    runs = []
    for at in connected(desktop):
        if runs and at - runs[-1][1] <= timeout:
            runs[-1][1] = at + STEP
        else:
            runs.append([at, at + STEP])
    return sum(math.ceil((end + timeout - begin) / datetime.timedelta(hours=1)) for begin, end in runs)


result = {}
for page in fleet.get_paginator("describe_workspaces").paginate(DirectoryId=DIRECTORY):
    for desktop in page["Workspaces"]:
        timeout = datetime.timedelta(minutes=desktop["WorkspaceProperties"]["RunningModeAutoStopTimeoutInMinutes"])
        result[desktop["UserName"]] = spent = hours(desktop["WorkspaceId"], timeout)
        if spent > MANY_HOURS:
            fleet.modify_workspace_properties(WorkspaceId=desktop["WorkspaceId"], WorkspaceProperties={"RunningMode": "ALWAYS_ON"})

# The same by GetMetricData, for the directory, by hour and in small pages.
query = {"Id": "all", "MetricStat": {"Metric": {
    "Namespace": "AWS/WorkSpaces", "MetricName": "UserConnected", "Dimensions": [{"Name": "DirectoryId", "Value": DIRECTORY}]}, "Period": 3600, "Stat": "Sum"}}
pages = watch.get_paginator("get_metric_data").paginate(
    MetricDataQueries=[query], StartTime=START, EndTime=END, ScanBy="TimestampAscending", PaginationConfig={"PageSize": 2})
values = [value for page in pages for one in page["MetricDataResults"] for value in one["Values"]]
metrics = [metric for page in watch.get_paginator("list_metrics").paginate(Namespace="AWS/WorkSpaces", MetricName="UserConnected") for metric in page["Metrics"]]
try:
    watch.get_metric_statistics(Namespace="AWS/WorkSpaces", MetricName="UserConnected", StartTime=END, EndTime=START, Period=300, Statistics=["Sum"])
    code = None
except ClientError as error:
    code = error.response["Error"]["Code"]
print(json.dumps({"hours": result, "samples": sum(values), "periods": len(values), "metrics": len(metrics), "code": code}))
