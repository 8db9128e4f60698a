"""Failures that a test asks for, in a file of JSON that is read anew with each request:

[{"action": "cloudformation:CreateChangeSet", "status": 403, "code": "AccessDenied", "message": "…", "times": 1},
 {"resource": "Workgroup", "reason": "…"},
 {"column": "table.column", "longest": 10}]

The first refuses an action (`times` times, or always), the second fails the making of a resource of a stack, the third
lets COPY refuse longer values of a column.
"""
import json
import threading


class Faults:
    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()
        self.used = {}

    def _read(self):
        try:
            with open(self.path, encoding="utf-8") as file:
                return json.load(file)
        except FileNotFoundError:
            return []

    def refusal(self, action):
        with self.lock:
            for number, fault in enumerate(self._read()):
                if fault.get("action") != action:
                    continue
                key = (number, json.dumps(fault, sort_keys=True))
                self.used[key] = self.used.get(key, 0) + 1
                if self.used[key] <= fault.get("times", 1 << 30):
                    return fault
        return None

    def resource_failure(self, logical_id):
        return next((fault["reason"] for fault in self._read() if fault.get("resource") == logical_id), None)

    def longest(self, table, column):
        return next((fault["longest"] for fault in self._read() if fault.get("column") == f"{table}.{column}"), None)
