"""Malformed and absurd rosters: each is refused by line, or runs with all laws holding.

python tests/property/bad_rosters.py [rosters] [seed]

Files are drawn as bytes, as an editor or a spreadsheet could leave them, and go in where every
roster goes in.
"""

from dataclasses import replace

import judge
from judge import bytes_of

from sim.config import Cadence, Component, Config, Incentive, Market, Rivals, Sales
from sim.config.buyer import Buyer
from sim.config.input_files import with_files
from sim.config.roster_file import MOST_ROWS

# Small and short, a plan over attainment, and a date for the first day that counts.
BUSY = Config(
    market=Market(customers=40, buyer=Buyer(entry_per_year=5.0)),
    sales=Sales(horizon="myopic", leave_per_year=2.0, vacant_lead_days=2),
    rivals=Rivals(count=2, sales=Sales(reps=1, horizon="myopic")),
    incentive=Incentive(
        components=[
            Component(unit="attainment", period="month", target_pay=2000.0, at=[0.0, 1.0],
                      jump=[0.0, 0.5], slope=[0.5, 1.5])
        ]
    ),
    cadence=Cadence(first_date="2026-03-02"),
    days=30,
    warmup_days=10,
    replicates=1,
)  # fmt: skip
# What no cell of a column may hold.
WRONG = {
    "role": ("Closer", "rep", "closer;manager", "ae"),
    "tenure_days": ("-1", "1.5", "26001", "years", "1e2"),
    "start": ("2026-02-30", "2026-3-4", "03/04/2026", "soon", "1899-01-01"),
    "leave_from": ("2026-02-30", "2026-3-4", "soon", "1.5", "26001", "1e2", "2150-01-01"),
    "leave_to": ("2026-02-30", "04/03/2026", "later", "-26001", "3 months", "1900-01-01"),
    "skill": ("0", "-1", "21", "high", "nan", "1,5", "120"),
    "attainment": ("0", "-5 %", "1001 %", "110", "inf", "9o %"),
    "territory": ("0", "1.1", "101 %", "-0.2", "west", "12"),
    "base": ("-1", "60.000", "60k", "$60000", "1e5", "60 000", "10000001", "6,00"),
    "ote": ("-1", "120.000", "120k", "1,20,000", "NaN", "1", "999999999"),
    "quota_quarter": ("0", "-5", "250.000", "250k", "1e9", "=A1", "2,5"),
}  # fmt: skip
LEAVE = (("2026-03-07", "2026-03-14"), ("2026-05-04", "2027-05-02"), ("0", "0"), ("12", "19"),
         ("40", "2026-06-30"), ("2026-04-01", "900"))  # fmt: skip
# Leave of who was there already, and of managers no cell.
PAST = (("2025-09-01", "2026-03-10"), ("-6", "-2"), ("-900", "-700"), ("-4", "2026-03-05"))
OF_A_SEAT = ("tenure_days", "start", "leave_from", "leave_to", "skill", "attainment", "territory",
             "quota_quarter")  # fmt: skip
COLUMNS = ("name", "manager", "role", "team", *WRONG)
SPACES = "\N{NO-BREAK SPACE}"


class Draw(judge.Draw):
    """One file, from luck of its own."""

    def table(self):
        """A header and rows, every cell fine: reps, and perhaps their managers."""
        wanted = [name for name in COLUMNS[3:] if name != "role" and self.chance(0.6)]
        header = ["name", "manager", "role", *wanted]
        count = int(self.luck.integers(2, 7))
        names = [f"{self.one(['Ana', 'Bo', 'Zoë', 'Ng'])} {place}" for place in range(count)]
        roles = ["closer", *(self.one(["closer", "prospector", ""]) for _ in names[1:])]
        bosses = ["", "Vera", "Max"]
        rows = [self.row(header, *who, self.one(bosses)) for who in zip(names, roles, strict=True)]
        # Somebody has the rest of the customers.
        rows[0] |= {"territory": ""} if "territory" in header else {}
        if self.chance(0.5) and any(row["manager"] == "Vera" for row in rows):
            rows.append(self.row(header, "Vera", "manager", self.one(["", "Max"])))
        self.luck.shuffle(header)
        return header, rows

    def row(self, header, name, role, manager):
        cells = {column: self.cell(column, role) for column in header}
        cells |= {"name": name, "manager": manager, "role": role}
        if cells.get("skill"):
            cells["attainment"] = ""
        if cells.get("tenure_days"):
            cells["start"] = ""
        if "leave_from" in cells and "leave_to" in cells and role != "manager" and self.chance(0.5):
            known = cells.get("start") or cells.get("tenure_days")
            first = LEAVE if known else LEAVE + PAST
            cells["leave_from"], cells["leave_to"] = self.one(first)
            cells |= {"start": ""} if cells.get("start", "") > "2026-03-02" else {}
        if role == "manager" and not cells.get("base"):
            cells["ote"] = ""
        return {column: cells[column] for column in header}

    def cell(self, column, role):
        if column in OF_A_SEAT and (role == "manager" or self.chance(0.3)):
            return ""
        if column == "territory":
            return self.one(["", "5 %", "0.08", "10%"]) if role != "prospector" else ""
        fine = {
            "team": ("", "west", "east"), "tenure_days": ("0", "3", "40", "900"),
            "start": ("2026-03-02", "2026-03-14", "2025-06-01", "2026-02-24", "2026-05-01"),
            "skill": ("1", "0.7", "1.6"), "attainment": ("100 %", "0.8", "127%", "1.45"),
            "base": ("", "50000", "62,500", "71000.50"), "ote": ("", "120000", "99,999"),
            "quota_quarter": ("", "25000", "30,000.5", "1"),
        }  # fmt: skip
        return self.one(fine.get(column, ("",)))

    def spoil(self, header, rows):
        """Put something wrong into one cell; the line."""
        number = int(self.luck.integers(len(rows)))
        column = self.one([name for name in header if name in WRONG])
        if column in ("tenure_days", "start"):
            other = "start" if column == "tenure_days" else "tenure_days"
            rows[number] |= {other: ""} if other in rows[number] else {}
        rows[number][column] = self.one(WRONG[column])
        return number + 2

    def misfit(self, header, rows):
        """Make two cells contradict each other; the line."""
        reps = [n for n, row in enumerate(rows) if row["role"] != "manager"]
        number, how = self.one(reps[1:]), int(self.luck.integers(12))
        row = rows[number]
        if how == 0:
            row["name"] = rows[reps[0]]["name"]
            number = max(number, reps[0])
        elif how == 1:
            row["manager"] = row["name"]
        elif how == 2:
            row["manager"] = rows[reps[0]]["name"]
        elif how == 3:
            row["name"] = self.one(["", "  "])
        elif how == 4:
            row["name"] = self.one(["${oc.env:HOME}", "???", "x" * 61, "a\x07b"])
        elif how == 5:
            rows.append({**row, "name": "Nobody's", "role": "manager", "manager": ""})
            for column in (*OF_A_SEAT, "ote"):
                if column in rows[-1]:
                    rows[-1][column] = ""
            number = len(rows) - 1
        elif how == 6:
            self.add(header, rows, "base", "80000", number)
            self.add(header, rows, "ote", "79999", number)
        elif how == 7:
            self.add(header, rows, "leave_from", "5", number)
            self.add(header, rows, "leave_to", self.one(["", "4", "-5", "2026-03-06"]), number)
        elif how == 8:
            self.add(header, rows, "leave_from", "", number)
            self.add(header, rows, "leave_to", self.one(["4", "2026-03-06"]), number)
        elif how == 9:
            self.add(header, rows, "leave_from", "2026-03-07", number)
            self.add(header, rows, "leave_to", "2026-03-08", number)
        elif how == 10:
            self.add(header, rows, "tenure_days", "", number)
            self.add(header, rows, "start", "2026-03-16", number)
            self.add(header, rows, "leave_from", self.one(["2026-03-13", "9", "-20"]), number)
            self.add(header, rows, "leave_to", "2026-04-10", number)
        else:
            self.add(header, rows, "skill", "1.1", number)
            self.add(header, rows, "attainment", "110 %", number)
        return number + 2

    def add(self, header, rows, column, text, number):
        if column not in header:
            header.append(column)
            for row in rows:
                row[column] = ""
        rows[number][column] = text

    def tear(self, header, rows):
        """Spoil the shape of the file; its bytes, and the line."""
        number, how = int(self.luck.integers(len(rows))), int(self.luck.integers(9))
        cells = [[quoted(row[column]) for column in header] for row in rows]
        if how == 0:
            cells[number].append("more")
        elif how == 1:
            cells[number].pop()
        elif how == 2:
            return bytes_of([*header, header[0]], [[*row, row[0]] for row in cells]), 1
        elif how == 3:
            wrong = self.one(["nme", "", "quota", "salary", "rep;role", f"na{SPACES}me"])
            return bytes_of([wrong, *header[1:]], cells), 1
        elif how == 4:
            return bytes_of([*header, "quota_month", "quota_year"],
                            [[*row, "", ""] for row in cells]), 1  # fmt: skip
        elif how == 5:
            return self.one([b"", bytes_of(header, [])]), 1
        elif how == 6:
            return bytes_of(header, cells).replace(b",", b";"), 1
        elif how == 7:
            cells[number][0] += "\0"
        else:
            return bytes_of(header, (MOST_ROWS // len(cells) + 1) * cells), MOST_ROWS + 2
        return bytes_of(header, cells), number + 2


def quoted(text):
    return f'"{text}"' if "," in text else text


def written(header, rows, *more):
    return bytes_of(header, [[quoted(row[column]) for column in header] for row in rows], *more)


def drawn(seed, number):
    """A file's bytes, and the line that is wrong: None if nothing is, "any" if it is noise."""
    draw = Draw(seed, number)
    header, rows = draw.table()
    kind = number % 5
    if kind == 0:
        return written(
            header, rows, draw.one(["\n", "\r\n"]), draw.one([b"", b"\xef\xbb\xbf"])
        ), None
    if kind == 1:
        return draw.tear(header, rows)
    if kind == 2 and any(column in WRONG for column in header):
        line = draw.spoil(header, rows)
        return written(header, rows), line
    if kind == 4:
        return draw.noise(), "any"
    line = draw.misfit(header, rows)
    return written(header, rows), line


def verdict(seed, number, lives=True):
    """'ran', or 'refused'. Raises where a refusal names no line or a wrong one, or a law broke."""
    content, line = drawn(seed, number)
    asked = replace(BUSY, sales=replace(BUSY.sales, roster="team.csv"))
    return judge.of_a_file(
        lambda: with_files(asked, lambda name: content), "sales.roster=team.csv", line, lives
    )


if __name__ == "__main__":
    judge.main("roster", verdict)
