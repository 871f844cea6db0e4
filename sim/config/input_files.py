"""Parts of a config that become something else when a scenario is made: calendars and rosters in
files, and dates and words of pay plans."""

from sim.config import Config
from sim.config.calendar_file import with_calendars
from sim.config.csv_file import Read
from sim.config.plan_words.compile import with_plans
from sim.config.roster_file import with_rosters
from sim.config.said_dates import with_dates_as_said


def with_files(config: Config, read: Read | None = None) -> Config:
    """The config with every file that it names read into what it holds, and pay plans in words, and
    with dates, as components and days.

    ``read`` gives a file's bytes by its name. Raises :class:`ConfigError` in one line.
    """
    return with_rosters(with_days(config, read), read)


def with_days(config: Config, read: Read | None = None) -> Config:
    """The config with calendars, dates and words of pay plans read, but no roster.

    Raises :class:`ConfigError` in one line, with dates as they were said.
    """
    with with_dates_as_said(config):
        return with_plans(with_calendars(config, read))
