"""The API's description as a page that fetches nothing and runs no script."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any

_STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.2rem; font-size: 1.1rem } code, pre { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace }
pre { overflow: auto; padding: .8rem; border: 1px solid #8886; border-radius: .4rem } summary { cursor: pointer }
"""


def api_html(schema: Mapping[str, Any]) -> str:
    """A page of an OpenAPI schema: every operation with what it takes, what it gives, and a call to copy."""
    info = schema["info"]
    parts = [f"<h1>{escape(info['title'])} API</h1><p>{escape(info.get('description', ''))}</p>"]
    parts.append(
        "<p>The whole description for tools: <a href='/api/openapi.json'>openapi.json</a>. Where a login is needed, "
        "send a key of <code>debate keys add NAME</code> as <code>Authorization: Bearer KEY</code>.</p>"
    )
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            parts.append(_operation(path, method, operation, schema))
    body = "".join(parts)
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(info['title'])} API</title><style>{_STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )


def _operation(path: str, method: str, operation: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    head = (
        f"<h2><code>{escape(method.upper())} {escape(path)}</code></h2><p>{escape(operation.get('summary', ''))}.</p>"
    )
    parts = [head]
    if "description" in operation:
        parts.append(f"<p>{escape(operation['description'])}</p>")
    taken = _json(operation.get("requestBody", {}))
    if taken:
        example = (_resolved(taken, schema).get("examples") or [{}])[0]
        call = (
            f"curl -s http://127.0.0.1:7860{path} -H 'Content-Type: application/json' \\\n  -d '{json.dumps(example)}'"
        )
        parts.append(f"<pre>{escape(call)}</pre>{_details('Takes', taken, schema)}")
    for status, response in operation.get("responses", {}).items():
        given = _json(response)
        if given:
            parts.append(_details(f"{status} {response.get('description', '')}", given, schema))
    return "".join(parts)


def _details(title: str, given: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    text = json.dumps(_resolved(given, schema), indent=2, ensure_ascii=False)
    return f"<details><summary>{escape(title)}</summary><pre>{escape(text)}</pre></details>"


def _json(holder: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _resolved(part: Any, schema: Mapping[str, Any]) -> Any:
    """The schema with its references put in; ours do not go in circles."""
    if isinstance(part, Mapping):
        if "$ref" in part:
            found: Any = schema
            for step in part["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            return _resolved(found, schema)
        return {key: _resolved(value, schema) for key, value in part.items()}
    return [_resolved(item, schema) for item in part] if isinstance(part, list) else part
