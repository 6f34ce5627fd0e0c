"""Everything of Streamlit: the web shell, navigation, the view and the blocks that pages draw."""
