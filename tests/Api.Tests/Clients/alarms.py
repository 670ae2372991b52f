"""Alarms of CloudWatch with boto3: python3 alarms.py URL DIRECTORY WEBHOOK"""
import json
import sys
import time
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

url, directory, webhook = sys.argv[1:4]
cloudwatch = boto3.client(
    "cloudwatch", endpoint_url=url, region_name="us-east-1", aws_access_key_id="AKIDEXAMPLEADMIN0", aws_secret_access_key="not-a-secret-at-all",
    config=Config(retries={"max_attempts": 0}))


def put(name, **other):
    cloudwatch.put_metric_alarm(**{
        "AlarmName": name, "Namespace": "AWS/WorkSpaces", "MetricName": "Available", "Statistic": "Sum", "Period": 300, "EvaluationPeriods": 1,
        "Dimensions": [{"Name": "DirectoryId", "Value": directory}], "Threshold": 1.5, "ComparisonOperator": "LessThanThreshold", **other})


def refused(code, call, *args, **named):
    try:
        call(*args, **named)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return
    raise AssertionError(f"{code} was expected")


for number in range(5):
    put(f"few-{number}", AlarmDescription="too few", Tags=[{"Key": "team", "Value": "desk"}])
put("told", AlarmActions=[webhook], TreatMissingData="notBreaching", DatapointsToAlarm=1)
names = [alarm["AlarmName"] for page in cloudwatch.get_paginator("describe_alarms").paginate(PaginationConfig={"PageSize": 2}) for alarm in page["MetricAlarms"]]
assert names == ["few-0", "few-1", "few-2", "few-3", "few-4", "told"], names
told = cloudwatch.describe_alarms(AlarmNames=["told"])["MetricAlarms"][0]
assert told["TreatMissingData"] == "notBreaching" and told["DatapointsToAlarm"] == 1 and told["Threshold"] == 1.5, told
assert told["AlarmActions"] == [webhook] and told["OKActions"] == [] and told["ActionsEnabled"], told
few = cloudwatch.describe_alarms(AlarmNamePrefix="few-")["MetricAlarms"][0]
assert few["AlarmDescription"] == "too few", few
assert cloudwatch.list_tags_for_resource(ResourceARN=few["AlarmArn"])["Tags"] == [{"Key": "team", "Value": "desk"}]
cloudwatch.tag_resource(ResourceARN=few["AlarmArn"], Tags=[{"Key": "cost", "Value": "1"}])
cloudwatch.untag_resource(ResourceARN=few["AlarmArn"], TagKeys=["team"])
assert cloudwatch.list_tags_for_resource(ResourceARN=few["AlarmArn"])["Tags"] == [{"Key": "cost", "Value": "1"}]
assert len(cloudwatch.describe_alarms_for_metric(
    MetricName="Available", Namespace="AWS/WorkSpaces", Dimensions=[{"Name": "DirectoryId", "Value": directory}])["MetricAlarms"]) == 6
refused("ValidationError", put, "bad", Period=90)
refused("ValidationError", put, "bad", AlarmActions=["arn:aws:sns:us-east-1:000000000000:topic"])
refused("ValidationError", put, "bad", TreatMissingData="sometimes")
refused("ValidationError", put, "bad", DatapointsToAlarm=2)
refused("ValidationError", put, "bad", EvaluateLowSampleCountPercentile="ignore")
refused("ResourceNotFound", cloudwatch.delete_alarms, AlarmNames=["few-0", "nobody"])
refused("ResourceNotFound", cloudwatch.set_alarm_state, AlarmName="nobody", StateValue="OK", StateReason="x")
refused("InvalidFormat", cloudwatch.set_alarm_state, AlarmName="few-0", StateValue="OK", StateReason="x", StateReasonData="{")
cloudwatch.disable_alarm_actions(AlarmNames=["told"])
assert not cloudwatch.describe_alarms(AlarmNames=["told"])["MetricAlarms"][0]["ActionsEnabled"]
cloudwatch.enable_alarm_actions(AlarmNames=["told"])
order = json.dumps({"advanceSeconds": 600}).encode()
urllib.request.urlopen(urllib.request.Request(f"{url}/control/clock", order, {"Content-Type": "application/json"})).read()
end = time.time() + 120
while cloudwatch.describe_alarms(StateValue="ALARM")["MetricAlarms"].__len__() < 6 and time.time() < end:
    time.sleep(0.1)
while time.time() < end and not [
        item for page in cloudwatch.get_paginator("describe_alarm_history").paginate(PaginationConfig={"PageSize": 3}) for item in page["AlarmHistoryItems"]
        if item["HistoryItemType"] == "Action"]:
    time.sleep(0.1)
kinds = [item["HistoryItemType"] for page in cloudwatch.get_paginator("describe_alarm_history").paginate(AlarmName="told", PaginationConfig={"PageSize": 2})
         for item in page["AlarmHistoryItems"]]
assert kinds[0] == "Action" and kinds[1] == "StateUpdate" and kinds[-1] == "ConfigurationUpdate" and kinds.count("ConfigurationUpdate") == 3, kinds
cloudwatch.delete_alarms(AlarmNames=names)
assert cloudwatch.describe_alarms()["MetricAlarms"] == []
refused("ResourceNotFoundException", cloudwatch.list_tags_for_resource, ResourceARN=few["AlarmArn"])
