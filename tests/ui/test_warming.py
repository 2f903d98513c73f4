"""What is made before the first visitor comes."""

from pathlib import Path

import makers

from stance.ui import warming


def test_a_dossier_that_cannot_be_used_is_passed_over(tmp_path, monkeypatch):
    for name in ("broken", "sound"):
        makers.make_other_dossier(tmp_path / name)
    makers.edit_cell(tmp_path / "broken/statements.csv", 3, date="22.01.2015")
    folders: dict[str, Path] = {name: tmp_path / name for name in ("broken", "sound")}
    monkeypatch.setattr(warming, "find_dossiers", lambda: folders)
    assert warming.warm_caches() == ["sound"]
