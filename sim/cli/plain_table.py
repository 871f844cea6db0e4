"""The look of every table on the terminal."""

from rich.table import Table


def plain_table() -> Table:
    """An empty table without lines, as wide as the screen."""
    table = Table(box=None, pad_edge=False, header_style="bold underline", expand=True)
    table.caption_justify = table.title_justify = "left"
    table.padding = (0, 2, 0, 0)
    return table
