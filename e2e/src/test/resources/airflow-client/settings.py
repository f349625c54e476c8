"""Sets things up, fills the past and cleans up with Airflow's own client; prints what it saw, a line each.

usage: settings.py URL PASSWORD_FILE DAG_ID
"""

import datetime
import json
import sys
import time
import urllib.request

import airflow_client.client as airflow
from airflow_client.client.api import backfill_api, config_api, connection_api, dag_api, dag_run_api, dag_source_api
from airflow_client.client.api import dag_stats_api, dag_version_api, dag_warning_api, event_log_api, job_api
from airflow_client.client.api import plugin_api, pool_api, provider_api, task_instance_api, variable_api, x_com_api
from airflow_client.client.exceptions import ApiException
from airflow_client.client.models.actions_inner3 import ActionsInner3
from airflow_client.client.models.backfill_post_body import BackfillPostBody
from airflow_client.client.models.bulk_body_pool_body import BulkBodyPoolBody
from airflow_client.client.models.bulk_create_action_pool_body import BulkCreateActionPoolBody
from airflow_client.client.models.clear_task_instances_body import ClearTaskInstancesBody
from airflow_client.client.models.connection_body import ConnectionBody
from airflow_client.client.models.dag_patch_body import DAGPatchBody
from airflow_client.client.models.pool_body import PoolBody
from airflow_client.client.models.pool_patch_body import PoolPatchBody
from airflow_client.client.models.variable_body import VariableBody
from airflow_client.client.models.x_com_create_body import XComCreateBody
from airflow_client.client.models.x_com_update_body import XComUpdateBody

url, password_file, dag_id = sys.argv[1:]


def token():
    with open(password_file) as file:
        body = json.dumps({"username": "admin", "password": file.read().strip()})
    request = urllib.request.Request(
        url + "/auth/token", data=body.encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["access_token"]


def refused(call):
    try:
        call()
        return "not refused"
    except ApiException as e:
        return e.status


def wait(check):
    for _ in range(600):
        if check():
            return True
        time.sleep(0.2)
    return False


configuration = airflow.Configuration(host=url, access_token=token())
with airflow.ApiClient(configuration) as client:
    dags = dag_api.DAGApi(client)
    runs = dag_run_api.DagRunApi(client)
    tasks = task_instance_api.TaskInstanceApi(client)

    pools = pool_api.PoolApi(client)
    pools.post_pool(PoolBody(name="gpu", slots=2, description="cards"))
    print("pool again", refused(lambda: pools.post_pool(PoolBody(name="gpu", slots=2))))
    print("pool slots", pools.patch_pool("gpu", PoolPatchBody(slots=3), update_mask=["slots"]).slots)
    create = BulkCreateActionPoolBody(
        action="create", action_on_existence="skip", entities=[PoolBody(name="gpu", slots=1), PoolBody(name="tpu", slots=1)]
    )
    print("pools made", pools.bulk_pools(BulkBodyPoolBody(actions=[ActionsInner3(create)])).create.success)
    print("pools", [each.name for each in pools.get_pools(order_by=["-name"], limit=2, offset=1).pools])
    pools.delete_pool("tpu")
    print("pool gone", refused(lambda: pools.get_pool("tpu")))

    variables = variable_api.VariableApi(client)
    variables.post_variable(VariableBody(key="bucket", value="gs://old", description="where"))
    print("variable", variables.patch_variable("bucket", VariableBody(key="bucket", value="gs://models")).value)
    print("encrypted", variables.get_variable("bucket").is_encrypted)
    print("variables", [each.key for each in variables.get_variables(variable_key_prefix_pattern="buck").variables])

    connections = connection_api.ConnectionApi(client)
    made = connections.post_connection(
        ConnectionBody(
            connection_id="lake", conn_type="postgres", host="db", login="ann", password="hunter2-hunter2",
            port=5432, var_schema="sales", extra='{"sslmode": "require", "token": "hunter3"}',
        )
    )
    print("connection", made.connection_id, made.password, made.extra)
    changed = connections.patch_connection(
        "lake", ConnectionBody(connection_id="lake", conn_type="postgres", host="replica"), update_mask=["host"]
    )
    print("connection host", changed.host, changed.login)
    print("connections", [each.connection_id for each in connections.get_connections(order_by=["connection_id"]).connections])
    print("connection wrong", refused(lambda: connections.get_connection("none")))
    nobody_there = ConnectionBody(connection_id="a", conn_type="http", host="127.0.0.1", port=1)
    print("connection test", connections.test_connection(nobody_there).status)

    dags.favorite_dag(dag_id)
    print("favourites", [dag.dag_id for dag in dags.get_dags(is_favorite=True).dags])
    dags.unfavorite_dag(dag_id)
    print("tags", dags.get_dag_tags().tags)

    dags.patch_dag(dag_id, DAGPatchBody(is_paused=False))
    backfills = backfill_api.BackfillApi(client)
    day = datetime.datetime(2025, 3, 1, tzinfo=datetime.timezone.utc)
    body = BackfillPostBody(
        dag_id=dag_id, from_date=day, to_date=day + datetime.timedelta(days=1), max_active_runs=1, dag_run_conf={"a": 1}
    )
    print("would fill", [str(each.logical_date) for each in backfills.create_backfill_dry_run(body).backfills])
    backfill = backfills.create_backfill(body)
    print("filled", wait(lambda: backfills.get_backfill(backfill.id).completed_at is not None))
    print("backfills", backfills.list_backfills(dag_id).total_entries)

    found = runs.get_dag_runs(dag_id, run_type=["backfill"], order_by=["-logical_date"], limit=1)
    run = found.dag_runs[0]
    print("runs", found.total_entries, run.state.value, run.logical_date.date(), run.conf)
    seen = tasks.get_log(dag_id, run.dag_run_id, "read", 1).content.actual_instance
    print("task saw", [line.event for line in seen if "bucket" in (getattr(line, "event", "") or "")])

    xcoms = x_com_api.XComApi(client)
    entry = xcoms.create_xcom_entry(dag_id, "read", run.dag_run_id, XComCreateBody(key="note", value={"by": "hand"}))
    print("xcom", entry.value)
    print("xcom changed", xcoms.update_xcom_entry(dag_id, "read", run.dag_run_id, "note", XComUpdateBody(value=2)).value)
    xcoms.delete_xcom_entry(dag_id, "read", run.dag_run_id, "note")
    print("xcom gone", refused(lambda: xcoms.get_xcom_entry(dag_id, "read", run.dag_run_id, "note")))

    cleared = tasks.post_clear_task_instances(
        dag_id, ClearTaskInstancesBody(dag_run_id=run.dag_run_id, dry_run=False, only_failed=False)
    )
    print("cleared", cleared.total_entries)
    done = wait(lambda: tasks.get_task_instance(dag_id, run.dag_run_id, "read").try_number == 2
                and runs.get_dag_run(dag_id, run.dag_run_id).state.value == "success")
    print("done again", done)
    runs.delete_dag_run(dag_id, run.dag_run_id)
    print("run gone", refused(lambda: runs.get_dag_run(dag_id, run.dag_run_id)))

    events = event_log_api.EventLogApi(client).get_event_logs(event="SetConnection")
    print("audit", [(each.owner, each.extra) for each in events.event_logs])
    print("jobs", sorted({job.job_type for job in job_api.JobApi(client).get_jobs().jobs}))
    print("config", config_api.ConfigApi(client).get_config_value("api", "maximum_page_limit").sections[0].options[0].value.actual_instance)
    print("stats", sorted((s.state.value, s.count) for s in dag_stats_api.DagStatsApi(client).get_dag_stats(dag_ids=[dag_id]).dags[0].stats))
    print("version", dag_version_api.DagVersionApi(client).get_dag_versions(dag_id).total_entries)
    print("source", "class" in dag_source_api.DagSourceApi(client).get_dag_source(dag_id).content)
    print("warnings", dag_warning_api.DagWarningApi(client).list_dag_warnings().total_entries)
    print("plugins", plugin_api.PluginApi(client).get_plugins().total_entries)
    print("providers", provider_api.ProviderApi(client).get_providers().total_entries)
