"""What the environment says is read once, in one place, and what cannot be used is one sentence."""

import pytest

from benchmarks.crowd import run_apart
from stance.errors import UsageError
from stance.settings import Settings, describe_reach, make_public, read_settings


def test_without_a_word_it_is_no_demo_and_has_no_public_address():
    assert read_settings({}) == Settings(is_demo=False, public_url="")
    assert read_settings({"STANCE_DEMO": "", "STANCE_PUBLIC_URL": " "}) == Settings()


def test_a_demo_and_its_address_are_read():
    read = read_settings({"STANCE_DEMO": "1", "STANCE_PUBLIC_URL": " https://stance.example.org/talks/ "})
    assert read == Settings(is_demo=True, public_url="https://stance.example.org/talks", logs_json=True)
    assert not read_settings({"STANCE_DEMO": "0"}).is_demo


def test_a_log_in_lines_of_json_is_asked_for_and_another_form_is_refused_with_a_sentence():
    assert read_settings({"STANCE_LOG": "json"}) == Settings(logs_json=True)
    with pytest.raises(
        UsageError, match=r"^STANCE_LOG is 'jsn'\. Write json for a log in lines of JSON, or leave it out\.$"
    ):
        read_settings({"STANCE_LOG": "jsn"})


def test_pages_are_made_before_the_first_visitor_unless_that_is_switched_off():
    assert read_settings({}).warms_pages
    assert read_settings({"STANCE_WARM": "1"}).warms_pages
    assert not read_settings({"STANCE_WARM": "0"}).warms_pages
    with pytest.raises(UsageError, match=r"^STANCE_WARM is 'no'\. Write 1 for all pages made before .* comes, or 0\.$"):
        read_settings({"STANCE_WARM": "no"})


@pytest.mark.parametrize("value", ["yes", "true", "2", "x" * 500])
def test_another_word_for_a_demo_is_refused_with_a_sentence(value):
    with pytest.raises(UsageError, match=r"^STANCE_DEMO is '.{1,80}'\. Write 1 for a public demo, or 0\.$"):
        read_settings({"STANCE_DEMO": value})


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("stance.example.org", "does not begin with https:// or http://"),
        ("javascript:alert(1)", "does not begin with"),
        ("ftp://example.org", "does not begin with"),
        ("https://ann:secret@example.org", "holds a name or password"),
        ("https://ann@example.org", "holds a name or password"),
        ("https://example.org/?a=1", "goes on after ? or #"),
        ("https://example.org/#top", "goes on after ? or #"),
        ("https://example.org/?", "goes on after ? or #"),
        ("https://", "is no address"),
        ("https:///path", "is no address"),
        ("https://example.org:99999", "is no address"),
        ("https://[::1", "is no address"),
        ("https://exa mple.org", "is no address"),
        ("https://example.org/<b>", "is no address"),
        ("https://example.org/\x1b[2J", "is no address"),
    ],
)
def test_an_address_that_no_link_could_begin_with_is_refused(address, trouble):
    with pytest.raises(UsageError) as caught:
        read_settings({"STANCE_PUBLIC_URL": address})
    said = str(caught.value)
    assert f"which {trouble}" in said
    assert said.endswith("Write the address under which readers open the dashboard, as https://stance.example.org.")
    assert "secret" not in said and "\x1b" not in said


@pytest.mark.parametrize(
    ("here", "base", "public"),
    [
        ("http://localhost:8501/", "", "https://x.org/t/"),
        ("http://localhost:8501", "", "https://x.org/t/"),
        ("http://localhost:8501/positions", "", "https://x.org/t/positions"),
        ("http://10.0.0.4/inner/positions", "inner", "https://x.org/t/positions"),
        ("http://10.0.0.4/inner/", "/inner/", "https://x.org/t/"),
        ("", "", "https://x.org/t/"),
    ],
)
def test_a_public_address_takes_the_place_of_the_servers_own_and_keeps_the_page(here, base, public):
    assert make_public(here, Settings(public_url="https://x.org/t"), base=base) == public
    assert make_public(here, Settings(), base=base) == here


@pytest.mark.parametrize(
    ("address", "reach"),
    [
        ("http://localhost:8501/?a=1", "on this machine only"),
        ("http://LOCALHOST./x", "on this machine only"),
        ("http://app.localhost/x", "on this machine only"),
        ("http://127.0.0.1:8501", "on this machine only"),
        ("http://127.8.8.8", "on this machine only"),
        ("http://[::1]:8501/x", "on this machine only"),
        ("http://0.0.0.0:8501", "on this machine only"),
        ("http://192.168.1.20:8501", "in this network only"),
        ("http://10.1.2.3/", "in this network only"),
        ("http://[fe80::1]/", "in this network only"),
        ("https://stance.example.org/localhost", ""),
        ("http://8.8.8.8/", ""),
        ("https://localhost.example.org", ""),
        ("?topic=x", ""),
        ("", ""),
        ("http://[::1", ""),
    ],
)
def test_a_local_address_is_known_for_one(address, reach):
    assert describe_reach(address) == reach


@pytest.mark.parametrize(("name", "value"), [("STANCE_DEMO", "perhaps"), ("STANCE_PUBLIC_URL", "example.org")])
def test_a_server_with_settings_that_cannot_be_used_does_not_start(name, value, monkeypatch):
    from server import app, watched

    async def start() -> None:
        async with watched(app):
            pytest.fail("it started")

    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=f"^{name} is '{value}'"):
        run_apart(start())
