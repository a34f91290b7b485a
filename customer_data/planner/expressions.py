"""SQL expressions the templates need: conditions of rules, filters, casts."""

from customer_data.planner.stanzas import Condition, DerivedProperty, Event, Property, Rule, Step


def literal(text: str) -> str:
    """A SQL string literal; the schemas keep quotes and backslashes out of the plan."""
    return f"'{text}'"


class Expressions:
    """Writes expressions for a project, whose macros carry `prefix` where they are a package's."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def property(self, item: Property) -> str:
        """The property as text, as a Jinja expression without its braces."""
        names = ", ".join(literal(name) for name in (item.name, *item.aliases))
        return f"{self.prefix}property({names})"

    def read(self, item: Property) -> str:
        """The property in its type, as a Jinja block."""
        if item.type in ("string", "array", "object"):
            return f"{{{{ {self.property(item)} }}}}"
        return f"{{{{ {self.prefix}read_as({self.property(item)}, '{item.type}') }}}}"

    def column(self, item: Property) -> str:
        """The property as a fact shows it: typed, and null where a rule says so."""
        nulling = [rule for rule in item.rules if rule.action == "null" and rule.kind != "type"]
        if not nulling:
            return self.read(item)
        kept = "\n        and ".join(
            f"{{{{ {self.prefix}keeps('{rule.key}') }}}}" for rule in nulling
        )
        return f"case\n    when {kept}\n        then {self.read(item)}\nend"

    def breaks(self, item: Property, rule: Rule) -> list[str]:
        """The conditions that all hold where an event breaks the rule."""
        text = f"{{{{ {self.property(item)} }}}}"
        match rule.kind:
            case "required":
                condition = f"nullif(trim({text}), '') is null"
            case "type" if item.type in ("array", "object"):
                condition = f"{text} not like '{'[' if item.type == 'array' else '{'}%'"
            case "type":
                return [f"{text} is not null", f"{self.read(item)} is null", *_period(rule)]
            case "values":
                listed = ",\n    ".join(literal(value) for value in rule.value)
                condition = f"{text} not in (\n    {listed}\n)"
            case "pattern":
                matches = f"{self.prefix}matches({self.property(item)}, {literal(rule.value)})"
                condition = f"not {{{{ {matches} }}}}"
            case "minimum":
                condition = f"{self.read(item)} < {rule.value}"
            case "maximum":
                condition = f"{self.read(item)} > {rule.value}"
        return [condition, *_period(rule)]

    def value_text(self, item: DerivedProperty, event: Event | None) -> str:
        """The value a derived property takes from its event, as text."""
        if item.target == "occurred_at":
            return f"{{{{ {self.prefix}iso_text('occurred_at') }}}}"
        if item.target in ("person_id", "organization_id"):
            return item.target
        source = next(found for found in event.properties if found.name == item.target)
        if source.type in ("string", "array", "object"):
            return item.target
        if source.type == "timestamp":
            return f"{{{{ {self.prefix}iso_text('{item.target}') }}}}"
        return f"{{{{ {self.prefix}as_text('{item.target}') }}}}"


def _period(rule: Rule) -> list[str]:
    """The conditions that an event lies in the time in which the rule holds."""
    since = [f"occurred_at >= cast({literal(rule.since)} as timestamp)"] if rule.since else []
    until = [f"occurred_at < cast({literal(rule.until)} as timestamp)"] if rule.until else []
    return since + until


def conditions(item: DerivedProperty | Step | Condition) -> list[str]:
    """The filter of what a stanza counts, one condition each."""
    return [
        f"{name} = {literal(values[0])}"
        if len(values) == 1
        else f"{name} in ({', '.join(literal(value) for value in values)})"
        for name, values in item.where
    ]
