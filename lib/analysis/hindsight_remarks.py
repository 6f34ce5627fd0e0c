"""What the data remarks on booked figures: all of it for a reader to know beforehand, and in a word beside a number."""

from lib.analysis.hindsight import NO_RETURN, Booked, Ledger
from lib.analysis.release import Row


def remarked(ledger: Ledger) -> list[tuple[str, tuple[str, ...], tuple[int, ...], Row]]:
    """Remarks on booked figures: text, names of gemeenten, years, and a row with the source; those without a return
    first."""
    groups: dict[str, list[Row]] = {}
    for (_, year, _, _), row in ledger.rows.items():
        if row["lasten_eur"] is None:
            remark = f"{NO_RETURN} over {year}: onbekend, niet nul".capitalize()
        else:
            remark = row["toelichting"]
        if remark:
            groups.setdefault(remark, []).append(row)
    ordered = sorted(groups.items(), key=lambda item: not any(row["lasten_eur"] is None for row in item[1]))
    return [
        (
            remark,
            tuple(dict.fromkeys(ledger.release.name(row["gemeente_code"]) for row in rows)),
            tuple(sorted({row["jaar"] for row in rows})),
            rows[0],
        )
        for remark, rows in ordered
    ]


def short_remarks(ledger: Ledger, entry: Booked) -> list[str]:
    """The remarks on single figures in a word: what stands before the colon."""
    return [remark.split(":")[0].lower() for remark in entry.remarks if _single(ledger, remark)]


def _single(ledger: Ledger, remark: str) -> bool:
    """Whether a remark is on one year, not on everything that a gemeente books."""
    years = {year for (_, year, _, _), row in ledger.rows.items() if row["toelichting"] == remark}
    return len(years) == 1
