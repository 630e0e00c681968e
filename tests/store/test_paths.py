"""Where the files are."""

import os
import sys
from pathlib import Path

import platformdirs
import pytest
from disputecli.errors import UsageProblem
from disputecli.store.folders import own_folder
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


KINDS = ("data", "state", "config", "cache")


def of_platformdirs():
    return [str(getattr(platformdirs, f"user_{kind}_path")("disputecli", appauthor=False)) for kind in KINDS]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs alone knows")
@pytest.mark.parametrize("value", [None, "", " ", "/x/y", "/x/y ", "x/y"])
@pytest.mark.parametrize("home", [None, "", "rel", "/h", "/h/"])
def test_our_folders_are_those_of_platformdirs(monkeypatch, value, home):
    for name, given in ((f"XDG_{kind.upper()}_HOME", value) for kind in KINDS):
        monkeypatch.delenv(name, raising=False) if given is None else monkeypatch.setenv(name, given)
    monkeypatch.delenv("HOME", raising=False) if home is None else monkeypatch.setenv("HOME", home)
    ours = [own_folder(kind) for kind in KINDS]
    assert ours == ([""] * len(KINDS) if home in {"", "rel"} else of_platformdirs())
    found = places({})
    assert [str(found.home), str(found.state), str(found.config)] == of_platformdirs()[:3]


def test_another_system_is_left_to_platformdirs(monkeypatch):
    monkeypatch.setenv("ANDROID_DATA", "/data")
    assert own_folder("data") == ""
    monkeypatch.delenv("ANDROID_DATA")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert own_folder("data") == ""


@pytest.mark.parametrize("given", ["/x//y/../z/./", "/x/y/", "x/./y", "/x/y"])
def test_a_folder_is_named_in_one_way(given, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    found = places({"DISPUTE_HOME": given})
    assert found.name_of("open") == str(found.open) == str(Path(given).absolute() / "ledger" / "open")


@pytest.mark.skipif(os.name == "nt", reason="XDG variables are for Linux and BSD")
@pytest.mark.parametrize("environ", [{}, {"DISPUTE_HOME": ""}], ids=["unset", "empty"])
def test_else_the_systems_folders(environ, tmp_path, monkeypatch):
    for kind in ("DATA", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    found = places(environ)
    assert found.config.name == found.state.name == found.home.name == "disputecli"
    assert found.open == found.home / "ledger" / "open"
    assert found.home == Path(tmp_path / "DATA" / "disputecli") or os.uname().sysname == "Darwin"
