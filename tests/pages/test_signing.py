"""Who may code at the desk: by a box for the name, or by signing in, and what is said where that cannot be."""

import json
from pathlib import Path

import pytest

from pages.builders import make_full

ANN = {
    "is_logged_in": True,
    "iss": "https://id.example.org",
    "sub": "7",
    "name": "Ann *B*",
    "email": "ann@example.org",
    "email_verified": True,
}
AUTH = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "long enough to sign", "client_id": "a"}


@pytest.fixture(autouse=True)
def river(data: Path) -> Path:
    return make_full(data)


@pytest.fixture
def sign_in(monkeypatch):
    """Lets the provider say these claims of the visitor."""
    return lambda claims: monkeypatch.setattr("stance.ui.signing.read_claims", lambda: claims)


@pytest.fixture
def roles(tmp_path: Path, monkeypatch) -> Path:
    """The file of roles, not there yet."""
    path = tmp_path / "roles.toml"
    monkeypatch.setenv("STANCE_ROLES", str(path))
    return path


@pytest.fixture
def auth(monkeypatch) -> dict:
    """The part [auth] of the secrets, to be filled."""
    found: dict = {}
    monkeypatch.setattr("stance.ui.signing.st.secrets", {"auth": found})
    return found


def may_code(view) -> bool:
    """Whether the tab Code offers its queue."""
    return "coding_all" in {one.key for one in view.app.toggle}


def buttons(view) -> set[str]:
    return {one.key for one in view.app.button}


def test_without_sign_in_a_name_is_enough(open_page):
    view = open_page("desk")
    assert not may_code(view)
    view.app.text_input(key="coder_name").set_value("ann").run()
    assert may_code(view)


@pytest.mark.parametrize("name", ["adjudicated", "Codes", "\u200b"])
def test_a_name_that_the_program_keeps_is_refused(open_page, name):
    view = open_page("desk")
    view.app.text_input(key="coder_name").set_value(name).run()
    assert len(view.errors) == 1 and name in json.loads(f'"{view.errors[0]}"')
    assert not may_code(view)


def test_who_is_not_signed_in_is_asked_to_and_cannot_code(open_page, sign_in, auth):
    sign_in({"is_logged_in": False})
    auth |= AUTH
    view = open_page("desk")
    assert buttons(view) >= {"sign_in_default"} and not may_code(view)
    assert view.messages[0].startswith("Sign in to code.")


def test_there_is_a_button_for_each_provider(open_page, sign_in, auth):
    sign_in({"is_logged_in": False})
    auth |= {"redirect_uri": "", "cookie_secret": "", "one": {"client_id": "a"}, "two": {"client_id": "b"}}
    assert buttons(open_page("desk")) >= {"sign_in_one", "sign_in_two"}


def test_a_provider_that_does_not_answer_is_a_sentence(open_page, sign_in, auth):
    sign_in({"is_logged_in": False})
    auth |= AUTH | {"server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration"}
    view = open_page("desk")
    view.app.button(key="sign_in_default").click().run()
    assert "does not answer" in view.errors[0]


def test_sign_in_that_is_not_set_up_is_a_sentence(open_page, sign_in, auth):
    sign_in({"is_logged_in": False})
    auth |= AUTH
    view = open_page("desk")
    view.app.button(key="sign_in_default").click().run()
    assert view.errors[0].startswith("Sign-in is not set up rightly here")


def test_who_signed_in_codes_under_a_pseudonym_and_is_greeted_by_name(open_page, sign_in):
    sign_in(ANN)
    view = open_page("desk")
    assert "Signed in as **Ann *B***" in view.texts and "coder-" in view.texts
    assert "ann@example.org" not in view.texts
    assert may_code(view) and "sign_out" in buttons(view)


def test_the_file_of_roles_says_who_codes_and_is_read_again_when_it_changes(open_page, sign_in, roles):
    sign_in(ANN)
    roles.write_text('coder = ["ann@example.org"]')
    view = open_page("desk")
    assert may_code(view)
    roles.write_text('reader = ["ann@example.org"]')
    view.app.run()
    assert not may_code(view)
    assert "You may read here" in view.messages[0]


def test_an_address_that_was_not_verified_gives_no_role_and_it_is_said(open_page, sign_in, roles):
    sign_in(ANN | {"email_verified": False})
    roles.write_text('coder = ["ann@example.org"]')
    view = open_page("desk")
    assert not may_code(view)
    assert "was not verified" in view.warnings[0]


def test_a_file_of_roles_that_cannot_be_used_makes_a_reader_of_everyone_and_shows_nobody_who_is_in_it(
    open_page, sign_in, roles
):
    sign_in(ANN)
    roles.write_text('coder = ["ann@example.org", "eve@example.org"]\nreader = ["eve@example.org"]')
    view = open_page("desk")
    assert not may_code(view)
    assert "1 problem" in view.errors[0] and "eve@" not in view.errors[0]


def test_roles_without_a_way_to_sign_in_let_nobody_code(open_page, roles):
    roles.write_text('coder = ["ann@example.org"]')
    view = open_page("desk")
    assert "nobody can sign in" in view.warnings[0]
    assert not view.app.text_input and not may_code(view)


def test_secrets_that_cannot_be_read_let_nobody_code(open_page, tmp_path, monkeypatch):
    (tmp_path / "secrets.toml").write_text("[auth\n")
    monkeypatch.setattr("stance.ui.signing.st.get_option", lambda _: [str(tmp_path / "secrets.toml")])
    monkeypatch.setattr("stance.ui.signing._are_secrets_read", lambda: False)
    view = open_page("desk")
    assert "file of secrets cannot be read" in view.warnings[0]
    assert not view.app.text_input


def test_who_signed_in_finds_the_desk_from_every_page_and_nobody_else_is_told(open_page, sign_in):
    view = open_page("statements")
    links = lambda: [one.proto.label for one in view.app.get("page_link")]  # noqa: E731
    assert "To the coding desk" not in links()
    sign_in(ANN)
    view.app.run()
    assert "To the coding desk" in links()
    assert "Signed in as Ann *B*" in view.texts
