"""People sign in at a real provider of OpenID Connect, in browsers of their own: who they are, what they may do, how they leave."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from providers import Provider, run_provider

from .conftest import WIDE, Tab, run_server

ANN, EVE, DEN = "ann@example.org", "eve@example.org", "den@example.org"
NAME = "Kim Lee"  # of all of them
PEOPLE = [
    {"sub": f"sub-{one[:3]}", "email": one, "email_verified": one != DEN, "name": NAME} for one in (ANN, EVE, DEN)
]
ROLES = f'adjudicator = ["{ANN}"]\ncoder = ["{DEN}"]\nreader = ["{EVE}"]\n'


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with run_provider(PEOPLE) as found:
        yield found


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signing") / "log.txt"


@pytest.fixture(scope="module")
def url(provider: Provider, log: Path) -> Iterator[str]:
    """A dashboard with sign-in and roles."""
    secrets, roles = log.with_name("secrets.toml"), log.with_name("roles.toml")
    secrets.write_text(provider.write_secrets("http://localhost:{port}"), encoding="utf-8")
    roles.write_text(ROLES, encoding="utf-8")
    settings = {"STREAMLIT_SECRETS_FILES": str(secrets), "STANCE_ROLES": str(roles), "STANCE_LOG": "json"}
    with run_server(log, settings) as found:
        yield found


@pytest.fixture
def open_browser(chrome: Browser, url: str) -> Iterator[Callable[[], Tab]]:
    """Opens the desk in a browser of its own."""
    tabs: list[Tab] = []

    def open_desk() -> Tab:
        tabs.append(Tab(chrome.new_context(viewport=WIDE).new_page(), url))
        return tabs[-1].open("desk")

    yield open_desk
    for tab in tabs:
        tab.page.context.close()


def sign_in(tab: Tab, person: str) -> None:
    """From the desk to the provider and, by the link at the side, back to the desk."""
    tab.page.get_by_role("button", name="Sign in", exact=True).click()
    tab.page.get_by_role("button", name=f"sub-{person[:3]}").click()
    expect(tab.page.get_by_text(f"Signed in as {NAME}. The way to the coding desk")).to_be_visible()
    tab.page.get_by_role("link", name="To the coding desk").click()
    expect(tab.page.locator("h1")).to_have_text("Coding desk")
    expect(tab.page.get_by_text("Signed in as", exact=False).last).to_be_visible()


def read_pseudonym(tab: Tab) -> str:
    (found,) = set(re.findall(r"coder-[0-9a-f]{12}", tab.page.get_by_test_id("stMain").inner_text()))
    return found


def test_two_people_of_one_name_sign_in_each_with_a_role_and_leave_again(open_browser, log):
    ann, eve = open_browser(), open_browser()
    expect(ann.page.get_by_role("tab", name="Code")).to_have_count(0)
    sign_in(ann, ANN)
    expect(ann.page.get_by_text("All statements: code again")).to_be_visible()
    expect(
        eve.page.get_by_role("button", name="Sign in", exact=True)
    ).to_be_visible()  # the other browser is nobody still

    sign_in(eve, EVE)
    expect(eve.page.get_by_text("You may read here, and see the progress.")).to_be_visible()
    expect(eve.page.get_by_text("All statements: code again")).to_have_count(0)
    assert read_pseudonym(ann) != read_pseudonym(eve)

    ann.page.get_by_role("button", name="Sign out").click()
    ann.page.get_by_role("button", name="End session").click()
    expect(ann.page.get_by_role("link", name="To the coding desk")).to_have_count(0)
    ann.open("desk")
    expect(ann.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    eve.open("desk")
    expect(eve.page.get_by_text("You may read here, and see the progress.")).to_be_visible()

    written = log.read_text(encoding="utf-8")
    assert '"page": "Coding desk"' in written
    assert not re.search(rf"{NAME}|@example|sub-ann|code=|_token", written)


def test_an_address_that_was_not_verified_gives_its_role_to_nobody(open_browser):
    tab = open_browser()
    sign_in(tab, DEN)
    expect(tab.page.get_by_text("was not verified")).to_be_visible()
    expect(tab.page.get_by_text("All statements: code again")).to_have_count(0)


def test_a_provider_that_is_down_is_a_sentence_and_all_else_works(open_browser, provider):
    tab = open_browser()
    provider.stop()
    tab.page.get_by_role("button", name="Sign in", exact=True).click()
    expect(tab.page.get_by_text("does not answer, so nobody can sign in now")).to_be_visible()
    tab.open("statements")
    expect(tab.page.locator("h1")).to_contain_text("statements")
