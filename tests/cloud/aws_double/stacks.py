"""CloudFormation: change sets, resources one after the other with their events, rollback, drift."""
import copy
import datetime
import json
import re
import threading
import time
import uuid

from .resources import TYPES, Failed
from .signatures import Refused

DAWDLE = 0.02  # seconds that each resource takes


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Stack:
    def __init__(self, name, account, region):
        self.name = name
        self.token = uuid.uuid4().hex[:12]
        self.id = f"arn:aws:cloudformation:{region}:{account}:stack/{name}/{uuid.uuid4()}"
        self.status, self.reason = "REVIEW_IN_PROGRESS", ""
        self.template = {"Resources": {}, "Outputs": {}}
        self.resources = {}  # logical id: {"type", "physical", "attributes", "properties"}
        self.outputs = {}
        self.events = []
        self.change_sets = {}


class Stacks:
    def __init__(self, below, warehouses, faults, config):
        self.below, self.warehouses, self.faults = below, warehouses, faults
        self.account, self.region = "123456789012", config["region"]
        self.stacks = {}  # by id
        self.drifts = {}
        self.lock = threading.Lock()

    # ------------------------------------------------------------------------------------------------- the API

    def query(self, action, parameters, arn):
        return getattr(self, "do_" + action)(parameters)

    def _find(self, name):
        for stack in reversed(list(self.stacks.values())):
            if stack.id == name or (stack.name == name and stack.status != "DELETE_COMPLETE"):
                return stack
        raise Refused(400, "ValidationError", f"Stack with id {name} does not exist")

    def do_DescribeStacks(self, parameters):
        stack = self._find(parameters["StackName"])
        return {"Stacks": [{"StackId": stack.id, "StackName": stack.name, "StackStatus": stack.status,
                            "StackStatusReason": stack.reason,
                            "Outputs": [{"OutputKey": key, "OutputValue": value} for key, value in stack.outputs.items()]}]}

    def do_CreateChangeSet(self, parameters):
        template = json.loads(parameters["TemplateBody"])
        if "AWS::IAM::Role" in {resource["Type"] for resource in template["Resources"].values()} and \
                parameters.get("Capabilities.member.1") != "CAPABILITY_IAM":
            raise Refused(400, "InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_IAM]")
        unknown = [resource["Type"] for resource in template["Resources"].values() if resource["Type"] not in TYPES]
        if unknown:
            raise Refused(400, "ValidationError", f"the double knows no {unknown[0]}")
        name = parameters["StackName"]
        if parameters["ChangeSetType"] == "CREATE":
            try:
                stack = self._find(name)
                if stack.status != "REVIEW_IN_PROGRESS":
                    raise Refused(400, "ValidationError", f"Stack [{name}] already exists")
            except Refused as refused:
                if "does not exist" not in refused.message:
                    raise
                stack = Stack(name, self.account, self.region)
                self.stacks[stack.id] = stack
        else:
            stack = self._find(name)
            if not re.fullmatch("(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE", stack.status):
                raise Refused(400, "ValidationError",
                              f"Stack:{stack.id} is in {stack.status} state and can not be updated.")
        identity = f"arn:aws:cloudformation:{self.region}:{self.account}:changeSet/{parameters['ChangeSetName']}/{uuid.uuid4()}"
        stack.change_sets[identity] = (template, self._changes(stack, template), time.monotonic())
        return {"Id": identity, "StackId": stack.id}

    def _changes(self, stack, template):
        changes = []
        for name, resource in template["Resources"].items():
            if name not in stack.template["Resources"]:
                changes.append({"Action": "Add", "LogicalResourceId": name, "ResourceType": resource["Type"]})
                continue
            before, after = stack.template["Resources"][name].get("Properties", {}), resource.get("Properties", {})
            changed = [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]
            if changed:
                replaced = any(key in TYPES[resource["Type"]].replaced_by for key in changed)
                changes.append({"Action": "Modify", "LogicalResourceId": name, "ResourceType": resource["Type"],
                                "PhysicalResourceId": stack.resources[name]["physical"],
                                "Replacement": "True" if replaced else "False",
                                "Details": [{"Target": {"Attribute": "Properties", "Name": key}} for key in changed]})
        for name, resource in stack.template["Resources"].items():
            if name not in template["Resources"]:
                changes.append({"Action": "Remove", "LogicalResourceId": name, "ResourceType": resource["Type"],
                                "PhysicalResourceId": stack.resources[name]["physical"]})
        return changes

    def _change_set(self, parameters):
        stack = self._find(parameters["StackName"])
        if parameters["ChangeSetName"] not in stack.change_sets:
            raise Refused(404, "ChangeSetNotFound", f"ChangeSet [{parameters['ChangeSetName']}] does not exist")
        return stack, stack.change_sets[parameters["ChangeSetName"]]

    def do_DescribeChangeSet(self, parameters):
        _, (_, changes, since) = self._change_set(parameters)
        if time.monotonic() - since < 0.1:
            return {"Status": "CREATE_IN_PROGRESS"}
        if not changes:
            return {"Status": "FAILED", "StatusReason": "The submitted information didn't contain changes. Submit different "
                                                        "information to create a change set."}
        return {"Status": "CREATE_COMPLETE", "Changes": [{"Type": "Resource", "ResourceChange": change} for change in changes]}

    def do_DeleteChangeSet(self, parameters):
        stack = self._find(parameters["StackName"])
        stack.change_sets.pop(parameters["ChangeSetName"], None)
        return {}

    def do_ExecuteChangeSet(self, parameters):
        stack, (template, changes, _) = self._change_set(parameters)
        if stack.status.endswith("_IN_PROGRESS") and stack.status != "REVIEW_IN_PROGRESS":
            raise Refused(400, "InvalidChangeSetStatus", f"stack {stack.name} is {stack.status}")
        fresh = stack.status == "REVIEW_IN_PROGRESS"
        stack.change_sets.clear()
        self._stack_event(stack, "CREATE_IN_PROGRESS" if fresh else "UPDATE_IN_PROGRESS", "User Initiated")
        threading.Thread(target=self._create if fresh else self._update, args=(stack, template, changes),
                         daemon=True).start()
        return {}

    def do_DeleteStack(self, parameters):
        try:
            stack = self._find(parameters["StackName"])
        except Refused:
            return {}
        if stack.status == "REVIEW_IN_PROGRESS":
            stack.status = "DELETE_COMPLETE"
            return {}
        self._stack_event(stack, "DELETE_IN_PROGRESS", "User Initiated")
        threading.Thread(target=self._delete, args=(stack,), daemon=True).start()
        return {}

    def do_DescribeStackEvents(self, parameters):
        return {"StackEvents": list(reversed(self._find(parameters["StackName"]).events))}

    def do_DetectStackDrift(self, parameters):
        stack = self._find(parameters["StackName"])
        identity = str(uuid.uuid4())
        self.drifts[identity] = time.monotonic()
        stack.drift = [self._drift(name, resource) for name, resource in stack.resources.items()]
        return {"StackDriftDetectionId": identity}

    def do_DescribeStackDriftDetectionStatus(self, parameters):
        since = self.drifts[parameters["StackDriftDetectionId"]]
        done = time.monotonic() - since > 0.3
        return {"DetectionStatus": "DETECTION_COMPLETE" if done else "DETECTION_IN_PROGRESS"}

    def do_DescribeStackResourceDrifts(self, parameters):
        wanted = {value for key, value in parameters.items() if key.startswith("StackResourceDriftStatusFilters")}
        stack = self._find(parameters["StackName"])
        return {"StackResourceDrifts": [drift for drift in stack.drift if drift["StackResourceDriftStatus"] in wanted]}

    def _drift(self, name, resource):
        live = TYPES[resource["type"]].live(self, resource["physical"], resource["properties"])
        drift = {"LogicalResourceId": name, "ResourceType": resource["type"], "StackResourceDriftStatus": "IN_SYNC"}
        if live is None:
            return {**drift, "StackResourceDriftStatus": "DELETED"}
        differences = list(differing("", resource["properties"], live))
        if differences:
            drift.update({"StackResourceDriftStatus": "MODIFIED", "PropertyDifferences": differences})
        return drift

    # --------------------------------------------------------------------------------- making, changing, deleting

    def _event(self, stack, name, kind, physical, status, reason=""):
        with self.lock:
            stack.events.append({"EventId": str(uuid.uuid4()), "StackId": stack.id, "StackName": stack.name,
                                 "LogicalResourceId": name, "PhysicalResourceId": physical, "ResourceType": kind,
                                 "Timestamp": now(), "ResourceStatus": status, "ResourceStatusReason": reason})

    def _stack_event(self, stack, status, reason=""):
        self._event(stack, stack.name, "AWS::CloudFormation::Stack", stack.id, status, reason)
        stack.status, stack.reason = status, reason

    def _make(self, stack, name, resource):
        kind = resource["Type"]
        self._event(stack, name, kind, "", "CREATE_IN_PROGRESS")
        time.sleep(DAWDLE)
        try:
            reason = self.faults.resource_failure(name)
            if reason:
                raise Failed(reason)
            properties = self._resolve(stack, resource.get("Properties", {}))
            physical, attributes = TYPES[kind].make(self, stack, name, properties)
        except Exception as error:
            self._event(stack, name, kind, "", "CREATE_FAILED", str(error))
            raise Failed(name) from error
        stack.resources[name] = {"type": kind, "physical": physical, "attributes": attributes, "properties": properties}
        self._event(stack, name, kind, physical, "CREATE_COMPLETE")

    def _remove(self, stack, name):
        resource = stack.resources[name]
        self._event(stack, name, resource["type"], resource["physical"], "DELETE_IN_PROGRESS")
        time.sleep(DAWDLE)
        try:
            TYPES[resource["type"]].delete(self, resource["physical"], resource["properties"])
        except Exception as error:
            self._event(stack, name, resource["type"], resource["physical"], "DELETE_FAILED", str(error))
            raise Failed(name) from error
        self._event(stack, name, resource["type"], resource["physical"], "DELETE_COMPLETE")
        del stack.resources[name]

    def _create(self, stack, template, _):
        try:
            for name in in_order(template["Resources"]):
                self._make(stack, name, template["Resources"][name])
        except Failed as failed:
            self._stack_event(stack, "ROLLBACK_IN_PROGRESS",
                              f"The following resource(s) failed to create: [{failed}]. Rollback requested by user.")
            for name in reversed(list(stack.resources)):
                self._remove(stack, name)
            self._stack_event(stack, "ROLLBACK_COMPLETE")
            return
        self._settle(stack, template)
        self._stack_event(stack, "CREATE_COMPLETE")

    def _update(self, stack, template, changes):
        by_name = {change["LogicalResourceId"]: change for change in changes}
        try:
            for name in in_order(template["Resources"]):
                change = by_name.get(name)
                if change is None:
                    continue
                if change["Action"] == "Modify":
                    self._event(stack, name, change["ResourceType"], change["PhysicalResourceId"], "UPDATE_IN_PROGRESS")
                    properties = self._resolve(stack, template["Resources"][name].get("Properties", {}))
                    if change["Replacement"] == "True":
                        self._remove(stack, name)
                        self._make(stack, name, template["Resources"][name])
                    else:
                        TYPES[change["ResourceType"]].change(self, change["PhysicalResourceId"], properties)
                        stack.resources[name]["properties"] = properties
                    self._event(stack, name, change["ResourceType"], change["PhysicalResourceId"], "UPDATE_COMPLETE")
                else:
                    self._make(stack, name, template["Resources"][name])
            for name, change in by_name.items():
                if change["Action"] == "Remove":
                    self._remove(stack, name)
        except Failed as failed:
            self._stack_event(stack, "UPDATE_ROLLBACK_COMPLETE", f"The following resource(s) failed: [{failed}].")
            return
        self._settle(stack, template)
        self._stack_event(stack, "UPDATE_COMPLETE")

    def _settle(self, stack, template):
        stack.template = copy.deepcopy(template)
        stack.outputs = {name: self._resolve(stack, output["Value"]) for name, output in template["Outputs"].items()}

    def _delete(self, stack):
        try:
            for name in reversed(list(stack.resources)):
                self._remove(stack, name)
        except Failed as failed:
            self._stack_event(stack, "DELETE_FAILED", f"The following resource(s) failed to delete: [{failed}].")
            return
        self._stack_event(stack, "DELETE_COMPLETE")

    def _resolve(self, stack, value):
        if isinstance(value, list):
            return [self._resolve(stack, inner) for inner in value]
        if not isinstance(value, dict):
            return value
        if set(value) == {"Ref"}:
            return self._reference(stack, value["Ref"])
        if set(value) == {"Fn::GetAtt"}:
            name, attribute = value["Fn::GetAtt"]
            return stack.resources[name]["attributes"][attribute]
        if set(value) == {"Fn::Sub"}:
            return re.sub(r"\$\{([^}]+)\}", lambda match: self._substitute(stack, match.group(1)), value["Fn::Sub"])
        if set(value) == {"Fn::GetAZs"}:
            return [self.region + letter for letter in "abc"]
        if set(value) == {"Fn::Select"}:
            index, choices = value["Fn::Select"]
            return self._resolve(stack, choices)[index]
        return {name: self._resolve(stack, inner) for name, inner in value.items()}

    def _reference(self, stack, name):
        pseudo = {"AWS::AccountId": self.account, "AWS::Partition": "aws", "AWS::Region": self.region}
        return pseudo[name] if name in pseudo else stack.resources[name]["physical"]

    def _substitute(self, stack, name):
        if "." in name:
            logical, attribute = name.split(".")
            return stack.resources[logical]["attributes"][attribute]
        return self._reference(stack, name)


def in_order(resources):
    """Names, each after those that it needs."""
    needs = {name: set(re.findall(r'"Ref": "(\w+)"|"Fn::GetAtt": \["(\w+)"|\$\{(\w+)', json.dumps(resource)))
             for name, resource in resources.items()}
    order = []

    def visit(name):
        if name in order:
            return
        for found in sorted(needs[name]):
            for needed in filter(None, found):
                if needed in resources and needed != name:
                    visit(needed)
        depends = resources[name].get("DependsOn", [])
        for needed in [depends] if isinstance(depends, str) else depends:
            visit(needed)
        order.append(name)

    for name in resources:
        visit(name)
    return order


def differing(path, wanted, actual):
    """PropertyDifferences, leaf by leaf."""
    if isinstance(wanted, dict) and isinstance(actual, dict):
        for key in sorted({*wanted, *actual}):
            yield from differing(f"{path}/{key}", wanted.get(key), actual.get(key))
    elif isinstance(wanted, list) and isinstance(actual, list) and len(wanted) == len(actual):
        for index, pair in enumerate(zip(wanted, actual)):
            yield from differing(f"{path}/{index}", *pair)
    elif wanted != actual:
        yield {"PropertyPath": path, "ExpectedValue": json.dumps(wanted), "ActualValue": json.dumps(actual),
               "DifferenceType": "NOT_EQUAL"}
