"""Drives a run end to end with Airflow's own client; prints what it saw, a line each.

usage: drive.py URL PASSWORD_FILE DAG_ID
"""

import json
import sys
import time
import urllib.request

import airflow_client.client as airflow
from airflow_client.client.api import dag_api, dag_run_api, task_instance_api, x_com_api
from airflow_client.client.api import import_error_api, monitor_api, pool_api, version_api
from airflow_client.client.models.dag_patch_body import DAGPatchBody
from airflow_client.client.models.dag_runs_batch_body import DAGRunsBatchBody
from airflow_client.client.models.clear_task_instances_body import ClearTaskInstancesBody
from airflow_client.client.models.trigger_dag_run_post_body import TriggerDAGRunPostBody

url, password_file, dag_id = sys.argv[1:]


def token():
    with open(password_file) as file:
        body = json.dumps({"username": "admin", "password": file.read().strip()})
    request = urllib.request.Request(
        url + "/auth/token", data=body.encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["access_token"]


configuration = airflow.Configuration(host=url, access_token=token())
with airflow.ApiClient(configuration) as client:
    dags = dag_api.DAGApi(client)
    runs = dag_run_api.DagRunApi(client)
    tasks = task_instance_api.TaskInstanceApi(client)

    print("version", version_api.VersionApi(client).get_version().version is not None)
    print("scheduler", monitor_api.MonitorApi(client).get_health().scheduler.status)
    print("dags", [dag.dag_id for dag in dags.get_dags(dag_id_pattern=dag_id).dags])
    print("paused", dags.get_dag_details(dag_id).is_paused)
    print("unpaused", not dags.patch_dag(dag_id, DAGPatchBody(is_paused=False)).is_paused)
    print("import errors", import_error_api.ImportErrorApi(client).get_import_errors().total_entries)
    print("pools", [pool.name for pool in pool_api.PoolApi(client).get_pools(pool_name_prefix_pattern="default").pools])

    run = runs.trigger_dag_run(dag_id, TriggerDAGRunPostBody(logical_date=None, conf={"day": "monday"}))
    print("conf", run.conf)
    for _ in range(600):
        run = runs.get_dag_run(dag_id, run.dag_run_id)
        if run.state.value in ("success", "failed"):
            break
        time.sleep(0.2)
    print("state", run.state.value)
    print("listed", runs.get_dag_runs(dag_id, state=["success"]).total_entries)
    print("batch", runs.get_list_dag_runs_batch("~", DAGRunsBatchBody(dag_ids=[dag_id])).total_entries)

    instances = tasks.get_task_instances(dag_id, run.dag_run_id).task_instances
    print("tasks", sorted((each.task_id, each.state.value, each.try_number) for each in instances))
    print("tries", tasks.get_task_instance_tries(dag_id, run.dag_run_id, "say").total_entries)
    log = tasks.get_log(dag_id, run.dag_run_id, "say", 1)
    events = [line.event for line in log.content.actual_instance if hasattr(line, "event")]
    print("log", [event for event in events if "world" in event])

    xcoms = x_com_api.XComApi(client)
    print("xcoms", [each.key for each in xcoms.get_xcom_entries(dag_id, run.dag_run_id, "greet").xcom_entries])
    entry = xcoms.get_xcom_entry(dag_id, "greet", run.dag_run_id, "return_value")
    print("xcom", entry.actual_instance.value)

    cleared = tasks.post_clear_task_instances(
        dag_id, ClearTaskInstancesBody(dag_run_id=run.dag_run_id, dry_run=True, only_failed=False)
    )
    print("would clear", cleared.total_entries)
