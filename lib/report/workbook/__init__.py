"""The whole model as a workbook with live formulas: changing an assumption in it gives what the app says."""

from lib.report.workbook.make import make_workbook

__all__ = ["make_workbook"]
