"""The bicycle company's warehouse, every morning: one task for each step of `rox run`, as `rox plan --json` tells them.

What can be set in the environment of Airflow:

    ROX_PROJECT   the project's folder (default: the one that this file is in)
    ROX_TARGETS   targets of its rox.toml that a run may be asked for, the first one by default (default: local)
    ROX_PROGRAM   the program (default: the one of the Python module rox)
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, Param, TaskGroup, TriggerRule, task

from rox_airflow import RoxStageOperator, RoxStepOperator, plan

PROJECT = os.environ.get("ROX_PROJECT", str(Path(__file__).resolve().parents[2]))
TARGETS = os.environ.get("ROX_TARGETS", "local").split(",")
# Where a step's kind is shown. Those that aren't named here stand by themselves.
GROUPS = {
    "load": "load",
    "relate": "load",
    "upload": "load",
    "copy": "load",
    "transform": "marts",
    "check": "checks",
    "guard": "checks",
    "analyze": "analyses",
}

with DAG(
    dag_id="rox_bikes",
    description="Exports of the bicycle company to a warehouse that is checked, and five answers",
    doc_md=__doc__,
    schedule="0 6 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,  # a project has one warehouse at a time
    default_args={"retries": 2, "retry_delay": timedelta(minutes=1)},
    params={
        "target": Param(TARGETS[0], enum=TARGETS, description="where the warehouse is"),
        "full_refresh": Param(False, type="boolean", description="do all of it again, changed or not"),
        "stage": Param(False, type="boolean", description="also write the tables as Parquet, for Spark and others"),
    },
    tags=["rox"],
) as dag:
    # A target may need steps that others don't; one that a target has no need of does nothing there.
    steps: dict[str, dict] = {}
    for target in TARGETS:
        for step in plan(PROJECT, target):
            known = steps.setdefault(step["step"], {**step, "needs": []})
            known["needs"] = sorted({*known["needs"], *step["needs"]})

    common = {"project": PROJECT, "target": "{{ params.target }}"}
    start = RoxStepOperator(task_id="start", step="begin", full_refresh="{{ params.full_refresh }}", **common)
    end = EmptyOperator(task_id="end", trigger_rule=TriggerRule.NONE_FAILED)

    # A group and a task can't have the same id, and `checks` is a step.
    groups = {
        name: TaskGroup(group_id=f"all_{name}", group_display_name=name, prefix_group_id=False)
        for name in dict.fromkeys(GROUPS.values())
    }
    tasks = {}
    for name, step in steps.items():
        tasks[name] = RoxStepOperator(
            task_id=name,
            step=name,
            full_refresh="{{ params.full_refresh }}" if step["kind"] == "analyze" else False,
            assets="rox_bikes" if step["kind"] == "publish" else "",
            task_group=groups.get(GROUPS.get(step["kind"])),
            **common,
        )
    for name, step in steps.items():
        if not step["needs"]:
            start >> tasks[name]
        for needed in step["needs"]:
            tasks[needed] >> tasks[name]
    needed_by_some = {needed for step in steps.values() for needed in step["needs"]}
    for name in steps.keys() - needed_by_some:
        tasks[name] >> end

    with TaskGroup(group_id="all_staged", group_display_name="stage", prefix_group_id=False):

        @task.short_circuit(ignore_downstream_trigger_rules=False, retries=0)
        def is_staging_wanted(params: dict | None = None) -> bool:
            return bool(params and params["stage"])

        staged = RoxStageOperator(task_id="stage", lock_wait=3600, **common)
        start >> is_staging_wanted() >> staged >> end
