//! What programs can ask, as OpenAPI 3.1, written from the table of pages.

use serde_json::{Value, json};
use servanda_app::language::Language;
use servanda_app::site::{PAGES, has_calendar, has_feed, has_geojson};

use crate::answer::XLSX;

/// Writes the description of the API.
pub(crate) fn document() -> Value {
    let mut paths = serde_json::Map::new();
    for kind in PAGES {
        for (form, media, says) in [
            (
                "json",
                "application/json",
                "the page's content in the envelope of the command line",
            ),
            (
                "csv",
                "text/csv",
                "the page's main table; `.NAME.csv` gives another of its tables",
            ),
            (
                "ics",
                "text/calendar",
                "the page's deadlines and clocks as iCalendar (RFC 5545)",
            ),
            (
                "atom",
                "application/atom+xml",
                "statuses that changed, day by day as known then (RFC 4287)",
            ),
            (
                "xlsx",
                XLSX,
                "the page's tables as a workbook, a sheet each",
            ),
            (
                "geojson",
                "application/geo+json",
                "places, and happenings in coarse cells (RFC 7946)",
            ),
        ] {
            if !there(kind.name, form) {
                continue;
            }
            let item = if kind.item { "/{item}" } else { "" };
            let path = format!("/{{language}}/{}{item}.{form}", kind.name);
            let mut methods = json!({ "get": operation(kind.name, kind.item, form, media, says) });
            if kind.name == "what-if"
                && form == "json"
                && let Some(methods) = methods.as_object_mut()
            {
                methods.insert("post".into(), trying());
            }
            paths.insert(path, methods);
        }
    }
    paths.insert(crate::events::ADDRESS.to_owned(), listening());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Servanda, the public site as data",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Nothing is ever written. Every answer names the record and the two instants it is \
                a function of; keys are never translated and only ever added.",
            "license": { "name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT" },
        },
        "paths": paths,
        "components": {
            "schemas": { "Envelope": envelope(), "Problem": problem() },
            "parameters": parameters(),
        },
    })
}

/// Returns whether a page has a form.
fn there(page: &str, form: &str) -> bool {
    match form {
        "ics" => has_calendar(page),
        "atom" => has_feed(page),
        "geojson" => has_geojson(page),
        _ => true,
    }
}

fn operation(page: &str, item: bool, form: &str, media: &str, says: &str) -> Value {
    let mut parameters: Vec<Value> = ["language", "at", "known"]
        .iter()
        .map(|name| json!({ "$ref": format!("#/components/parameters/{name}") }))
        .collect();
    if item {
        parameters.push(json!({ "$ref": "#/components/parameters/item" }));
    }
    let schema = if form == "json" {
        json!({ "$ref": "#/components/schemas/Envelope" })
    } else {
        json!({ "type": "string" })
    };
    let problem = json!({
        "description": "why not",
        "content": {
            "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } }
        },
    });
    let one = if item { "-one" } else { "" };
    json!({
        "operationId": format!("{page}{one}-{form}"),
        "summary": format!("{page}{}: {says}", if item { ", one of them" } else { "" }),
        "parameters": parameters,
        "responses": {
            "200": {
                "description": says,
                "headers": { "ETag": { "schema": { "type": "string" } } },
                "content": { media: { "schema": schema } },
            },
            "304": { "description": "nothing changed since the tag in `If-None-Match`" },
            "400": problem,
            "404": problem,
            "503": problem,
        },
    })
}

/// Describes listening for a grown record.
fn listening() -> Value {
    let described = "the record's head at once, and again whenever it is another: events \
        `record` with the size as `id` and `origin`, `size` and `root` as JSON";
    json!({ "get": {
        "operationId": "events",
        "summary": "tells when the record grew, as server-sent events",
        "parameters": [{
            "name": "Last-Event-ID", "in": "header", "schema": { "type": "integer" },
            "description": "the size known already: nothing is told while it is the same",
        }],
        "responses": {
            "200": {
                "description": described,
                "content": { "text/event-stream": { "schema": { "type": "string" } } },
            },
            "503": {
                "description": "too many listen already",
                "content": { "application/problem+json": {
                    "schema": { "$ref": "#/components/schemas/Problem" },
                } },
            },
        },
    } })
}

/// Describes trying a text.
fn trying() -> Value {
    json!({
        "summary": "tries an amendment, sent as the body, on the whole record; nothing is kept",
        "parameters": [
            { "$ref": "#/components/parameters/language" },
            { "$ref": "#/components/parameters/at" },
            { "$ref": "#/components/parameters/known" },
        ],
        "requestBody": {
            "required": true,
            "description": "`amendment` lines in an accord block, or a whole agreement text; \
                at most 64 KiB",
            "content": { "text/plain": { "schema": { "type": "string" } } },
        },
        "responses": {
            "200": {
                "description": "what would be different",
                "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Envelope" },
                } },
            },
        },
    })
}

fn parameters() -> Value {
    let tags: Vec<&str> = Language::ALL.iter().map(|one| one.tag()).collect();
    let text = json!({ "type": "string" });
    json!({
        "language": {
            "name": "language", "in": "path", "required": true,
            "schema": { "type": "string", "enum": tags },
        },
        "item": {
            "name": "item", "in": "path", "required": true, "schema": text,
            "description": "a clause's number, or an entry's",
        },
        "at": {
            "name": "at", "in": "query", "schema": text,
            "description": "the instant judged: a date, which means its end, or RFC 3339",
        },
        "known": {
            "name": "known", "in": "query", "schema": text,
            "description": "what was known: a date, an instant, or a number of entries",
        },
    })
}

fn envelope() -> Value {
    json!({
        "type": "object",
        "required": ["schema", "agreement", "record", "as_of", "semantics", "data", "warnings"],
        "properties": {
            "schema": { "type": "string" },
            "agreement": { "type": "object" },
            "record": { "type": "object" },
            "as_of": { "type": "object" },
            "semantics": { "type": "string" },
            "data": { "type": "object" },
            "warnings": { "type": "array", "items": { "type": "string" } },
        },
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["title", "status"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
        },
    })
}
