"""What no linter knows about this project."""

import re

import pytest
from ruamel.yaml import YAML
from support import PROJECT

from customer_data.planner.write import rendered_files


def planned_names() -> set[str]:
    """Names of the demo plan that no other installation would have."""
    names = set()
    for path in (PROJECT / "plan").glob("*/*.yml"):
        for name, stanza in YAML(typ="safe").load(path.read_text()).items():
            if path.parent.name != "entities":
                names.add(name)
            names.update((stanza.get("properties") or {}).keys())
    return names


@pytest.mark.parametrize("folder", ["models", "macros", "tests"])
def test_no_engine_file_mentions_a_planned_name(folder: str) -> None:
    generated = rendered_files(PROJECT)
    words = re.compile(rf"\b({'|'.join(planned_names() - COMMON_WORDS)})\b")
    mentions = [
        f"{path.relative_to(PROJECT)}: {found[0]}"
        for path in sorted((PROJECT / folder).rglob("*"))
        if path.suffix in (".sql", ".yml", ".md")
        and path.parent.name != "demo"
        and path.relative_to(PROJECT).as_posix() not in generated
        and (found := words.search(path.read_text()))
    ]
    assert mentions == []


def test_what_is_of_the_demo_is_off_in_another_project() -> None:
    paths = sorted((PROJECT / "models").rglob("demo/*"))
    assert paths
    for path in paths:
        stanzas = YAML(typ="safe").load(path.read_text())
        for stanza in (one for kind in stanzas.values() for one in kind):
            enabled = stanza["config"]["enabled"]
            assert enabled == "{{ project_name == 'customer_data' }}", stanza["name"]


def test_every_metric_is_labelled_and_described() -> None:
    metrics = [
        metric
        for path in (PROJECT / "models" / "marts" / "metrics").rglob("*.yml")
        for metric in YAML(typ="safe").load(path.read_text()).get("metrics", [])
    ]
    assert metrics
    assert [it["name"] for it in metrics if not (it.get("label") and it.get("description"))] == []


# words of English as much as of the plan
COMMON_WORDS = {
    "duration_seconds",
    "path",
    "title",
    "role",
    "method",
    "price",
    "total",
    "email",
    "industry",
    "artist",
}


def test_every_macro_is_described_with_its_arguments() -> None:
    described = {}
    for path in (PROJECT / "macros").rglob("*.yml"):
        for macro in YAML(typ="safe").load(path.read_text())["macros"]:
            arguments = [argument["name"] for argument in macro.get("arguments", [])]
            assert macro["description"]
            described[macro["name"]] = arguments
    defined = {}
    for path in (PROJECT / "macros").rglob("*.sql"):
        for name, arguments in re.findall(r"macro (\w+)\((.*?)\)", path.read_text()):
            if "__" not in name:
                assert name == path.stem
                listed = [item.split("=")[0].strip() for item in arguments.split(",")]
                defined[name] = [item for item in listed if item]
    assert described == defined


def test_macros_call_each_other_by_the_name_of_the_package() -> None:
    """In a project that installs this one, a bare name is looked up in that project."""
    paths = sorted((PROJECT / "macros").rglob("*.sql"))
    bare = re.compile(rf"(?<![\w.'\"])({'|'.join(path.stem for path in paths)})\(")
    comment = re.compile(r"{#.*?#}", re.DOTALL)
    for path in paths:
        text = re.sub(r"{%-? macro .*?%}", "", comment.sub("", path.read_text()))
        assert bare.findall(text) == [], path


def test_no_folder_is_crowded() -> None:
    for folder in {path.parent for path in (PROJECT / "models").rglob("*.sql")}:
        if folder.name != "generated":
            models = [path.name for path in folder.glob("*.sql")]
            assert len(models) <= 12, f"{folder}: the thirteenth model asks for a sub-folder"


def test_every_unit_test_can_be_a_relation_of_postgres() -> None:
    """Its name becomes one, which has at most 63 bytes there."""
    long = [
        test["name"]
        for path in sorted((PROJECT / "models").rglob("*.yml"))
        for test in (YAML(typ="safe").load(path) or {}).get("unit_tests", [])
        if len(test["name"]) > 63
    ]
    assert long == []


def test_there_are_few_settings() -> None:
    settings = YAML(typ="safe").load((PROJECT / "dbt_project.yml").read_text())["vars"]
    assert len(settings) <= 10


def test_a_table_is_read_as_it_was_before_it_is_built() -> None:
    """Whoever asks for a table as the last run left it must come before that table."""
    sql = {path.stem: path.read_text() for path in (PROJECT / "models").rglob("*.sql")}
    parents = {name: set(re.findall(r"ref\(\s*'(\w+)'", text)) for name, text in sql.items()}

    def ancestors(name: str) -> set[str]:
        found, new = set(), {name}
        while new:
            found |= new
            new = {parent for one in new for parent in parents.get(one, ())} - found
        return found

    readers = [
        (name, table)
        for name, text in sql.items()
        for table in re.findall(r"last_built\(\s*'(\w+)'", text)
    ]
    assert len(readers) > 5
    assert [(name, table) for name, table in readers if name not in ancestors(table)] == []


def test_no_unit_test_reads_what_the_last_run_left() -> None:
    """A model that asks the warehouse for a table is told in its unit tests what it would find."""
    models = {path.stem: path for path in (PROJECT / "models").rglob("*.sql")}
    readers = {name for name, path in models.items() if "last_built(" in path.read_text()}
    reading = [
        f"{name}: {test['name']}"
        for name in sorted(readers)
        for test in YAML(typ="safe").load(models[name].with_suffix(".yml"))["unit_tests"]
        if "last_built" not in test.get("overrides", {}).get("macros", {})
    ]
    assert readers and reading == []


def test_what_one_run_rebuilds_is_kept_in_no_table() -> None:
    """A table would outlive the run, and the next one may build only what stands after it."""
    sql = {path.stem: path.read_text() for path in (PROJECT / "models").rglob("*.sql")}
    partial = {"int_events__arrived", "int_entities__rebuilt", "int_days__rebuilt"}
    assert partial <= sql.keys()
    new = partial
    while new:
        children = {
            name
            for name, text in sql.items()
            if "materialized='incremental'" not in text
            and new & set(re.findall(r"ref\(\s*'(\w+)'", text))
        }
        new = children - partial
        partial |= children
    assert [name for name in sorted(partial) if "materialized='table'" in sql[name]] == []
