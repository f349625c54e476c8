"use strict";

// By this the server knows that the page asks, and not another site that makes the browser send its cookie.
const OF_PAGE = { "X-Rondo-Page": "1" };

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const resolve = (api, schema) =>
  schema && schema.$ref ? api.components.schemas[schema.$ref.split("/").pop()] : schema;

/** A body to begin with: each field with a value of its kind. */
const example = (api, schema, depth = 0) => {
  const known = resolve(api, schema) ?? {};
  if (known.anyOf) return example(api, known.anyOf[0], depth);
  if (known.type === "object" && known.properties && depth < 3) {
    return Object.fromEntries(
      Object.entries(known.properties).map(([name, each]) => [name, example(api, each, depth + 1)]));
  }
  return { array: [], boolean: false, integer: 0, number: 0, object: {} }[known.type] ?? null;
};

const field = (parameter) => {
  const schema = parameter.schema ?? {};
  const choices = schema.enum ?? (schema.type === "boolean" ? ["true", "false"] : null);
  const input = choices
    ? element("select", { name: parameter.name }, element("option", { value: "" }), ...choices.map((each) =>
        element("option", { value: each, textContent: each })))
    : element(schema.type === "array" ? "textarea" : "input", { name: parameter.name, required: parameter.required === true });
  input.dataset.in = parameter.in;
  return element("label", {}, element("span", { textContent: `${parameter.name} (${parameter.in})` }), input);
};

/** The values of a field: what is a list has one in each line. */
const values = (input) => input.value.split("\n").filter((each) => each !== "");

const send = async (method, path, form, answer) => {
  let url = path;
  const query = new URLSearchParams();
  for (const input of form.querySelectorAll("[data-in]")) {
    if (input.dataset.in === "path") {
      url = url.replace(`{${input.name}}`, encodeURIComponent(input.value));
    } else {
      for (const value of values(input)) query.append(input.name, value);
    }
  }
  const body = form.querySelector("textarea.body");
  const headers = { ...OF_PAGE, Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  const asked = query.size > 0 ? `${url}?${query}` : url;
  const response = await fetch(asked, { method: method.toUpperCase(), headers, body: body ? body.value : undefined });
  const text = await response.text();
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Not JSON: shown as it is.
  }
  answer.textContent = `${method.toUpperCase()} ${asked}\n${response.status} ${response.statusText}\n\n${shown}`;
};

const operation = (api, path, method, each) => {
  const details = element("details", {},
    element("summary", {},
      element("span", { className: "method", textContent: method.toUpperCase() }),
      path,
      element("span", { className: "role", textContent: each["x-rondo-role"] })));
  details.dataset.path = path.toLowerCase();
  // Made when it is opened: a hundred forms that nobody looks at would be slow.
  details.addEventListener("toggle", () => {
    const form = element("form", {}, ...each.parameters.map(field));
    const body = each.requestBody?.content["application/json"].schema;
    if (body) {
      form.append(element("textarea", { className: "body", value: JSON.stringify(example(api, body), null, 2) }));
    }
    const answer = element("pre");
    form.append(element("button", { textContent: "Send" }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(method, path, form, answer).catch((problem) => { answer.textContent = String(problem); });
    });
    details.append(form, answer);
  }, { once: true });
  return details;
};

const signIn = async (event) => {
  event.preventDefault();
  const said = Object.fromEntries(new FormData(event.target));
  const response = await fetch("/auth/session", {
    method: "POST",
    headers: { ...OF_PAGE, "Content-Type": "application/json" },
    body: JSON.stringify(said),
  });
  const answer = await response.json().catch(() => ({ detail: `${response.status} ${response.statusText}` }));
  document.getElementById("signed-in").textContent = response.ok ? `signed in as ${answer.username}` : answer.detail;
};

const show = async () => {
  const api = await (await fetch("/openapi.json")).json();
  const all = document.getElementById("operations");
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, each] of Object.entries(methods)) {
      all.append(operation(api, path, method, each));
    }
  }
  document.getElementById("find").addEventListener("input", (event) => {
    const wanted = event.target.value.toLowerCase();
    for (const details of all.children) {
      details.hidden = !details.dataset.path.includes(wanted);
    }
  });
};

// First of all, and only then the button: a form that is submitted before would leave the page with what is in it.
document.getElementById("sign-in").addEventListener("submit", (event) => {
  signIn(event).catch((problem) => { document.getElementById("signed-in").textContent = String(problem); });
});
document.getElementById("sign-in-button").disabled = false;
show().catch((problem) => {
  document.getElementById("operations").textContent = `openapi.json cannot be read: ${problem}`;
});
