"""The planner: what it writes, and what it says of a plan that cannot be."""

import shutil
from pathlib import Path

import pytest
from support import PROJECT, run

from customer_data.planner.errors import PlanError
from customer_data.planner.write import differences, existing_files, rendered_files

GOLDEN = PROJECT / "customer_data" / "planner" / "golden"


@pytest.mark.parametrize("project", [PROJECT, GOLDEN], ids=["demo", "golden"])
def test_generated_files_are_as_the_plan_says(project: Path) -> None:
    assert differences(project, rendered_files(project)) == []


def test_check_fails_and_names_the_file_that_differs(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(GOLDEN, project)
    fact = project / "models/marts/events/generated/fct_thing_added.sql"
    fact.write_text(fact.read_text().replace("thing_id", "thing"))
    stray = fact.with_name("fct_thing_lost.sql")
    stray.write_text("select 1")
    seed = project / "seeds/generated/plan_rules.csv"
    seed.unlink()
    result = run(["customer-data", "plan", "--check", "--project", project])
    assert result.returncode == 1
    assert "fct_thing_added.sql: differs" in result.stderr
    assert "fct_thing_lost.sql: no stanza asks for it" in result.stderr
    assert "plan_rules.csv: missing" in result.stderr
    assert stray.exists(), "--check writes nothing"

    result = run(["customer-data", "plan", "--project", project])
    assert result.returncode == 0
    assert existing_files(project) == existing_files(GOLDEN)


def test_a_stanza_more_is_a_fact_more(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(GOLDEN, project)
    before = rendered_files(project)
    (project / "plan/events/more.yml").write_text("thing_sold: {description: A thing was sold.}\n")
    after = rendered_files(project)
    assert after.keys() - before.keys() == {
        "models/marts/events/generated/fct_thing_sold.sql",
        "models/marts/events/generated/fct_thing_sold.yml",
    }


def event(properties: str = "", rest: str = "") -> str:
    return f"thing_added:\n  description: A thing.\n  properties: {{{properties}}}\n{rest}"


def identifiers(*types: str) -> str:
    return f"identifiers: {{{', '.join(types)}}}\n"


def override(*names: str) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    rest = 'reason: Ann said so, author: support, date: "2026-03-01"'
    return f"{{action: include, identifiers: [{listed}], {rest}}}"


def funnel(said: str, entity: str = "user") -> str:
    return f"way: {{entity: {entity}, description: x, within: 1 day, {said}}}\n"


def audience(said: str) -> str:
    return f"them: {{entity: user, description: x, {said}}}\n"


USER_ID, DEVICE = "user_id: {max_per_person: 1}", "anonymous_id: {max_per_person: 5}"
THING = "thing_id: {type: string, description: The thing.}"
CASES = {
    "unknown_type": (
        {"events/a.yml": event("thing_id: {type: varchar, description: x}")},
        'plan/events/a.yml: thing_added.properties.thing_id.type: unknown type "varchar"; '
        "use one of: string, integer",
    ),
    "unknown_field": (
        {"events/a.yml": event("thing_id: {type: string, description: x, patern: y}")},
        'plan/events/a.yml: thing_added.properties.thing_id: unknown field "patern"; the fields',
    ),
    "unknown_action": (
        {"events/a.yml": event("thing_id: {type: string, description: x, action: drop}")},
        'unknown action "drop"; use one of: warn, null, quarantine',
    ),
    "missing_description": (
        {"events/a.yml": "thing_added: {owner: me}\n"},
        'plan/events/a.yml: thing_added: has no "description"; add it',
    ),
    "unfit_name": (
        {"events/a.yml": "Thing Added: {description: x}\n"},
        '"Thing Added" is no fit name; use lower-case words',
    ),
    "backslash_in_a_pattern": (
        {"events/a.yml": event(r"""thing_id: {type: string, description: x, pattern: '\d+'}""")},
        "write a regular expression without ' or",
    ),
    "event_twice_in_a_file": (
        {"events/a.yml": event() + event()},
        "plan/events/a.yml:4: thing_added: stands twice in this file; remove one of them",
    ),
    "event_twice_in_two_files": (
        {"events/a.yml": event(), "events/b.yml": event()},
        "plan/events/b.yml: thing_added: stands in plan/events/a.yml too; remove one of them",
    ),
    "alias_of_another_event": (
        {"events/a.yml": event(rest="thing_made: {description: x, aliases: [thing_added]}\n")},
        'the name "thing_added" is taken by thing_added (plan/events/a.yml); remove it',
    ),
    "reserved_property": (
        {"events/a.yml": event("event_id: {type: string, description: x}")},
        "thing_added.event_id: every such table has a column of that name; rename the property",
    ),
    "word_of_sql": (
        {"events/a.yml": event("order: {type: string, description: x}")},
        "thing_added.order: a word of SQL; rename the property",
    ),
    "minimum_of_text": (
        {"events/a.yml": event("thing_id: {type: string, description: x, minimum: 1}")},
        "thing_added.thing_id.minimum: a string has no minimum; use type integer",
    ),
    "example_of_no_rule": (
        {
            "events/a.yml": event(THING, "  examples:\n")
            + "    - {name: a, properties: {}, breaks: ['required:thing_id']}\n"
        },
        "thing_added.examples.a: no rule required:thing_id; the rules are: none",
    ),
    "not_yaml": (
        {"events/a.yml": "thing_added: [\n"},
        "plan/events/a.yml:2: not YAML",
    ),
    "no_stanzas": (
        {"events/a.yml": "- thing_added\n"},
        "plan/events/a.yml: holds no stanzas",
    ),
    "unknown_event": (
        {
            "events/a.yml": event(THING),
            "properties/p.yml": "p: {entity: user, type: integer, description: x, "
            "count: thing_id, added_by: thing_aded}\n",
        },
        'plan/properties/p.yml: p.added_by: unknown event "thing_aded"; did you mean thing_added?',
    ),
    "unknown_property": (
        {
            "events/a.yml": event(THING),
            "properties/p.yml": "p: {entity: user, type: string, description: x, "
            "latest: thingid, from: thing_added}\n",
        },
        'p.latest: thing_added has no property "thingid"; did you mean thing_id?',
    ),
    "personal_property": (
        {
            "events/a.yml": event("mail: {type: string, pii: email, description: x}"),
            "properties/p.yml": "p: {entity: user, type: string, description: x, "
            "latest: mail, from: thing_added}\n",
        },
        "p.latest: thing_added.mail is personal data and in no fact; use another property",
    ),
    "two_kinds": (
        {
            "events/a.yml": event(THING),
            "properties/p.yml": "p: {entity: user, type: integer, description: x, "
            "count_events: thing_added, latest: thing_id, from: thing_added}\n",
        },
        "p: says count_events and latest; use exactly one of:",
    ),
    "unfit_type": (
        {
            "events/a.yml": event(THING),
            "properties/p.yml": "p: {entity: user, type: string, description: x, "
            "count_events: thing_added}\n",
        },
        'p.type: count_events does not give "string"; use integer',
    ),
    "unknown_membership_event": (
        {"events/a.yml": event(), "entities/m.yml": "membership: {joined_by: thing_aded}\n"},
        'membership.joined_by: unknown event "thing_aded"; did you mean thing_added?',
    ),
    "membership_by_half": (
        {"entities/m.yml": "membership: {group_calls: some}\n"},
        'membership.group_calls: "some" does not fit; write true or false',
    ),
    "user_id_not_first": (
        {"identity.yml": identifiers("anonymous_id: {max_per_person: 5}", USER_ID)},
        "plan/identity.yml: identifiers: user_id is the strongest; put it first",
    ),
    "no_anonymous_id": (
        {"identity.yml": identifiers(USER_ID, "email: {max_per_person: 5, traits: [email]}")},
        "plan/identity.yml: identifiers: has no anonymous_id; add it",
    ),
    "identifier_without_a_source": (
        {"identity.yml": identifiers(USER_ID, "email: {max_per_person: 5}", DEVICE)},
        "plan/identity.yml: identifiers.email: has no traits; name the traits that state it",
    ),
    "column_with_traits": (
        {"identity.yml": identifiers(USER_ID, "anonymous_id: {max_per_person: 5, traits: [id]}")},
        "identifiers.anonymous_id: is a column of the events; remove traits and normalizer",
    ),
    "limit_of_none": (
        {"identity.yml": identifiers(USER_ID, "anonymous_id: {max_per_person: 0}")},
        '.anonymous_id.max_per_person: "0" does not fit; use a whole number from 1 to 20',
    ),
    "pattern_that_is_none": (
        {"identity.yml": 'blocked_patterns: ["(null"]\n'},
        'plan/identity.yml: blocked_patterns: "(null" is no regular expression',
    ),
    "override_of_an_unknown_type": (
        {"identity.yml": f"overrides: {{ann: {override('user_id:u1', 'phone:1')}}}\n"},
        'overrides.ann: unknown identifier type "phone"; use one of: user_id, anonymous_id',
    ),
    "override_without_a_type": (
        {"identity.yml": f"overrides: {{ann: {override('user_id:u1', 'u2')}}}\n"},
        "write type:value, such as user_id:u-1",
    ),
    "included_twice": (
        {
            "identity.yml": f"overrides: {{ann: {override('user_id:u1', 'user_id:u2')}, "
            f"bo: {override('user_id:u2', 'user_id:u3')}}}\n"
        },
        "overrides.bo: user_id:u2 stands in ann too; put all that is one into one override",
    ),
    "unknown_part_of_identity": (
        {"identity.yml": "limits: {user_id: 1}\n"},
        'unknown field "limits"; the fields are: blocked_patterns, identifiers, overrides',
    ),
    "session_of_no_length": (
        {"sessions.yml": "gap_seconds: 0\n"},
        'plan/sessions.yml: gap_seconds: "0" does not fit; use a whole number from 1 to 86400',
    ),
    "session_started_by_nothing_known": (
        {"events/a.yml": event(), "sessions.yml": "starting_events: [thing_aded]\n"},
        'plan/sessions.yml: starting_events: unknown event "thing_aded"; did you mean thing_added?',
    ),
    "funnel_of_an_unknown_event": (
        {"events/a.yml": event(), "funnels/a.yml": funnel("steps: [thing_added, thing_aded]")},
        'plan/funnels/a.yml: way.steps.2: unknown event "thing_aded"; did you mean thing_added?',
    ),
    "funnel_of_one_step": (
        {"events/a.yml": event(), "funnels/a.yml": funnel("steps: [thing_added]")},
        "way.steps: \"['thing_added']\" does not fit; list two to ten events",
    ),
    "funnel_with_a_property_that_is_not_there": (
        {
            "events/a.yml": event(),
            "funnels/a.yml": funnel("steps: [thing_added, thing_added], same: thing_id"),
        },
        'plan/funnels/a.yml: way.same: thing_added has no property "thing_id"',
    ),
    "retention_by_an_unknown_period": (
        {
            "events/a.yml": event(),
            "retention/a.yml": "back: {entity: user, description: x, starts_with: thing_added, "
            "returns_with: any_event, period: year}\n",
        },
        'back.period: unknown period "year"; use one of: day, week, month',
    ),
    "audience_without_conditions": (
        {"audiences/a.yml": audience("purpose: marketing")},
        "plan/audiences/a.yml: them: says not who is in it; write conditions, or when, without",
    ),
    "audience_without_a_purpose": (
        {"audiences/a.yml": "them: {entity: user, description: x}\n"},
        'plan/audiences/a.yml: them: has no "purpose"; add it',
    ),
    "audience_of_half_a_shorthand": (
        {"events/a.yml": event(), "audiences/a.yml": audience("purpose: x, when: thing_added")},
        'plan/audiences/a.yml: them: has "when" and no "without"; add it',
    ),
    "audience_by_personal_data": (
        {
            "entities/u.yml": "user: {attributes: {mail: "
            "{type: string, description: x, pii: email}}}\n",
            "audiences/a.yml": audience("purpose: x, conditions: {property: mail, is: a@b.c}"),
        },
        'property: user has no "mail" outside of personal data, which no audience may be made of',
    ),
    "audience_by_a_funnel_of_others": (
        {
            "events/a.yml": event(),
            "funnels/a.yml": funnel("steps: [thing_added, thing_added]", entity="organization"),
            "audiences/a.yml": audience("purpose: x, conditions: {funnel: way}"),
        },
        "plan/audiences/a.yml: them: funnel way: is about organizations, not users",
    ),
    "audience_for_an_unknown_destination": (
        {
            "events/a.yml": event(),
            "audiences/a.yml": audience(
                "purpose: x, conditions: {event: thing_added}, destinations: [crm]"
            ),
        },
        'them.destinations: unknown "crm"; add it to plan/destinations.yml first',
    ),
    "destination_that_knows_what_is_not_there": (
        {"destinations.yml": "crm: {description: x, owner: me, identifiers: [mail]}\n"},
        'plan/destinations.yml: crm.identifiers: unknown "mail"; use person_id, user_id, organi',
    ),
    "unknown_entity": (
        {"entities/m.yml": "team: {attributes: {}}\n"},
        'unknown field "team"; the fields are: membership, organization, user',
    ),
}


@pytest.mark.parametrize("files, message", CASES.values(), ids=CASES.keys())
def test_a_plan_that_cannot_be_gets_one_clear_line(
    files: dict[str, str], message: str, tmp_path: Path
) -> None:
    (tmp_path / "dbt_project.yml").write_text("name: toy\n")
    for path, text in files.items():
        (tmp_path / "plan" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "plan" / path).write_text(text)
    with pytest.raises(PlanError) as caught:
        rendered_files(tmp_path)
    assert [problem for problem in caught.value.problems if message in problem], (
        caught.value.problems
    )
    result = run(["customer-data", "plan", "--project", tmp_path])
    assert result.returncode == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "models").exists(), "a plan that cannot be leaves the files as they were"


@pytest.mark.parametrize(
    "stanza, rows",
    [
        ("", []),
        ("membership: {}", ["group,group,joined"]),
        ("membership: {table: true}", ["table,memberships,spell", "group,group,joined"]),
        ("membership: {group_calls: false}", []),
        (
            "membership: {joined_by: thing_added, group_calls: false, organization_events: true}",
            ["event,thing_added,joined", "event_organization,any_event,joined"],
        ),
    ],
)
def test_evidence_of_memberships_is_what_the_plan_says(
    stanza: str, rows: list[str], tmp_path: Path
) -> None:
    """Group calls count unless the plan says no, other events only where it says yes."""
    project = tmp_path / "project"
    shutil.copytree(GOLDEN, project)
    (project / "plan/entities/memberships.yml").write_text(stanza)
    seed = rendered_files(project)["seeds/generated/plan_memberships.csv"]
    assert seed.splitlines()[1:] == rows


def test_a_folder_without_a_plan_is_said(tmp_path: Path) -> None:
    result = run(["customer-data", "plan"], cwd=tmp_path)
    assert result.returncode == 1
    assert "no such folder; run this where the project is" in result.stderr


def test_an_identifier_of_another_type_is_a_level_more(tmp_path: Path) -> None:
    """Types are plan data: a telephone between the address and the device, and a merge by hand."""
    project = tmp_path / "project"
    shutil.copytree(GOLDEN, project)
    phone = "phone: {max_per_person: 3, traits: [phone, mobile], pii: phone}"
    (project / "plan/identity.yml").write_text(
        identifiers(USER_ID, phone, DEVICE)
        + f"overrides: {{ann: {override('user_id:u1', 'user_id:u2', 'phone: 12')}}}\n"
    )
    files = rendered_files(project)
    folder = "models/intermediate/identity/generated"
    assert f"{folder}/int_identities__by_phone.sql" in files
    assert "int_identities__by_phone" in files[f"{folder}/int_identities__by_anonymous_id.sql"]
    assert files["seeds/generated/plan_identifier_types.csv"].splitlines()[1:] == [
        "user_id,1,1,false",
        "phone,2,3,true",
        "anonymous_id,3,5,false",
    ]
    assert [
        line.split(",")[:5]
        for line in files["seeds/generated/plan_identity_overrides.csv"].splitlines()[1:]
    ] == [
        ["ann", "include", "user_id", "u1", "1"],
        ["ann", "include", "user_id", "u2", "2"],
        ["ann", "include", "phone", "12", "3"],
    ]


def test_sessions_start_as_the_plan_says(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(GOLDEN, project)
    name = "models/intermediate/sessions/generated/int_events__sessionized.sql"
    assert "interval '1800' second" in rendered_files(project)[name]
    (project / "plan/sessions.yml").write_text(
        "gap_seconds: 900\nstarting_events: [thing_added]\ncampaign_property: utm_campaign\n"
    )
    files = rendered_files(project)
    assert "interval '900' second" in files[name]
    assert "events.event_name in ('thing_added')" in files[name]
    assert "'utm_campaign'" in files[name.replace("sessionized", "interactive")]


def test_conditions_of_an_audience_become_groups(tmp_path: Path) -> None:
    """All and any swap under not; what must not hold weighs -1."""
    project = tmp_path / "project"
    shutil.copytree(GOLDEN, project)
    (project / "plan/audiences").mkdir()
    (project / "plan/audiences/a.yml").write_text(
        audience(
            "purpose: x, needs_consent: false, conditions: {not: {any: [{event: thing_added}, "
            "{all: [{event: thing_removed}, {event: thing_added, at_most: 1}]}]}}"
        )
    )
    rows = rendered_files(project)["seeds/generated/plan_audience_conditions.csv"].splitlines()[1:]
    groups: dict[str, set[tuple[str, str]]] = {}
    for row in rows:
        _, group, key, weight, _ = row.split(",")
        groups.setdefault(group, set()).add((key.split(" ")[0], weight))
    once, exists = ("user:event:thing_added", "-1"), ("user:exists", "1")
    assert list(groups.values()) == [
        {exists, once, ("user:event:thing_removed", "-1")},
        {exists, once, ("user:event:thing_added", "1")},
    ]
