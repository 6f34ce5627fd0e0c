"""A route as a budget: lasten and baten per kostensoort and year, the wages of the Wsw apart, and what differs.

Lasten and baten are both positive, a saldo is baten − lasten. Amounts are euros of one gemeente or of all together.
"""
