"""The story that every client goes through, told by an official Python client: story.py CLIENT READY_FILE."""

import json
import re
import sys
import urllib.request
from pathlib import Path

from clients import CLIENTS, Refused, clock_off_by
from tap import Tap, send_raw

HERE = Path(__file__).resolve().parent
STORY = json.loads((HERE / "../story.json").read_text())
CASES = json.loads((HERE / "../../../generated/dbs/cases/create_restore_task.json").read_text())


class Failure(Exception):
    """A step did not come out as expected."""


def expect(what, expected, came):
    if expected != came:
        raise Failure("%s\n  expected  %r\n  came      %r" % (what, expected, came))


class Teller:
    """One client, the service it talks to, and what of the story was told already."""

    def __init__(self, kind, ready):
        self.kind = kind
        self.key = (ready["access_key_id"], ready["access_key_secret"])
        self.service = ready["endpoint"].removeprefix("http://")
        self.client = self.new_client()
        self.plans = {}

    def new_client(self, endpoint=None, key=None):
        return CLIENTS[self.kind](endpoint or self.service, *(key or self.key))

    def call(self, operation, parameters=None):
        """A call that must succeed."""
        try:
            reply = self.client.call(operation, wire(parameters or {}))
        except Refused as refused:
            raise Failure("%s %s\n  expected  a reply\n  came      %s" % (operation, parameters, refused)) from None
        expect("%s: Success in %s" % (operation, reply), True, reply.get("Success"))
        return reply

    def refused(self, operation, code, parameters=None, client=None):
        """A call that must be refused with this code; the refusal."""
        try:
            reply = (client or self.client).call(operation, wire(parameters or {}))
        except Refused as refused:
            expect("%s %s: code of %s" % (operation, parameters, refused), code, refused.code)
            return refused
        raise Failure("%s %s\n  expected  %s\n  came      %s" % (operation, parameters, code, reply))

    def admin(self, path, body=None):
        """Asks the emulator itself."""
        url = "http://%s/_emulator/%s" % (self.service, path)
        with urllib.request.urlopen(url, None if body is None else json.dumps(body).encode(), timeout=10) as answer:
            return answer.read().decode()

    def plan_for(self, database):
        if database not in self.plans:
            self.plans[database] = self.new_plan(database)
        return self.plans[database]

    def new_plan(self, database="MySQL"):
        return self.call("CreateBackupPlan", {"DatabaseType": database, **STORY["plan"]})["BackupPlanId"]

    def restore(self, location="RDS", **more):
        """A valid request for a location, complete but for what `more` replaces."""
        told = STORY["restores"][location]
        plan = {} if "BackupPlanId" in more else {"BackupPlanId": self.plan_for(told["database"])}
        return {"DestinationEndpointInstanceType": location, **told["request"], **STORY["account"], **plan, **more}

    def new_task(self, location="RDS", **more):
        return self.call("CreateRestoreTask", self.restore(location, **more))["RestoreTaskId"]

    def tasks(self, **which):
        """The one page of tasks that is asked for: how many there are at all, how many pages, the tasks."""
        reply = self.call("DescribeRestoreTaskList", which)
        return reply["TotalElements"], reply["TotalPages"], reply["Items"]["RestoreTaskDetail"]

    def task(self, task):
        total, _, tasks = self.tasks(RestoreTaskId=task)
        expect("tasks with the id " + task, 1, total)
        return tasks[0]

    def plan_state(self, plan):
        reply = self.call("DescribeBackupPlanList", {"BackupPlanId": plan})
        return reply["Items"]["BackupPlanDetail"][0]["BackupPlanStatus"]


def wire(parameters):
    """Parameters as a client is given them: lists are one text of JSON."""
    text = lambda value: json.dumps(value, separators=(",", ":")) if isinstance(value, list) else value
    return {name: text(value) for name, value in parameters.items()}


def broken(message):
    """The rules that a message names as broken, in any order: `id: sentence; id: sentence`."""
    return {rule for rule in STORY["rules"] if re.search(r"(?<![\w.-])%s: " % re.escape(rule), message)}


def names_parameter(name, refused):
    expect("%s named in: %s" % (name, refused.message), True, name in refused.message)


def names_rules(rules, refused):
    expect("rules named in: " + refused.message, set(rules), broken(refused.message))
    for parameter in (parameter for rule in rules for parameter in STORY["rules"][rule]):
        names_parameter(parameter, refused)


def what_travels(teller):
    tap = Tap(teller.service)
    teller.new_client(endpoint=tap.endpoint).call("CreateRestoreTask", wire(teller.restore()))
    head, body = tap.sent.decode("latin-1").split("\r\n\r\n", 1)
    method, target, _ = head.split(" ", 2)
    is_v3 = re.search(r"(?i)\r\nauthorization: ACS3-HMAC-SHA256 ", head)
    came = (
        method,
        "V3" if is_v3 else "V1" if "SignatureVersion=1.0" in target + body else "none",
        "query" if re.search("[?&]BackupPlanId=", target) else "form",
    )
    expect("what goes over the wire", CLIENTS[teller.kind].wire, came)
    return ", ".join(came)


def regions(teller):
    reply = teller.call("DescribeRegions")
    expect("cn-hangzhou is a region", True, "cn-hangzhou" in reply["Regions"]["RegionCode"])


def plan_from_purchase_to_start(teller):
    plan = teller.plan_for("MySQL")
    expect("the id of the plan " + plan, True, bool(re.fullmatch("dbs[a-z0-9]{10}", plan)))
    expect("state of a new plan", "wait", teller.plan_state(plan))
    teller.call("ConfigureBackupPlan", {"BackupPlanId": plan, **STORY["configuration"]})
    expect("state of a configured plan", "init", teller.plan_state(plan))
    teller.call("StartBackupPlan", {"BackupPlanId": plan})
    expect("state of a started plan", "check_pass", teller.plan_state(plan))
    teller.admin("clock", {"advance_seconds": 6})
    expect("state of a plan past its check", "running", teller.plan_state(plan))


def restores_to_every_location(teller):
    for location, told in STORY["restores"].items():
        kept = teller.task(teller.new_task(location))
        expect("the location of the task", location, kept["DestinationEndpointInstanceType"])
        expect("the plan of the task", teller.plan_for(told["database"]), kept["BackupPlanId"])
    return ", ".join(STORY["restores"])


def every_case_of_the_rules(teller):
    """Each case the generator made of the rules, with a plan of its database type: refused exactly if a rule is broken."""
    plans, accepted, seen = {}, {}, {}
    for number, case in enumerate(CASES):
        database = case["facts"]["DatabaseType"]
        if database not in plans:
            plans[database], accepted[database] = teller.new_plan(database), 0
        request = {**case["request"], "BackupPlanId": plans[database]}
        rules = case["violations"][""]
        try:
            if rules:
                code = "InvalidParameter" if rules[0] == "time-or-set" else "MissingParameter"
                names_rules(rules, teller.refused("CreateRestoreTask", code, request))
            else:
                teller.call("CreateRestoreTask", request)
                accepted[database] += 1
        except Failure as failure:
            raise Failure("case %d, %s: %s" % (number, database, failure)) from None
        for rule in rules:
            seen[rule] = seen.get(rule, 0) + 1
    expect("rules broken by some case", set(STORY["rules"]), set(seen))
    for database, plan in plans.items():
        expect("tasks of the plan for " + database, accepted[database], teller.tasks(BackupPlanId=plan)[0])
    counts = ", ".join("%s %d" % item for item in seen.items())
    return "%d cases, %d accepted; refused: %s" % (len(CASES), sum(accepted.values()), counts)


def all_broken_rules_at_once(teller):
    told = STORY["three_broken"]
    request = {**told["request"], **STORY["account"], "BackupPlanId": teller.plan_for("MySQL")}
    names_rules(told["rules"], teller.refused("CreateRestoreTask", "MissingParameter", request))


def what_is_no_value(teller):
    request = teller.restore()
    refused = teller.refused("CreateRestoreTask", "InvalidParameter", {**request, "DestinationEndpointInstanceType": "rds"})
    names_parameter("DestinationEndpointInstanceType.value: ", refused)
    refused = teller.refused("CreateRestoreTask", "Param.NotFound", {**request, "BackupPlanId": "dbs0000000000"})
    names_parameter("BackupPlanId", refused)
    del request["RestoreTaskName"]
    names_parameter("RestoreTaskName", teller.refused("CreateRestoreTask", "MissingParameter", request))


def names_of_any_letters(teller):
    name = STORY["name_to_encode"]
    task = teller.new_task(RestoreTaskName=name)
    expect("the name kept", name, teller.task(task)["RestoreTaskName"])


def repeat_with_a_token(teller):
    plan = teller.new_plan()
    request = teller.restore(BackupPlanId=plan, ClientToken="token-of-" + teller.kind)
    first = teller.call("CreateRestoreTask", request)["RestoreTaskId"]
    expect("the task of the repetition", first, teller.call("CreateRestoreTask", request)["RestoreTaskId"])
    expect("tasks of the plan", 1, teller.tasks(BackupPlanId=plan)[0])
    request["RestoreTaskName"] = "another"
    teller.refused("CreateRestoreTask", "IdempotentParameterMismatch", request)
    expect("tasks of the plan", 1, teller.tasks(BackupPlanId=plan)[0])


def pages(teller):
    plan = teller.new_plan()
    made = {teller.new_task(BackupPlanId=plan) for _ in range(5)}
    listed = []
    for page, length in enumerate([2, 2, 1, 0]):
        total, pages_in_all, tasks = teller.tasks(BackupPlanId=plan, PageNum=page, PageSize=2)
        expect("total, pages and length of page %d" % page, (5, 3, length), (total, pages_in_all, len(tasks)))
        listed += [task["RestoreTaskId"] for task in tasks]
    expect("tasks on all pages", (5, made), (len(listed), set(listed)))
    too_large = {"BackupPlanId": plan, "PageSize": 101}
    names_parameter("PageSize", teller.refused("DescribeRestoreTaskList", "InvalidParameter", too_large))


def task_from_start_to_finish(teller):
    task = teller.new_task()
    expect("state of a new task", "init", teller.task(task)["RestoreStatus"])
    teller.call("StartRestoreTask", {"RestoreTaskId": task})
    expect("state of a started task", "check_pass", teller.task(task)["RestoreStatus"])
    teller.admin("clock", {"advance_seconds": 6})
    expect("state of a task past its check", "running", teller.task(task)["RestoreStatus"])
    teller.admin("clock", {"advance_seconds": 61})
    done = teller.task(task)
    came = (done["RestoreStatus"], done["FullDataRestoreProgress"])
    expect("state and progress of a task a minute later", ("finish", 100), came)
    expect("it finished after it was made", True, done["RestoreTaskFinishTime"] > done["RestoreTaskCreateTime"])
    teller.refused("StartRestoreTask", "InvalidParameter", {"RestoreTaskId": task})


def too_many_calls(teller):
    teller.admin("faults", {"fail": "DescribeRegions:Throttling.User:1"})
    teller.refused("DescribeRegions", "Throttling.User")
    teller.call("DescribeRegions")


def wrong_secret(teller):
    client = teller.new_client(key=(teller.key[0], "another"))
    refused = teller.refused("CreateRestoreTask", client.wrong_secret, teller.restore(), client)
    if refused.code == "SignatureDoesNotMatch":
        expect("it says what the service signed", True, bool(re.search(r"server string to sign is:\S", refused.message)))


def unknown_key(teller):
    client = teller.new_client(key=("nobody", teller.key[1]))
    teller.refused("DescribeRegions", "InvalidAccessKeyId.NotFound", client=client)


def expired_time(teller):
    for seconds in (-3600, 3600):
        with clock_off_by(seconds):
            teller.refused("DescribeRegions", "InvalidTimeStamp.Expired")
    with clock_off_by(-300):
        teller.call("DescribeRegions")


def replayed_nonce(teller):
    tap = Tap(teller.service)
    teller.new_client(endpoint=tap.endpoint).call("DescribeRegions", {})
    expect("one request went by", 1, len(re.findall(rb"(?m)^(GET|POST) /", tap.sent)))
    status, body = send_raw(teller.service, tap.sent)
    expect("the answer to the same bytes again", (400, "SignatureNonceUsed"), (status, json.loads(body)["Code"]))


def no_password_in_the_journal(teller):
    journal = teller.admin("journal")
    expect("calls are in the journal", True, "CreateRestoreTask" in journal)
    for password in STORY["account"]["DestinationEndpointPassword"], STORY["configuration"]["SourceEndpointPassword"]:
        expect("a password is in the journal", False, password in journal)


STEPS = [
    what_travels,
    regions,
    plan_from_purchase_to_start,
    restores_to_every_location,
    every_case_of_the_rules,
    all_broken_rules_at_once,
    what_is_no_value,
    names_of_any_letters,
    repeat_with_a_token,
    pages,
    task_from_start_to_finish,
    too_many_calls,
    wrong_secret,
    unknown_key,
    expired_time,
    replayed_nonce,
    no_password_in_the_journal,
]


def tell(kind, teller, steps):
    """Goes through all steps, or to the first that fails; the exit status."""
    for done, step in enumerate(steps):
        name = step.__name__.replace("_", " ")
        try:
            note = step(teller)
        except Exception as error:
            if not isinstance(error, Failure):
                raise
            print("FAILED %s: %s: %s" % (kind, name, error))
            print("%s: %d passed, 1 failed" % (kind, done))
            return 1
        print("ok %s: %s%s" % (kind, name, " (%s)" % note if note else ""))
    print("%s: %d passed, 0 failed" % (kind, len(steps)))
    return 0


def main(kind, ready_file):
    return tell(kind, Teller(kind, json.loads(Path(ready_file).read_text())), STEPS)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
