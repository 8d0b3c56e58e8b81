"""The pages by the first part of their path; each module lays out content and names itself."""

from types import ModuleType

from dashboard.pages import changes, data, embed, methods, overview, single, topic

PAGES: dict[str, ModuleType] = {
    "": overview,
    "changes": changes,
    "police": topic,
    "ages": topic,
    "growth": topic,
    "forecast": topic,
    "schools": topic,
    "monthly": topic,
    "alerts": topic,
    "context": topic,
    "methods": methods,
    "data": data,
    "chart": single,
    "embed": embed,
}
