"""What a user sees when a page fails."""

import logging
import secrets

import streamlit as st

from lib.ui.server.logs import log_fields


def show_failure(error: Exception) -> bool:
    """Say in Dutch that the page failed, with a code that is also in the log, beside where it went wrong.

    Returns True, which keeps Streamlit from showing its own English message.
    """
    code = secrets.token_hex(3)
    logging.getLogger(__name__).error("A page failed", exc_info=error, extra=log_fields(code=code))
    st.error(
        "Deze pagina kan nu niet worden getoond. Laad de pagina opnieuw. "
        f"Blijft het misgaan, geef dan code **{code}** door aan de beheerder."
    )
    return True
