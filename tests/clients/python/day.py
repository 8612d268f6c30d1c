"""A day in the life of all operations, told by the official typed client: day.py NAME READY_FILE.

Every operation is called, before it once so that a rule or a state refuses it where one can; what the client makes of a
reply is held against the types of its own model."""

import inspect
import json
import re
import sys
from pathlib import Path

from clients import Tea
from story import STORY, Teller, expect, names_parameter, tell

DAY = 86_400_000
MONTH = 30 * DAY
# What the client says of fields is not what other sources say of them, nor what it reads: that is whatever comes.
TOLD_OTHERWISE = {("InitializeDbsServiceLinkedRole", "success"): "bool"}


class Day(Teller):
    """What the day is about, and which operations were called."""

    def __init__(self, ready):
        super().__init__("python-v3", ready)
        self.called, self.said = set(), []
        self.plan = self.full = self.task = None

    def call(self, operation, parameters=None):
        reply = super().call(operation, parameters)
        self.called.add(operation.lower())
        self.said.append(json.dumps(reply))
        has_its_types(operation, self.client.body)
        return reply

    def pass_time(self, seconds):
        self.admin("clock", {"advance_seconds": seconds})

    def of_plan(self, operation, **more):
        return self.call(operation, {"BackupPlanId": self.plan, **more})

    def described(self, plan=None):
        items = self.call("DescribeBackupPlanList", {"BackupPlanId": plan or self.plan})["Items"]["BackupPlanDetail"]
        expect("plans with the id", 1, len(items))
        return items[0]

    def listed(self, operation, item, **which):
        reply = self.call(operation, which)
        return reply["Items"][item]

    def fulls(self, **which):
        return self.listed("DescribeFullBackupList", "FullBackupFile", BackupPlanId=self.plan, **which)

    def logs(self, **which):
        return self.listed("DescribeIncrementBackupList", "IncrementBackupFile", BackupPlanId=self.plan, **which)

    def downloads(self, **which):
        return self.listed("DescribeBackupSetDownloadTaskList", "BackupSetDownloadTaskDetail", **which)

    def restoration(self):
        return self.listed("DescribeRestoreTaskList", "RestoreTaskDetail", RestoreTaskId=self.task)[0]

    def billing(self):
        return self.of_plan("DescribeBackupPlanBilling")["Item"]

    def ranges(self, begin=0, end=4_000_000_000_000):
        which = {"BeginTimestampForRestore": begin, "EndTimestampForRestore": end}
        return self.listed("DescribeRestoreRangeInfo", "DBSRecoverRange", BackupPlanId=self.plan, **which)

    def without(self, name, operation, **rest):
        """The call is refused because a parameter is not given that must be."""
        names_parameter(name + ".required: ", self.refused(operation, "MissingParameter", rest))

    def breaks(self, rule, code, operation, **parameters):
        """The call is refused by a rule, which the message names."""
        refused = self.refused(operation, code, parameters)
        named = re.search(r"(?<![\w.-])%s: " % re.escape(rule), refused.message)
        expect("the rule in: " + refused.message, True, bool(named))

    def unknown(self, operation, **parameters):
        self.refused(operation, "Param.NotFound", parameters)


def has_its_types(operation, model):
    """Whether all that a model holds is what the signatures of the client say; the model itself takes anything."""
    for name, parameter in list(inspect.signature(type(model).__init__).parameters.items())[1:]:
        value = getattr(model, name)
        if value is None:
            continue
        told = TOLD_OTHERWISE.get((operation, name), parameter.annotation)
        many = re.fullmatch(r"List\[(.*)\]", told)
        for one in value if many else [value]:
            wanted = many.group(1) if many else told
            if wanted.startswith("main_models."):
                expect("%s: the type of %s" % (operation, name), wanted.removeprefix("main_models."), type(one).__name__)
                has_its_types(operation, one)
            else:
                expect("%s: the type of %s, %r" % (operation, name, one), wanted, type(one).__name__)


def states(items, field):
    return [item[field] for item in items]


def the_role_and_the_regions(day):
    expect("what comes of the role", "null", day.call("InitializeDbsServiceLinkedRole")["Data"])
    regions = day.call("DescribeRegions")["Regions"]["RegionCode"]
    expect("regions", True, {"cn-hangzhou", "eu-central-1"} <= set(regions))
    return "%d regions" % len(regions)


def addresses_to_let_in(day):
    day.without("Region", "DescribeNodeCidrList")
    here = day.call("DescribeNodeCidrList", {"Region": "cn-hangzhou"})
    there = day.call("DescribeNodeCidrList", {"Region": "cn-shanghai"})
    expect("addresses", (1, 2), (len(here["InternetIPs"]["InternetIP"]), len(here["IntranetIPs"]["IntranetIP"])))
    expect("other regions have others", True, here["InternetIPs"] != there["InternetIPs"])


def gateways_and_what_they_reach(day):
    day.without("Region", "DescribeBackupGatewayList")
    which = {"Region": "cn-hangzhou"}
    gateways = day.listed("DescribeBackupGatewayList", "BackupGateway", **which)
    expect("gateways here", ["ONLINE", "ONLINE", "OFFLINE", "STOPPED", "UPGRADING"], states(gateways, "BackupGatewayStatus"))
    names = {"Identifier": "gateway-shed,gateway-office,gateway-harbour"}
    some = day.listed("DescribeBackupGatewayList", "BackupGateway", **names, **which)
    expect("gateways by their names", ["gateway-office", "gateway-shed"], states(some, "Identifier"))
    page = day.call("DescribeBackupGatewayList", {**which, "PageNum": 1, "PageSize": 30})
    came = (page["PageNum"], page["PageSize"], page["TotalElements"], page["TotalPages"], page["Items"].get("BackupGateway"))
    expect("the page after the last", (1, 30, 5, 1, []), came)
    ask = {"SourceEndpointRegion": "cn-hangzhou", "DatabaseType": "MySQL"}
    ask.update({"SourceEndpointIP": "192.0.2.9", "SourceEndpointPort": 3306})
    off = next(it["BackupGatewayId"] for it in gateways if it["BackupGatewayStatus"] == "OFFLINE")
    day.refused("CreateGetDBListFromAgentTask", "InvalidParameter", {**ask, "BackupGatewayId": int(off)})
    gateway = int(gateways[0]["BackupGatewayId"])
    task = day.call("CreateGetDBListFromAgentTask", {**ask, "BackupGatewayId": gateway})["TaskId"]
    result = {"TaskId": task, "BackupGatewayId": gateway}
    day.refused("GetDBListFromAgent", "InvalidParameter", result)
    day.pass_time(6)
    expect("databases", ["sales", "orders"], day.call("GetDBListFromAgent", result)["DbList"]["dbName"])
    day.unknown("GetDBListFromAgent", TaskId=1, BackupGatewayId=gateway)


def a_plan_is_bought(day):
    bought = {"DatabaseType": "MySQL", **STORY["plan"]}
    day.without("DatabaseType", "CreateBackupPlan", **STORY["plan"])
    reply = day.call("CreateBackupPlan", bought)
    day.plan = reply["BackupPlanId"]
    expect("an order", True, bool(reply["OrderId"]))
    plan = day.described()
    expect("state and name of a new plan", ("wait", day.plan), (plan["BackupPlanStatus"], plan["BackupPlanName"]))
    day.refused("StartBackupPlan", "InvalidParameter", {"BackupPlanId": day.plan})
    day.without("BackupPlanId", "DescribeBackupPlanBilling")
    day.unknown("DescribeBackupPlanBilling", BackupPlanId="dbs0000000000")
    bill = day.billing()
    came = (bill["BuyChargeType"], bill["BuySpec"], bill["IsFreeBytesUnlimited"])
    expect("how it is paid", ("PREPAY", "micro", False), came)
    expect("a month is paid", MONTH, bill["BuyExpiredTimestamp"] - bill["BuyCreateTimestamp"])


def it_is_configured_and_checked(day):
    day.without("BackupPlanId", "ConfigureBackupPlan", **STORY["configuration"])
    told = {name: value for name, value in STORY["configuration"].items() if name != "SourceEndpointRegion"}
    refused = day.refused("ConfigureBackupPlan", "MissingParameter", {"BackupPlanId": day.plan, **told})
    names_parameter("SourceEndpointRegion", refused)
    day.of_plan("ConfigureBackupPlan", **STORY["configuration"])
    plan = day.described()
    expect("state and name", ("init", "sales"), (plan["BackupPlanStatus"], plan["BackupPlanName"]))
    expect("where the source is", "rds", plan["SourceEndpointInstanceType"])
    day.breaks("plan-or-task", "MissingParameter", "DescribePreCheckProgressList")
    for progress, status, items in [
        (0, "running", ["running", "init"]), (50, "running", ["finish", "running"]), (100, "finish", ["finish", "finish"]),
    ]:
        check = day.of_plan("DescribePreCheckProgressList")
        expect("the check", (progress, status), (check["Progress"], check["Status"]))
        expect("its items", items, states(check["Items"]["PreCheckProgressDetail"], "State"))
        day.pass_time(2)
    day.unknown("DescribePreCheckProgressList", BackupPlanId="dbs0000000000")


def what_is_kept_is_changed(day):
    objects = [{"DBName": "sales"}, {"DBName": "orders"}]
    day.without("BackupObjects", "ModifyBackupObjects", BackupPlanId=day.plan)
    expect("no check", False, day.of_plan("ModifyBackupObjects", BackupObjects=objects)["NeedPrecheck"])
    day.without("BackupPlanName", "ModifyBackupPlanName", BackupPlanId=day.plan)
    day.of_plan("ModifyBackupPlanName", BackupPlanName="shop")
    times = {"BackupPeriod": "Monday,Friday", "BackupStrategyType": "simple"}
    day.breaks("schedule", "MissingParameter", "ModifyBackupStrategy", BackupPlanId=day.plan, **times)
    day.of_plan("ModifyBackupStrategy", BackupStartTime="04:05", **times)
    source = {**STORY["account_of_source"], "SourceEndpointInstanceType": "RDS", "SourceEndpointInstanceID": "rm-moved"}
    changed = {"BackupPlanId": day.plan, "BackupObjects": json.dumps(objects), **source}
    day.breaks("region", "MissingParameter", "ModifyBackupSourceEndpoint", **changed)
    changed["SourceEndpointRegion"] = "cn-shanghai"
    expect("a check", True, day.call("ModifyBackupSourceEndpoint", changed)["NeedPrecheck"])
    plan = day.described()
    came = (
        plan["BackupPlanName"], plan["BackupPeriod"], plan["BackupStartTime"], json.loads(plan["BackupObjects"]),
        plan["SourceEndpointInstanceID"], plan["SourceEndpointRegion"], plan["SourceEndpointUserName"],
    )
    expect("what was changed", ("shop", "Monday,Friday", "04:05", objects, "rm-moved", "cn-shanghai", "moved"), came)
    expect("no secret", False, any("Password" in name for name in plan))


def how_long_backups_are_kept(day):
    strategy = {"BackupRetentionPeriod": 400, "DuplicationArchivePeriod": 400, "DuplicationInfrequentAccessPeriod": 90}
    day.breaks("archive-before-end", "InvalidParameter", "ModifyStorageStrategy", BackupPlanId=day.plan, **strategy)
    strategy["DuplicationArchivePeriod"] = 180
    day.of_plan("ModifyStorageStrategy", **strategy)
    plan = day.described()
    expect("the strategy", strategy, {name: plan[name] for name in strategy})
    rules = {"OpenAutoDownload": "true", "BackupGatewayId": 160813, "FullDataFormat": "SQL"}
    rules["BackupSetDownloadDir"] = "/var/lib/sets"
    day.without("BackupPlanId", "ModifyBackupSetDownloadRules", **rules)
    day.breaks("location", "MissingParameter", "ModifyBackupSetDownloadRules", BackupPlanId=day.plan, **rules)
    day.of_plan("ModifyBackupSetDownloadRules", BackupSetDownloadTargetTypeLocation="local", **rules)
    plan = day.described()
    kept = {
        "OpenBackupSetAutoDownload": True, "BackupSetDownloadDir": "/var/lib/sets",
        "BackupSetDownloadFullDataFormat": "SQL", "BackupSetDownloadIncrementDataFormat": "Native",
    }
    expect("rules for downloads", kept, {name: plan[name] for name in kept})
    expect("the gateway of the plan is another", None, plan.get("BackupGatewayId"))


def it_is_started_and_backs_up(day):
    for operation in ("DescribeFullBackupList", "DescribeIncrementBackupList"):
        day.without("BackupPlanId", operation)
        day.unknown(operation, BackupPlanId="dbs0000000000")
    expect("no backups before", ([], []), (day.fulls(), day.logs()))
    day.without("BackupPlanId", "StartBackupPlan")
    token = {"ClientToken": "start-of-the-day"}
    day.full = day.of_plan("StartBackupPlan", **token)["CreatedFullBackupsetId"]
    expect("the same start again", day.full, day.of_plan("StartBackupPlan", **token)["CreatedFullBackupsetId"])
    expect("one full set", [(day.full, "check_pass")], [(it["BackupSetId"], it["BackupStatus"]) for it in day.fulls()])
    expect("one log that waits", ["INIT"], states(day.logs(), "BackupStatus"))
    day.pass_time(6)
    expect("the plan at work", "running", day.described()["BackupPlanStatus"])
    expect("the set at work", ["running"], states(day.fulls(), "BackupStatus"))
    expect("its storage", "UNKNOWN", day.fulls()[0]["StorageMethod"])
    expect("nothing can be restored", [], day.ranges())
    day.pass_time(60)
    full = day.fulls(BackupSetId=day.full)[0]
    expect("a full set that is done", ("finish", "Standard"), (full["BackupStatus"], full["StorageMethod"]))
    expect("it took a minute", 60_000, full["EndTime"] - full["StartTime"])
    expect("it is kept as long as was said", 400 * DAY, full["BackupSetExpiredTime"] - full["CreateTime"])
    expect("of the database of the plan", "rm-moved", full["SourceEndpointInstanceId"])
    expect("the log fills", ["FILLING"], states(day.logs(), "BackupStatus"))
    return full["BackupSetId"]


def logs_appear_with_time(day):
    day.pass_time(3600)
    logs = day.logs()
    expect("an hour later", ["COMPLETED", "FILLING"], states(logs, "BackupStatus"))
    expect("they are numbered", ["mysql-bin.001000", "mysql-bin.001001"], states(logs, "BackupSetId"))
    expect("one begins where the other ends", logs[0]["EndTime"], logs[1]["StartTime"])
    page = day.of_plan("DescribeIncrementBackupList", PageNum=0, PageSize=30)
    expect("their page", (2, 1, 0), (page["TotalElements"], page["TotalPages"], page["PageNum"]))
    begins = [it["StartTime"] for it in logs]
    expect("logs since the second began", logs[1:], day.logs(StartTimestamp=begins[1]))
    expect("logs until the first began", logs[:1], day.logs(EndTimestamp=begins[0]))
    expect("full sets after all that", [], day.fulls(StartTimestamp=begins[1]))
    day.pass_time(36 * 3600)
    pages = [day.of_plan("DescribeIncrementBackupList", PageNum=number, PageSize=30) for number in range(3)]
    came = [(it["PageNum"], it["TotalElements"], it["TotalPages"]) for it in pages]
    expect("pages a day and a half later", [(0, 38, 2), (1, 38, 2), (2, 38, 2)], came)
    logs = [log for page in pages for log in page["Items"].get("IncrementBackupFile", [])]
    expect("logs on all pages", 38, len(set(states(logs, "BackupSetJobId"))))
    expect("only the last one is at work", ["COMPLETED"] * 37 + ["FILLING"], states(logs, "BackupStatus"))
    return "%d logs" % len(logs)


def what_can_be_restored(day):
    day.without("EndTimestampForRestore", "DescribeRestoreRangeInfo", BackupPlanId=day.plan, BeginTimestampForRestore=0)
    (span,) = day.ranges()
    expect("any moment, where", ("range", "rds"), (span["RangeType"], span["SourceEndpointInstanceType"]))
    expect("since the full set was done", day.fulls()[0]["EndTime"], span["BeginTimestampForRestore"])
    expect("up to now, by the minute", 37 * 3600_000, span["EndTimestampForRestore"] - span["BeginTimestampForRestore"])
    expect("nothing before", [], day.ranges(end=span["BeginTimestampForRestore"] - 1))
    expect("nothing behind", [], day.ranges(begin=span["EndTimestampForRestore"] + 1))
    return "%d minutes" % ((span["EndTimestampForRestore"] - span["BeginTimestampForRestore"]) // 60_000)


def logs_off_and_on(day):
    day.without("BackupPlanId", "DisableBackupLog")
    expect("no check", False, day.of_plan("DisableBackupLog")["NeedPrecheck"])
    expect("no log is at work", ["COMPLETED"] * 38, states(day.logs(PageSize=50), "BackupStatus"))
    ended = day.ranges()[0]["EndTimestampForRestore"]
    day.pass_time(600)
    expect("the period ends", [ended], states(day.ranges(), "EndTimestampForRestore"))
    expect("the plan says so", False, day.described()["EnableBackupLog"])
    day.without("BackupPlanId", "EnableBackupLog")
    day.of_plan("EnableBackupLog")
    new = day.logs(PageSize=50)[38:]
    expect("a new log", [("mysql-bin.001048", "FILLING")], [(log["BackupSetId"], log["BackupStatus"]) for log in new])
    expect("another period", 2, len(day.ranges()))
    expect("the plan says so", True, day.described()["EnableBackupLog"])


def a_restoration(day):
    told = day.restore(BackupPlanId=day.plan)
    moment = told.pop("RestoreTime")
    day.breaks("time-or-set", "InvalidParameter", "CreateRestoreTask", BackupSetId=day.full, RestoreTime=moment, **told)
    day.task = day.call("CreateRestoreTask", {**told, "BackupSetId": day.full})["RestoreTaskId"]
    check = day.call("DescribePreCheckProgressList", {"RestoreTaskId": day.task})
    expect("its check", ("running", 0), (check["Status"], check["Progress"]))
    day.pass_time(4)
    check = day.call("DescribePreCheckProgressList", {"RestoreTaskId": day.task})
    expect("its check", ("finish", 100), (check["Status"], check["Progress"]))
    expect("its items", 2, len(check["Items"]["PreCheckProgressDetail"]))
    expect("before the start", "init", day.restoration()["RestoreStatus"])
    day.without("RestoreTaskId", "StartRestoreTask")
    day.call("StartRestoreTask", {"RestoreTaskId": day.task})
    for seconds, state in [(0, "check_pass"), (6, "running"), (60, "finish")]:
        day.pass_time(seconds)
        expect("the task", state, day.restoration()["RestoreStatus"])
    done = day.restoration()
    expect("all of it", (100, day.full), (done["FullDataRestoreProgress"], done["BackupSetId"]))
    day.refused("StartRestoreTask", "InvalidParameter", {"RestoreTaskId": day.task})


def tasks_have_no_errors(day):
    day.without("TaskId", "DescribeJobErrorCode")
    for task, kind in [(day.task, "cbs_restore"), (day.full, "cbs_backup_sub_full")]:
        job = day.call("DescribeJobErrorCode", {"TaskId": task, "Language": "cn"})["Item"]
        expect("a task", (task, "finish", kind, "cn"), (job["JobId"], job["JobState"], job["JobType"], job["Language"]))
    day.unknown("DescribeJobErrorCode", TaskId="nothing")


def downloads_of_both_kinds(day):
    day.without("BackupSetId", "CreateFullBackupSetDownload")
    day.unknown("CreateFullBackupSetDownload", BackupSetId="nothing")
    first = day.call("CreateFullBackupSetDownload", {"BackupSetId": day.full})["BackupSetDownloadTaskId"]
    logs = day.logs(PageSize=50)
    crossed = lambda log: {"BackupSetId": log["BackupSetJobId"], "BackupSetName": log["BackupSetId"]}
    day.without("BackupSetName", "CreateIncrementBackupSetDownload", BackupSetId=logs[0]["BackupSetJobId"])
    day.refused("CreateIncrementBackupSetDownload", "InvalidParameter", crossed(logs[38]))
    second = day.call("CreateIncrementBackupSetDownload", crossed(logs[0]))["BackupSetDownloadTaskId"]
    day.breaks("plan-or-task", "MissingParameter", "DescribeBackupSetDownloadTaskList")
    both = day.downloads(BackupPlanId=day.plan)
    expect("downloads of the plan", [first, second], states(both, "BackupSetDownloadTaskId"))
    expect("of which kind", ["cbs_backup_sub_full", "cbs_backup_sub_cont"], states(both, "BackupSetJobType"))
    expect("in which format", ["CSV", "Native"], states(both, "BackupSetDataFormat"))
    expect("of which log", "mysql-bin.001000", both[1]["BackupSetCode"])
    for seconds, state in [(0, "checking"), (5, "check_pass"), (5, "schedule"), (10, "running"), (60, "finish")]:
        day.pass_time(seconds)
        (one,) = day.downloads(BackupSetDownloadTaskId=first)
        expect("a download", state, one["BackupSetDownloadStatus"])
        expect("its address", state == "finish", "BackupSetDownloadInternetUrl" in one)
    expect("another plan has none", [], day.downloads(BackupPlanId=day.new_plan()))
    day.without("BackupPlanId", "DescribeDLAService")
    lake = day.of_plan("DescribeDLAService")
    expect("no data lake", ("Closed", False), (lake["State"], lake["HaveJobFailed"]))


def it_grows_and_is_renewed(day):
    before = day.billing()
    day.without("InstanceClass", "UpgradeBackupPlan", BackupPlanId=day.plan)
    huge = {"BackupPlanId": day.plan, "InstanceClass": "huge"}
    day.breaks("InstanceClass.value", "InvalidParameter", "UpgradeBackupPlan", **huge)
    orders = [day.of_plan("UpgradeBackupPlan", InstanceClass="xlarge")["OrderId"]]
    expect("the new size", "xlarge", day.described()["InstanceClass"])
    day.breaks("months", "InvalidParameter", "RenewBackupPlan", BackupPlanId=day.plan, Period="Month", UsedTime=12)
    orders.append(day.of_plan("RenewBackupPlan", Period="Month", UsedTime=3)["OrderId"])
    orders.append(day.of_plan("RenewBackupPlan", Period="Year", UsedTime=1)["OrderId"])
    after = day.billing()
    expect("what is paid", ("xlarge", True), (after["BuySpec"], after["IsFreeBytesUnlimited"]))
    expect("how much longer", 3 * MONTH + 365 * DAY, after["BuyExpiredTimestamp"] - before["BuyExpiredTimestamp"])
    expect("three orders", 3, len(set(orders)))


def a_pause_of_everything(day):
    day.without("StopMethod", "StopBackupPlan", BackupPlanId=day.plan)
    day.call("CreateRestoreTask", day.restore(BackupPlanId=day.plan))
    task = day.new_task(BackupPlanId=day.plan)
    day.call("StartRestoreTask", {"RestoreTaskId": task})
    day.of_plan("StopBackupPlan", StopMethod="ALL")
    expect("the plan", "pause", day.described()["BackupPlanStatus"])
    tasks = day.listed("DescribeRestoreTaskList", "RestoreTaskDetail", BackupPlanId=day.plan)
    expect("its tasks", ["finish", "init", "pause"], states(tasks, "RestoreStatus"))
    expect("its logs", ["COMPLETED", "UNCOMPLETED"], states(day.logs(PageSize=50), "BackupStatus")[37:])
    day.pass_time(7200)
    expect("nothing more appears", (1, 39), (len(day.fulls()), len(day.logs(PageSize=50))))
    again = day.of_plan("StartBackupPlan")["CreatedFullBackupsetId"]
    expect("another full set", [day.full, again], states(day.fulls(), "BackupSetId"))
    day.pass_time(6)
    day.of_plan("StopBackupPlan", StopMethod="PLAN")
    day.pass_time(60)
    expect("what was at work goes on", ["finish", "finish"], states(day.fulls(), "BackupStatus"))


def another_one_in_one_call(day):
    told = {name: value for name, value in STORY["configuration"].items() if name != "EnableBackupLog"}
    bought = {"DatabaseType": "MySQL", **STORY["plan"], **told, "BackupPlanId": "dbs0000000000"}
    late = {name: value for name, value in bought.items() if name != "BackupStartTime"}
    day.breaks("schedule", "MissingParameter", "CreateAndStartBackupPlan", BackupStrategyType="simple", **late)
    reply = day.call("CreateAndStartBackupPlan", {**bought, "BackupStrategyType": "simple"})
    plan = reply["BackupPlanId"]
    expect("its id is made", True, plan != bought["BackupPlanId"] and plan != day.plan)
    expect("a backup begins", True, reply["CreateBackupSet"])
    day.pass_time(65)
    other = day.described(plan)
    expect("at work", ("running", "sales"), (other["BackupPlanStatus"], other["BackupPlanName"]))
    first, day.plan = day.plan, plan
    (full,) = day.fulls()
    expect("its set", "finish", full["BackupStatus"])
    expect("no logs", [], day.logs())
    (point,) = day.ranges()
    (part,) = point["FullBackupList"]["FullBackupDetail"]
    expect("one moment to restore", ("point", full["BackupSetId"]), (point["RangeType"], part["BackupSetId"]))
    expect("that of the set", (full["StartTime"], full["EndTime"]), (part["StartTime"], part["EndTime"]))
    day.plan = first
    return plan


def it_is_given_up(day):
    day.without("BackupPlanId", "ReleaseBackupPlan")
    others = day.call("DescribeBackupPlanList", {})["TotalElements"] - 1
    day.of_plan("ReleaseBackupPlan")
    expect("one plan less", others, day.call("DescribeBackupPlanList", {})["TotalElements"])
    for operation, more in [
        ("ReleaseBackupPlan", {}), ("StartBackupPlan", {}), ("DescribeBackupPlanBilling", {}), ("DescribeDLAService", {}),
        ("RenewBackupPlan", {"Period": "Year", "UsedTime": 1}), ("StopBackupPlan", {"StopMethod": "ALL"}),
        ("DescribeFullBackupList", {}), ("DescribeIncrementBackupList", {}),
        ("DescribeRestoreRangeInfo", {"BeginTimestampForRestore": 0, "EndTimestampForRestore": 1}), ("EnableBackupLog", {}),
        ("ModifyBackupPlanName", {"BackupPlanName": "gone"}), ("UpgradeBackupPlan", {"InstanceClass": "small"}),
    ]:
        day.unknown(operation, BackupPlanId=day.plan, **more)
    expect("no tasks are left", [], day.listed("DescribeRestoreTaskList", "RestoreTaskDetail", BackupPlanId=day.plan))
    expect("no downloads are left", [], day.downloads(BackupPlanId=day.plan))
    day.unknown("CreateFullBackupSetDownload", BackupSetId=day.full)


def every_operation_was_called(day):
    expect("operations that were not called", set(), set(Tea.methods()) - day.called)
    expect("operations", 36, len(day.called))
    passwords = [STORY["account"]["DestinationEndpointPassword"], STORY["configuration"]["SourceEndpointPassword"]]
    passwords.append(STORY["account_of_source"]["SourceEndpointPassword"])
    said = "".join(day.said) + day.admin("journal")
    expect("passwords in replies and the journal", [], [it for it in passwords if it in said])
    return "%d operations" % len(day.called)


STEPS = [
    the_role_and_the_regions,
    addresses_to_let_in,
    gateways_and_what_they_reach,
    a_plan_is_bought,
    it_is_configured_and_checked,
    what_is_kept_is_changed,
    how_long_backups_are_kept,
    it_is_started_and_backs_up,
    logs_appear_with_time,
    what_can_be_restored,
    logs_off_and_on,
    a_restoration,
    tasks_have_no_errors,
    downloads_of_both_kinds,
    it_grows_and_is_renewed,
    a_pause_of_everything,
    another_one_in_one_call,
    it_is_given_up,
    every_operation_was_called,
]

if __name__ == "__main__":
    name, ready_file = sys.argv[1:]
    sys.exit(tell(name, Day(json.loads(Path(ready_file).read_text())), STEPS))
