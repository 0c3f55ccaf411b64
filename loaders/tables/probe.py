"""How large the sheets of a workbook are, told by a process of its own: python probe.py [sheet] < workbook

The engine that reads workbooks sets aside every cell between the first and the last of a sheet, and where
memory does not suffice it ends its process: two cells can claim seventeen thousand million. So that happens
here, under a limit. Imports nothing of the package.
"""

from __future__ import annotations

import io
import json
import sys

LIMIT = 4 << 30  # bytes of memory for one workbook


def main(wanted: str) -> None:
    """Print name, height and width of the wanted sheet, or of every visible one that holds anything."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except ImportError:  # not on Windows
        pass
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        every = {one.name: one.visible == SheetVisibleEnum.Visible for one in book.sheets_metadata}
        names = [wanted] if wanted in every else [name for name, shown in every.items() if shown]
        sheets = ((name, book.get_sheet_by_name(name)) for name in names)
        found = [(name, one.total_height, one.total_width) for name, one in sheets if one.end is not None]
        print(json.dumps({"sheets": list(every), "filled": found}))
    except Exception as error:  # the engine raises its own kinds for a damaged file
        print(json.dumps({"error": str(error)}))


if __name__ == "__main__":
    main(*sys.argv[1:2] or [""])
