"""cost_types.csv names parameters: they exist, in the right unit."""

from collections.abc import Mapping

from lib.model.parameters import Parameter
from lib.store.problems import Problem, meant
from lib.store.registry import RATE, SHARE, unit_family
from lib.store.rows import Rows


def check_cost_types(rows: Rows, parameters: Mapping[str, Parameter], problems: list[Problem]) -> None:
    """The parameters that cost_types names exist in the right unit, and one kostensoort carries the staff."""
    for i, row in enumerate(rows):
        fixed = [row["vast_aandeel"]] if row["vast_aandeel"] else []
        index = [name for _, name in index_terms(row["index"])]
        for column, names, family in (("vast_aandeel", fixed, SHARE), ("index", index, RATE)):
            for name in names:
                if name not in parameters:
                    problems.append(rows.problem(i, column, "onbekende parameter", meant(name, parameters)))
                elif unit_family(parameters[name].unit) not in (None, family):
                    remedy = f"kies een parameter met eenheid “{family}”."
                    problems.append(rows.problem(i, column, f"{name} is in {parameters[name].unit}", remedy))
    carriers = rows.values["draagt_staf"].count("ja")
    if carriers != 1:
        problems.append(
            Problem(
                rows.file,
                "kolom draagt_staf",
                "precies één kostensoort draagt de staf",
                str(carriers),
                "zet bij één kostensoort ja.",
            )
        )


def index_terms(text: str) -> tuple[tuple[int, str], ...]:
    """`loonindex - achterstand` → ((1, loonindex), (−1, achterstand))."""
    sign, terms = 1, []
    for word in text.split():
        if word in ("+", "-"):
            sign = 1 if word == "+" else -1
        else:
            terms.append((sign, word))
            sign = 1
    return tuple(terms)
