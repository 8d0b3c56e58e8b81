"""How cells travel from the child process to its parent: arrays and texts, nothing that could be run."""

KINDS = ("text", "number", "date", "time", "duration", "bool", "error")
# Letters as array.array and numpy share them: int32, uint16, uint8, float64, int32.
LAYOUT = {"row": "i", "col": "H", "kind": "B", "number": "d", "text": "i"}
