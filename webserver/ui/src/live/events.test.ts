import { describe, expect, test } from "vitest";
import { EventParser, MISSED, touches } from "./events.ts";

const EVENT = { dag_id: "d", dag_run_id: "r", task_id: "t", map_index: -1, state: "running" };
const TEXT = `event: task_instance\ndata: ${JSON.stringify(EVENT)}\n\n`;

describe("server-sent events", () => {
  test("an event is read however the network cuts it", () => {
    for (let cut = 0; cut <= TEXT.length; cut++) {
      const parser = new EventParser();
      expect([...parser.push(TEXT.slice(0, cut)), ...parser.push(TEXT.slice(cut))]).toEqual([EVENT]);
    }
  });

  test("carriage returns end lines too, also when cut between the two characters", () => {
    const parser = new EventParser();
    const text = TEXT.replaceAll("\n", "\r\n");

    const events = [...text].flatMap(character => parser.push(character));

    expect(events).toEqual([EVENT]);
  });

  test("comments, other events and broken data are passed over", () => {
    const parser = new EventParser();

    expect(parser.push(`: alive\n\nevent: news\ndata: {}\n\nevent: dag_run\ndata: {oops\n\n${TEXT}`)).toEqual([EVENT]);
  });

  test("data over several lines is one text", () => {
    expect(new EventParser().push('event: dag_run\ndata: {"dag_id":\ndata: "d"}\n\n')).toEqual([{ dag_id: "d" }]);
  });
});

describe("where to go on", () => {
  test("is behind the last event that came whole, also one without a word", () => {
    const parser = new EventParser();
    parser.push("id: a-1\n\n");
    expect(parser.lastId).toBe("a-1");

    parser.push(TEXT.replace("\ndata", "\nid: a-2\ndata"));
    parser.push(TEXT.replace("\ndata", "\nid: a-3\ndata").slice(0, -1));

    expect(parser.lastId).toBe("a-2");
  });

  test("is told where something may have been missed, and everything is stale", () => {
    const parser = new EventParser();

    expect(parser.push("event: missed\nid: b-7\ndata: {}\n\n")).toEqual([MISSED]);
    expect(parser.lastId).toBe("b-7");
    expect(touches(MISSED, { dagId: "d", runId: "r", taskId: "t", runsOnly: true })).toBe(true);
  });
});

describe("what an event makes stale", () => {
  test("answers about everything, its DAG, its run and its task", () => {
    for (const about of [{}, { dagId: "d" }, { dagId: "d", runId: "r" }, { dagId: "d", runId: "r", taskId: "t" }]) {
      expect(touches(EVENT, about)).toBe(true);
    }
  });

  test("not those about another", () => {
    expect(touches(EVENT, { dagId: "e" })).toBe(false);
    expect(touches(EVENT, { dagId: "d", runId: "s" })).toBe(false);
    expect(touches(EVENT, { dagId: "d", runId: "r", taskId: "u" })).toBe(false);
  });

  test("the change of a run touches its tasks, the change of a task not what is about runs only", () => {
    const { task_id: _, map_index: __, ...ofRun } = EVENT;

    expect(touches(ofRun, { dagId: "d", runId: "r", taskId: "t" })).toBe(true);
    expect(touches(ofRun, { dagId: "d", runsOnly: true })).toBe(true);
    expect(touches(EVENT, { dagId: "d", runsOnly: true })).toBe(false);
  });
});
