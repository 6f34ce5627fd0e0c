"""The whole model as a workbook with live formulas: changing an assumption in it gives what the app says."""
