"""What a user sees when a page fails."""

from __future__ import annotations

import logging
import secrets

import streamlit as st


def show_failure(error: Exception) -> bool:
    """Say in Dutch that the page failed, with a code that is also in the log.

    Returns True, which keeps Streamlit from showing its own English message.
    """
    code = secrets.token_hex(3)
    logging.getLogger(__name__).error("Page failed, code %s: %s", code, type(error).__name__)
    st.error(
        "Deze pagina kan nu niet worden getoond. Laad de pagina opnieuw. "
        f"Blijft het misgaan, geef dan code **{code}** door aan de beheerder."
    )
    return True
