"""Comparison → Plotly figure: one template, one palette."""
