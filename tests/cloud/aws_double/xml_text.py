"""Values as the XML of AWS's query services: lists have members."""
from xml.sax.saxutils import escape


def xml_text(value):
    if isinstance(value, dict):
        return "".join(f"<{name}>{xml_text(inner)}</{name}>" for name, inner in value.items() if inner is not None)
    if isinstance(value, list):
        return "".join(f"<member>{xml_text(inner)}</member>" for inner in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(str(value))
