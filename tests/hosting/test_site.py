"""The site of a server: what `python -m deploy.site` writes is what a system's nginx takes, with a certificate and without."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.servers import ROOT
from deploy.site import BROTLI, Site, write_site

# Debian's own settings around a site, as far as they could contradict it.
SYSTEM = """load_module {module};
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    include /etc/nginx/mime.types;
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    default_type application/octet-stream;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_prefer_server_ciphers on;
    access_log {folder}/system.log;
    gzip on;
    include {folder}/site.conf;
}}
"""


def _run(*command: str | Path) -> str:
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A folder as certbot leaves it, with a certificate that nobody signed."""
    folder = tmp_path / "live"
    folder.mkdir()
    files = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    _run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=stance.test", *files)
    return folder


def _check(folder: Path) -> str:
    """The site in a folder, which a system's nginx must take without a warning."""
    (folder / "nginx.conf").write_text(SYSTEM.format(folder=folder, module=BROTLI), encoding="utf-8")
    assert "warn" not in _run("/usr/sbin/nginx", "-t", "-p", f"{folder}/", "-c", folder / "nginx.conf")
    return (folder / "site.conf").read_text(encoding="utf-8")


def test_a_site_without_a_certificate_is_plain_http(tmp_path):
    options = ["--folder", tmp_path, "--log", tmp_path / "log", "--ports", "8601", "8602", "8603"]
    _run(sys.executable, "-m", "deploy.site", "stance.test", *options)
    text = _check(tmp_path)
    assert "listen 80 default_server" in text and "ssl" not in text
    assert all(f"127.0.0.1:{port} " in text for port in (8601, 8602, 8603))
    packed = [path.suffix for path in (tmp_path / "assets" / "static" / "js").iterdir()]
    assert packed.count(".gz") == packed.count(".br") == len(packed) / 2 > 100


def test_a_site_with_a_certificate_leads_from_http_to_https(tmp_path, certificate):
    site = Site("stance.test", "443 ssl http2", (8601,), tmp_path, log=f"{tmp_path}/log", certificate=certificate)
    (tmp_path / "site.conf").write_text(write_site(site), encoding="utf-8")
    text = _check(tmp_path)
    assert "listen 443 ssl http2 default_server" in text
    assert "return 308 https://$server_name$request_uri" in text
