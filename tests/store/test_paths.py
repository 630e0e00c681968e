"""Where the files are."""

import os
from pathlib import Path

import pytest
from disputecli.errors import UsageProblem
from disputecli.store.paths import places


def test_one_folder_holds_everything(tmp_path):
    found = places({"DISPUTE_HOME": str(tmp_path)})
    assert found.home == tmp_path
    assert found.ledger == tmp_path / "ledger"
    assert (found.open, found.closed) == (tmp_path / "ledger/open", tmp_path / "ledger/closed")
    assert found.evidence == tmp_path / "ledger/evidence"
    assert (found.state, found.config) == (tmp_path / "state", tmp_path / "config")


def test_nothing_is_made_by_asking(tmp_path):
    places({"DISPUTE_HOME": str(tmp_path / "x")})
    assert not (tmp_path / "x").exists()


def test_a_relative_folder_is_made_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert places({"DISPUTE_HOME": "mine"}).home == tmp_path / "mine"


def test_a_tilde_is_the_users_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert places({"DISPUTE_HOME": "~/d"}).home == tmp_path / "d"


def test_an_unknown_users_tilde_is_refused():
    with pytest.raises(UsageProblem, match="~nobody-of-that-name"):
        places({"DISPUTE_HOME": "~nobody-of-that-name/d"})


@pytest.mark.skipif(os.name == "nt", reason="XDG variables are for Linux and BSD")
@pytest.mark.parametrize("environ", [{}, {"DISPUTE_HOME": ""}], ids=["unset", "empty"])
def test_else_the_systems_folders(environ, tmp_path, monkeypatch):
    for kind in ("DATA", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    found = places(environ)
    assert found.config.name == found.state.name == found.home.name == "disputecli"
    assert found.open == found.home / "ledger" / "open"
    assert found.home == Path(tmp_path / "DATA" / "disputecli") or os.uname().sysname == "Darwin"
