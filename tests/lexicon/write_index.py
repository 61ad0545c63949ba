"""Write the index of the language files again, after a change to their heads: python tests/lexicon/write_index.py"""

from __future__ import annotations

import os

from mailcheck.lexicon.languages import INDEX, written_index
from mailcheck.lexicon.tables import FOLDER

if __name__ == "__main__":
    with open(os.path.join(FOLDER, INDEX), "w", encoding="utf-8") as file:
        file.write(written_index())
