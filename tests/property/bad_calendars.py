"""Malformed and absurd editorial calendars: each is refused by line, or runs with all laws holding.

python tests/property/bad_calendars.py [calendars] [seed]

Files are drawn as bytes, as an editor or a spreadsheet could leave them, and go in where every
calendar file goes in.
"""

from dataclasses import replace

import judge
import numpy as np
from judge import bytes_of

from sim.config import CHANNELS, KINDS, Cadence, Config, Market, Rivals, Sales
from sim.config.buyer import Buyer
from sim.config.calendar_file import MOST_ROWS, with_calendars

# Small and short, with a rhythm before the plan and rivals who plan too.
BUSY = Config(
    market=Market(customers=40, buyer=Buyer(entry_per_year=5.0)),
    sales=Sales(reps=2, horizon="myopic"),
    rivals=Rivals(count=2, sales=Sales(reps=1, horizon="myopic")),
    days=30,
    warmup_days=5,
    replicates=1,
)
COLUMNS = ("kind", "items", "topic", "channel")
# What no cell of a column may hold.
WRONG = {
    "day": ("-1", "", "1.5", "26001", "tomorrow", "1e3", "0x1", "٣", "99999999999", "2026-03-03"),
    "date": ("2026-02-30", "", "2026-13-01", "03/04/2026", "2026-3-4", "20260304", "2026-03-04T12",
             "9999-12-31", "today", "17"),
    "kind": ("", "newz", "News", "education;product", "kind"),
    "items": ("0", "-1", "101", "two", "1.0", "nan", "1 000"),
    "topic": ("6", "-1", "pain", "0.5"),
    "channel": ("e-mail", "telex", "Email", "social,email"),
}  # fmt: skip


class Draw(judge.Draw):
    """One file, from luck of its own."""

    def table(self):
        """A header and rows, every cell fine."""
        extra = [name for name in COLUMNS[1:] if self.chance(0.6)]
        header = [self.one(["day", "date"]), "kind", *extra]
        self.luck.shuffle(header)
        rows = [[self.cell(name) for name in header] for _ in range(int(self.luck.integers(1, 20)))]
        return header, rows

    def cell(self, name):
        if name == "date":
            return str(np.datetime64("2026-03-02") + int(self.luck.integers(60)))
        if name == "day":
            return self.one(["0", "3", "29", "30", "26000", str(self.luck.integers(30))])
        values = {"kind": KINDS, "items": ("", "1", "2", "100"), "topic": ("", "0", "5"),
                  "channel": ("", *CHANNELS)}  # fmt: skip
        return self.one(values[name])

    def spoil(self, header, rows):
        """Put something wrong into one cell; its line."""
        number, column = int(self.luck.integers(len(rows))), int(self.luck.integers(len(header)))
        cell = self.one(WRONG[header[column]])
        rows[number][column] = f'"{cell}"' if "," in cell else cell
        return number + 2

    def tear(self, header, rows):
        """Spoil the shape of the file; its bytes, and the line if there is one to name."""
        number = int(self.luck.integers(len(rows)))
        how = int(self.luck.integers(14))
        if how == 0:
            rows[number].append("more")
        elif how == 1:
            rows[number].pop()
        elif how == 2:
            header.append(header[0]), [row.append(row[0]) for row in rows]
        elif how == 3:
            header[0] = self.one(["knd", "", "item", "day;kind"])
        elif how == 4:
            column = header.index("kind")
            header.pop(column), [row.pop(column) for row in rows]
        elif how == 5:
            other = "date" if "day" in header else "day"
            header.append(other), [row.append(self.cell(other)) for row in rows]
        elif how == 6:
            return bytes_of(header, []), 1
        elif how == 7:
            return b"", 1
        elif how == 8:
            return "\r\n".join([";".join(header), *map(";".join, rows)]).encode(), 1
        elif how == 9:
            return bytes_of(header, rows).decode().encode("utf-16"), 1
        elif how == 10:
            rows[number][0] = "Straße"
            return bytes_of(header, rows).decode().encode("latin-1"), number + 2
        elif how == 11:
            rows[number][0] += "\0"
        elif how == 12:
            rows[number][-1] = f'"{rows[number][-1]}'
            return bytes_of(header, rows), number + 2
        else:
            more = (MOST_ROWS // len(rows) + 1) * rows
            return bytes_of(header, more), MOST_ROWS + 2
        return bytes_of(header, rows), 1 if how in (2, 3, 4, 5) else number + 2


def verdict(seed, number):
    """'ran', or 'refused'. Raises where a refusal names no line or a wrong one, or a law broke."""
    draw = Draw(seed, number)
    header, rows = draw.table()
    line = None
    if number % 4 == 0:
        end, mark = draw.one(["\n", "\r\n"]), draw.one([b"", b"\xef\xbb\xbf"])
        content = bytes_of(header, rows, end, mark)
    elif number % 4 == 1:
        content, line = draw.tear(header, rows)
    elif number % 4 == 2:
        line = draw.spoil(header, rows)
        content = bytes_of(header, rows)
    else:
        content, line = draw.noise(), "any"
    cadence, theirs = Cadence(file="plan.csv"), Cadence()
    if draw.chance(0.5):
        cadence, theirs = theirs, cadence
    asked = replace(BUSY, cadence=cadence, rivals=replace(BUSY.rivals, cadence=theirs))
    return judge.of_a_file(
        lambda: with_calendars(asked, lambda name: content), "cadence.file=plan.csv", line
    )


if __name__ == "__main__":
    judge.main("calendar", verdict)
