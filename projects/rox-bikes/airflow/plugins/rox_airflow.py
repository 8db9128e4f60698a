"""Airflow operators for rox. They need Airflow 3 (nothing but its public API, airflow.sdk) and the Python module rox.

    from rox_airflow import RoxQualityOperator, RoxStageOperator, RoxStepOperator

    RoxStageOperator(task_id="stage_orders", project="/data/bikes", tables=["SalesOrderHeader"])
    RoxQualityOperator(task_id="orders_hold", project="/data/bikes", tables=["SalesOrderHeader"])
    RoxStepOperator(task_id="load_orders", project="/data/bikes", step="load.SalesOrderHeader")

Each runs one command of rox, has what rox says in the task's log, and hands what was counted to others as its XCom:
{"run": "...", "status": "done", "rows_in": 5, "rows_out": 5, "rejects": 0, "bytes": 60, ...}, and of a table or mart of
which only some rows changed "changed": {"inserted": 1, "updated": 2, "deleted": 0}. What can get better by
itself (a server that is away, a lock that is held) is tried again, as the task's `retries` say. What can't (bad data, a
broken project) fails at once.

The module comes with the program in rox's wheel: pip install rox_warehouse-….whl. Another program is taken where the
environment's ROX_PROGRAM names one.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

import rox
from airflow.sdk import Asset, AssetAlias, BaseOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

OUTSIDE_FAILED = 3  # rox's exit code for what lies outside of it: network, disk, another run that goes on
SHOWN_ROWS = 20


def plan(project: str, target: str = "local") -> list[dict[str, Any]]:
    """The steps of a run on that target, as `rox plan --json` tells them: step, kind, subject, needs, due, reason."""
    try:
        return rox.report("plan", project=project, target=target)["steps"]
    except rox.Error as error:
        raise AirflowException(f"rox plan -C {project} -t {target}: {error}") from error


def table_asset(name: str, table: str, target: str = "local") -> Asset:
    """The asset that a table or mart of a warehouse is, for a DAG that waits for it: schedule=[table_asset("bikes", "fact_sales")].

    It is updated when a run publishes it with other rows than before; `name` is the `assets` of the operator that publishes.
    """
    return Asset(uri=f"rox://{name}/{quote(target)}/{quote(table)}", name=f"{name}.{target}.{table}")


class RoxOperator(BaseOperator):
    """Any command of rox that takes --json.

    :param arguments: what comes after `rox`; templated
    :param project: the project's folder; templated
    :param target: a target of its rox.toml; templated
    :param lock_wait: how many seconds to wait while another run of the project goes on; None: the command has no --wait
    """

    template_fields: Sequence[str] = ("arguments", "project", "target")
    ui_color = "#dcecf7"

    def __init__(
        self,
        *,
        arguments: Sequence[str],
        project: str,
        target: str = "local",
        lock_wait: float | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.arguments = list(arguments)
        self.project = project
        self.target = target
        self.lock_wait = lock_wait
        self._running: rox.Command | None = None

    def execute(self, context: Any) -> dict[str, Any]:
        arguments = self._arguments()
        self.log.info("$ %s", shlex.join(["rox", *arguments]))
        try:
            self._running = rox.Command(*arguments, log=lambda line: self.log.info("%s", line))
            report = _object(self._running.result())
        except rox.Error as error:
            self.report(_object(error.run))
            failure = AirflowException if error.exit_code == OUTSIDE_FAILED else AirflowFailException
            raise failure(str(error)) from None
        self.report(report)
        return self.result(report)

    def on_kill(self) -> None:
        """Airflow wants the task to end: rox then ends the step in order, and what it did stays done."""
        if self._running:
            self._running.terminate()

    def report(self, report: dict[str, Any]) -> None:
        """Logs what rox found, whether it ended well or not."""
        for step in report.get("steps", []):
            self.log.info(
                "%s: %s, %s rows in, %s rows out, %s rejected, %.3f s",
                *(step.get(key) for key in ("step", "status", "rows_in", "rows_out", "rejects", "seconds")),
            )
        for drift in report.get("drift", []):
            self.log.warning("drift: %s", drift.get("detail") or drift)
        for check in report.get("failing_checks", []):
            log_failing_rows(self.log, check)

    def result(self, report: dict[str, Any]) -> dict[str, Any]:
        """What others may want of it: the XCom."""
        steps = report.get("steps", [])
        counts = {key: sum(step.get(key, 0) for step in steps) for key in ("rows_in", "rows_out", "rejects", "bytes")}
        result = {"run": report.get("run"), "status": report.get("status"), **counts}
        if len(steps) == 1 and "changed" in steps[0]:
            result["changed"] = steps[0]["changed"]
        return result

    def _arguments(self) -> list[str]:
        arguments = [*self.arguments, "--json", "-C", self.project, "-t", self.target]
        return arguments if self.lock_wait is None else [*arguments, "--wait", str(self.lock_wait)]


class RoxStepOperator(RoxOperator):
    """One step of `rox run`; `step` is its name in `rox plan`, or "begin".

    :param full_refresh: for begin and analyses: do it all again; a template that renders to true or false
    :param assets: for publish: tables and marts whose rows changed are told as assets of that name (table_asset())
    """

    template_fields: Sequence[str] = ("step", "full_refresh", *RoxOperator.template_fields)

    def __init__(
        self, *, step: str, full_refresh: str | bool = False, lock_wait: float = 3600, assets: str = "", **kwargs: Any
    ) -> None:
        # Which ones there are is known once it is published, so they go by an alias.
        if assets:
            kwargs.setdefault("outlets", []).append(AssetAlias(assets))
        super().__init__(arguments=["step", step], lock_wait=lock_wait, **kwargs)
        self.step = step
        self.full_refresh = full_refresh
        self.assets = assets

    def execute(self, context: Any) -> dict[str, Any]:
        result = super().execute(context)
        if self.assets and result["status"] == "done":
            for table, change in self._changed_tables(context):
                asset = table_asset(self.assets, table, self.target)
                context["outlet_events"][AssetAlias(self.assets)].add(asset, extra={"run": result["run"], **change})
        return result

    def _changed_tables(self, context: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        """What the steps before this one made with other rows than before: name, and {"rows", "changed" if it is known}."""
        for task in self.get_flat_relatives(upstream=True):
            kind, _, subject = getattr(task, "step", "").partition(".")
            result = context["ti"].xcom_pull(task_ids=task.task_id) if kind in ("load", "transform") else None
            if not result or result["status"] != "done":
                continue
            changed = result.get("changed")
            if changed is None or any(changed.values()):
                yield subject, {"rows": result["rows_out"]} | ({"changed": changed} if changed else {})

    def _arguments(self) -> list[str]:
        refresh = str(self.full_refresh).lower() == "true"
        return super()._arguments() + (["--full-refresh"] if refresh else [])


class RoxStageOperator(RoxOperator):
    """Stages tables as Parquet (`rox stage`): all of them, or those of `tables`. Only what changed."""

    def __init__(self, *, tables: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(arguments=["stage", *tables], **kwargs)


class RoxQualityOperator(RoxOperator):
    """Asks whether the data hold what the model and checks/*.sql say (`rox check`), and fails with the rows that don't.

    :param checks: names of checks; none means all
    :param tables: only checks of these tables
    """

    ui_color = "#f7ecdc"

    def __init__(self, *, checks: Sequence[str] = (), tables: Sequence[str] = (), **kwargs: Any) -> None:
        arguments = ["check", *checks]
        for table in tables:
            arguments += ["--table", table]
        super().__init__(arguments=arguments, **kwargs)

    def report(self, report: dict[str, Any]) -> None:
        for check in report.get("checks", []):
            if check["failures"]:
                log_failing_rows(self.log, check)

    def result(self, report: dict[str, Any]) -> dict[str, Any]:
        checks = report.get("checks", [])
        return {
            "run": report.get("run"),
            "status": report.get("status"),
            "checks": len(checks),
            "failing_rows": {check["check"]: check["failures"] for check in checks if check["failures"]},
        }


def log_failing_rows(log: Any, check: dict[str, Any]) -> None:
    """The first rows that a check found, as lines of the log."""
    say = log.error if check["status"] == "fail" else log.warning
    say("check %s (%s): %s; %s failing rows, kept in %s", *(check[key] for key in ("check", "status", "title", "failures", "file")))
    names = [column["name"] for column in check["columns"]]
    for row in check["rows"][:SHOWN_ROWS]:
        say("  %s", ", ".join(f"{name} = {value}" for name, value in zip(names, row, strict=True)))


def _object(output: bytes | dict[str, Any] | None) -> dict[str, Any]:
    """What rox reported; empty where it reported nothing, or something that is no object."""
    try:
        report = json.loads(output) if isinstance(output, bytes) else output
    except ValueError:
        return {}
    return report if isinstance(report, dict) else {}
