import type { MockDag, MockImportError, MockTask } from "./model.ts";

function task(id: string, after: ReadonlyArray<string>, more: Partial<MockTask> = {}): MockTask {
  return { id, after, operator: "lambda", seconds: 4, ...more };
}

const round = (value: number, digits = 4) => Number(value.toFixed(digits));

/** Quality that falls in summer, as real delays do. */
const auc = (day: number) => round(0.83 - 0.06 * Math.sin((day / 365) * Math.PI) ** 4 + ((day * 7919) % 13) / 1000);

export const FLIGHTS: MockDag = {
  id: "flight_delay_training",
  description: "Learns each day from New York’s flights of 2013 which of tomorrow’s will be late.",
  schedule: "0 0 * * *",
  scheduleWords: "At 00:00, over the data of the day before",
  zone: "America/New_York",
  tags: ["continuous-training", "example"],
  owner: "rondo",
  catchup: true,
  version: 3,
  isPaused: false,
  params: {
    window_days: {
      value: 28,
      description: "Days of flights that the model learns from",
      schema: { type: "integer", minimum: 7 },
    },
    min_auc: {
      value: 0.72,
      description: "Below it the model is not pushed",
      schema: { type: "number", minimum: 0.5, maximum: 1 },
    },
    algorithm: {
      value: "logistic",
      description: "What is trained",
      schema: { type: "string", enum: ["logistic", "factorization", "trees"] },
    },
    push: { value: true, description: "Whether a good model goes live", schema: { type: "boolean" } },
  },
  doc: "One run is one day of 2013: wait for the day's file, check it, learn from the days before,\ntest on the next day, and push the model if it beats the one in force.",
  tasks: [
    task("wait_for_flights", [], { operator: "FileSensor", seconds: 2 }),
    task("validate", ["wait_for_flights"], {
      seconds: 3,
      result: day => ({ rows: 842 + ((day * 31) % 160), missing_arr_delay: 11 + (day % 9), carriers: 16, ok: true }),
    }),
    task("append_to_window", ["validate"], { seconds: 2, result: day => ({ days: Math.min(28, day + 1) }) }),
    task("features.weather", ["append_to_window"], { seconds: 4 }),
    task("features.planes", ["append_to_window"], { seconds: 3 }),
    task("features.calendar", ["append_to_window"], { seconds: 1 }),
    task("features.join", ["features.weather", "features.planes", "features.calendar"], { seconds: 3 }),
    task("train", ["features.join"], {
      seconds: 16,
      retries: 2,
      pool: "training",
      says: [
        "epoch {n}/12  loss=0.{n}183  \u001B[32mauc=0.8{n}1\u001B[0m",
        "\u001B[33mlearning rate lowered\u001B[0m to 0.00{n}",
      ],
      result: day => ({ auc: auc(day), model: `models/delay/${day}`, weights: 118 }),
    }),
    task("evaluate", ["train"], {
      seconds: 5,
      result: day => ({ auc: auc(day), in_force: auc(Math.max(0, day - 1)), flights: 845, late_share: 0.23 }),
    }),
    task("better", ["evaluate"], { operator: "branch", seconds: 1 }),
    task("push", ["better"], { seconds: 2, result: day => `models/live/v${day}` }),
    task("raise_alarm", ["better"], { seconds: 1 }),
    task("report", ["push", "raise_alarm"], { seconds: 1, triggerRule: "none_failed_min_one_success" }),
  ],
};

const TUTORIAL: MockDag = {
  id: "tutorial",
  description: "The five sections of a DAG, as a lesson.",
  schedule: "@daily",
  scheduleWords: "At 00:00",
  tags: ["example"],
  isPaused: true,
  tasks: [
    task("extract", [], { result: () => [1, 1, 2, 3, 5, 8] }),
    task("sum", ["extract"], { result: () => 20 }),
    task("print", ["sum"], { operator: "BashOperator" }),
  ],
};

export const MAPPED: MockDag = {
  id: "shard_scoring",
  description: "Scores 200 shards at once and keeps the best.",
  schedule: "@hourly",
  scheduleWords: "Every hour",
  zone: "Europe/Berlin",
  tags: ["batch", "mapped"],
  isPaused: false,
  params: {
    regions: { value: ["south", "east"], schema: { type: "array", items: { type: "string" } } },
    layers: { value: [64, 32], schema: { type: "array", items: { type: "integer" } } },
    weights: { value: { auc: 1 }, schema: { type: "object" } },
  },
  tasks: [
    task("list_shards", [], { result: () => Array.from({ length: 200 }, (_, i) => `gs://scores/part-${i}.parquet`) }),
    task("score", ["list_shards"], {
      mapped: 200,
      seconds: 9,
      retries: 2,
      pool: "scoring",
      result: (_, i) => ({ shard: i, rows: 10_000 + i }),
    }),
    task("best", ["score"], { seconds: 2, result: () => ({ shard: 137, score: 0.9312 }) }),
  ],
};

export const RELEASE: MockDag = {
  id: "model_release",
  description: "Lets a person decide whether a model goes out.",
  tags: ["approval"],
  isPaused: false,
  tasks: [
    task("measure", [], { result: () => ({ auc: 0.81 }) }),
    task("may_it_go_out", ["measure"], {
      operator: "approve",
      doc: "Look at the report before you answer.",
      asks: {
        push: { type: "boolean" },
        why: { anyOf: [{ type: "string" }, { type: "null" }] },
        regions: { type: "array", items: { type: "string", enum: ["south", "east"] } },
      },
    }),
    task("release", ["may_it_go_out"]),
  ],
};

const CENSUS: MockDag = {
  id: "census_training",
  description: "Trains on the census export; pushes when the model is good enough.",
  schedule: "30 6 * * 1-5",
  scheduleWords: "At 06:30 on every day from Monday to Friday",
  zone: "Europe/Berlin",
  tags: ["ml", "production"],
  owner: "ml-platform",
  isPaused: false,
  tasks: [
    task("wait_for_export", [], { operator: "GcsObjectSensor" }),
    task("count_rows", ["wait_for_export"], { result: () => 48_842 }),
    task("train", ["count_rows"], { seconds: 20, retries: 3, pool: "training" }),
    task("good_enough", ["train"], { operator: "branch", seconds: 1 }),
    task("push", ["good_enough"]),
    task("alarm", ["good_enough"]),
  ],
};

const CLUSTER: MockDag = {
  id: "cluster_setup_and_teardown",
  description: "Makes a cluster, trains on it, and takes it down whatever happens.",
  tags: ["setup", "teardown"],
  isPaused: false,
  tasks: [
    task("cluster.create", [], { operator: "DataprocCreateCluster", seconds: 8 }),
    task("cluster.work.prepare", ["cluster.create"]),
    task("cluster.work.train", ["cluster.work.prepare"], { seconds: 15 }),
    task("cluster.work.evaluate", ["cluster.work.train"]),
    task("cluster.delete", ["cluster.create", "cluster.work.evaluate"], {
      operator: "DataprocDeleteCluster",
      triggerRule: "all_done_setup_success",
    }),
    task("notify", ["cluster.delete", "cluster.work.evaluate"], { triggerRule: "all_done" }),
  ],
};

export const EDGE_CASES: MockDag = {
  id: "edge_cases_with_a_very_long_name_that_goes_on_and_on_and_does_not_stop_before_the_line_is_full",
  name: "تدريب النموذج اليومي · 日次トレーニング · <script>alert(1)</script>",
  description: "<img src=x onerror=alert(2)> Names from everywhere, hostile text, and a log without end.",
  tags: ["<b>bold</b>", "עברית", "très long tag with spaces in it"],
  owner: "Zoë <zoe@example.org>",
  isPaused: false,
  tasks: [
    task("a_task_whose_name_is_far_longer_than_anything_that_fits_into_a_box_of_the_graph_or_a_row_of_the_grid", []),
    task("hostile_log", [], {
      seconds: 60,
      says: [
        "<script>alert('log')</script> <img src=x onerror=alert(1)>",
        "\u001B]8;;javascript:alert(1)\u0007click me\u001B]8;;\u0007 and \u001B[31;1mred\u001B[0m \u001B[2J\u001B[H after a clear screen",
        "السطر العربي مع numbers 123 und Umlauten äöü \u202Ereversed\u202C",
        "java.lang.IllegalStateException: no rows\n\tat com.example.Train.run(Train.java:42)\n\tat dev.rondo.runtime.TaskHost.main(TaskHost.java:7)",
        "a very long line without any blank ".repeat(3) + "x".repeat(400),
      ],
      result: () => ({
        "<b>key</b>": "<img src=x onerror=alert(3)>",
        list: [1, null, true, "𝒳 ✓ 日本"],
        deep: { er: { and: { deeper: [] } } },
      }),
    }),
    task("endless_log", [], { seconds: 30, logLines: 60_000 }),
    task("größe_берлин_東京", ["hostile_log"]),
  ],
};

function wide(): MockDag {
  const tasks: MockTask[] = [task("start", [], { seconds: 1 })];
  for (let group = 0; group < 50; group++) {
    for (let i = 0; i < 100; i++) {
      const chain = i % 10 === 0 ? "start" : `part_${group}.step_${i - 1}`;
      tasks.push(task(`part_${group}.step_${i}`, [chain], { seconds: 1 }));
    }
  }
  const ends = tasks.filter(({ id }) => /step_\d*9$/.test(id)).map(({ id }) => id);
  tasks.push(task("join", ends, { seconds: 1 }));
  return {
    id: "five_thousand_tasks",
    description: "As large as a DAG may be.",
    tags: ["benchmark"],
    isPaused: true,
    tasks,
  };
}

export function mesh(): MockDag {
  const layers = [3, 7, 9, 8, 4, 2];
  const tasks: MockTask[] = [];
  layers.forEach((width, layer) => {
    for (let i = 0; i < width; i++) {
      const before = layers[layer - 1] ?? 0;
      const picks = before === 0 ? [] : [...new Set([(i * 3) % before, (i * 5 + 1) % before])];
      const far = layer > 2 && i === 0 ? ["l0_2"] : [];
      tasks.push(task(`l${layer}_${i}`, [...picks.map(p => `l${layer - 1}_${p}`), ...far]));
    }
  });
  return {
    id: "feature_mesh",
    description: "Many features from many sources.",
    tags: ["features"],
    isPaused: false,
    schedule: "0 */6 * * *",
    scheduleWords: "Every 6 hours",
    tasks,
  };
}

function family(): ReadonlyArray<MockDag> {
  const countries =
    "at be bg cy cz de dk ee es fi fr gr hr hu ie it lt lu lv mt nl pl pt ro se si sk no ch is li uk".split(" ");
  return countries.map((country, index) => ({
    id: `census_${country}`,
    description: `The census of ${country.toUpperCase()}.`,
    schedule: "@daily",
    scheduleWords: "At 00:00",
    tags: ["family", country],
    isPaused: index % 4 === 1,
    tasks: [
      task("wait_for_export", [], { operator: "FileSensor" }),
      task("train_north", ["wait_for_export"]),
      task("train_south", ["wait_for_export"]),
      task("report", ["train_north", "train_south"]),
    ],
  }));
}

/** Enough to see everything; without those that are there for their size or number. */
export function someDags(): ReadonlyArray<MockDag> {
  return [FLIGHTS, TUTORIAL, MAPPED, RELEASE, CENSUS, CLUSTER, EDGE_CASES].map(dag => ({ ...dag }));
}

export function allDags(): ReadonlyArray<MockDag> {
  return [...someDags(), wide(), mesh(), ...family()];
}

export function importErrors(now: number): ReadonlyArray<MockImportError> {
  return [
    {
      id: 1,
      at: now - 42_000,
      code: "COMPILE_ERROR",
      message: "cannot find symbol: variable rowz in class FraudTraining",
      line: 31,
      file: "/home/ann/.rondo/dags/FraudTraining.java",
      stack:
        'FraudTraining.java:31: error: cannot find symbol\n        var model = dag.task("train", rowz).call(Fraud::train);\n                                      ^\n  symbol:   variable rowz\n  location: class FraudTraining',
    },
    {
      id: 2,
      at: now - 3_600_000,
      file: "/home/ann/.rondo/dags/churn-1.4.jar",
      stack:
        "DAG_HAS_CYCLE: dag 'churn' (churn-1.4.jar): evaluate → tune → train → evaluate is a cycle; remove one of these dependencies\n\tat dev.rondo.sdk.DagCheck.require(DagCheck.java:88)\n\tat com.example.churn.Churn.define(Churn.java:57)\n\tat dev.rondo.runtime.Parser.main(Parser.java:40)",
    },
  ];
}
