"""What nginx is told of the dashboard: `deploy/nginx/*.conf` filled out, and the framework's scripts packed for it.

`python -m deploy.site NAME --folder FOLDER` writes `FOLDER/site.conf` and `FOLDER/assets/`, for an nginx that a system runs.
Belongs here: text and files of nginx. Not here: running it (deploy/host.py).
"""

import argparse
import base64
import gzip
import hashlib
import importlib.util
import re
import string
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "deploy" / "nginx"
MIME_TYPES = Path("/etc/nginx/mime.types")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
QUALITY = 5  # 13 % fewer bytes than gzip in a few seconds; the best, 11, gives 25 % and takes a minute and a half
PORTS = (8501, 8502)
BURST_SECONDS = 8
MARGIN_MB = 1  # of a form around a file that is uploaded
POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",  # a library for 64-bit numbers of the websocket's messages
    "style-src": "'self' 'unsafe-inline'",  # the framework and Plotly write styles at run time
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}


class _Template(string.Template):
    delimiter = "@"


@dataclass(frozen=True)
class Site:
    """One site: its names, where nginx listens, the ports of its replicas, and how much one address may ask for.

    `connections` are those open at a time, websockets too; `rate` is requests a second that reach a replica, of which
    those of eight seconds may come at once; `header_seconds` how long a client may take for its request; `certificate` is the
    folder of a certificate as certbot writes it, without which the site is plain http.
    """

    names: str
    listen: str
    ports: tuple[int, ...]
    folder: Path
    log: str = "access.log"
    connections: int = 400
    rate: int = 50
    header_seconds: int = 10
    certificate: Path | None = None


def find_framework() -> Path:
    """The folder of the framework's page and scripts."""
    found = importlib.util.find_spec("streamlit")
    if found is None or found.origin is None:
        raise RuntimeError("Streamlit is not installed here: pip install -r requirements.txt.")
    return Path(found.origin).parent / "static"


def write_policy() -> str:
    """The Content-Security-Policy: own scripts alone, and the framework's inline ones by their hash."""
    page = (find_framework() / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in inline]
    scripts = " ".join([POLICY["script-src"], *(f"'sha256-{one}'" for one in hashes)])
    return "; ".join(f"{name} {value}" for name, value in (POLICY | {"script-src": scripts}).items())


def read_body_limit() -> int:
    """The megabytes of the largest request: the framework's limit of an upload and a margin for the form around it."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return int(settings["server"]["maxUploadSize"]) + MARGIN_MB


def write_upstreams(ports: tuple[int, ...]) -> str:
    """A group of all replicas for new visitors, and one for the visitors of each, where the others step in."""
    groups = {"stance_any": [_write_server(port, "max_fails=0") for port in ports]}
    for port in ports:
        groups[f"stance_{port}"] = [
            _write_server(one, "max_fails=0" if one == port else "max_fails=0 backup") for one in ports
        ]
    return "\n".join(
        "\n    ".join([f"upstream {name} {{", f"zone {name} 64k;", *servers]) + "\n}"
        for name, servers in groups.items()
    )


def _write_server(port: int, how: str) -> str:
    return f"server 127.0.0.1:{port} {how};"


def write_site(site: Site) -> str:
    """The text of `site.conf`."""
    settings = vars(site) | {
        "assets": site.folder / "assets",
        "burst": site.rate * BURST_SECONDS,
        "policy": write_policy(),
        "body_mb": read_body_limit(),
        "upstreams": write_upstreams(site.ports),
        "pools": "\n".join(f"    {port} stance_{port};" for port in site.ports),
        "served": "\n".join(f'    "~:{port}$" {port};' for port in site.ports),
        "brotli": "brotli_static on;" if BROTLI.exists() else "",
    }
    tls = _fill("tls.conf", settings) if site.certificate else ""
    return _fill("site.conf", settings | {"tls": tls})


def write_main() -> str:
    """The text of `nginx.conf` for an nginx that runs in a folder of its own."""
    module = f"load_module {BROTLI};" if BROTLI.exists() else ""
    return _fill("main.conf", {"mime_types": MIME_TYPES, "module": module})


def _fill(name: str, settings: dict) -> str:
    return _Template((TEMPLATES / name).read_text(encoding="utf-8")).substitute(settings)


def pack_assets(folder: Path) -> None:
    """Packs the framework's scripts, styles and fonts into `folder`/static, each as its name with .gz and with .br."""
    source = find_framework()
    for path in filter(Path.is_file, (source / "static").rglob("*")):
        content, packed = path.read_bytes(), folder / path.relative_to(source)
        packed.parent.mkdir(parents=True, exist_ok=True)
        packed.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, mtime=0))
        packed.with_name(f"{path.name}.br").write_bytes(brotli.compress(content, quality=QUALITY))


def write_files(site: Site) -> None:
    """Writes `site.conf` and `assets/` into the site's folder."""
    site.folder.mkdir(parents=True, exist_ok=True)
    pack_assets(site.folder / "assets")
    (site.folder / "site.conf").write_text(write_site(site), encoding="utf-8")


def main() -> int:
    """Writes the files of a site that the system's nginx includes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", help="the name of the site, as in stance.example.org")
    parser.add_argument("--folder", type=Path, required=True, help="where site.conf and assets/ are written")
    parser.add_argument("--certificate", type=Path, help="the folder of its certificate; without one it is plain http")
    parser.add_argument("--ports", type=int, nargs="+", default=PORTS, help="the ports of the replicas")
    parser.add_argument("--log", default="/var/log/nginx/stance.log", help="the log of requests")
    chosen = vars(parser.parse_args())
    listen = "443 ssl http2" if chosen["certificate"] else "80"
    write_files(
        Site(**chosen | {"ports": tuple(chosen["ports"]), "folder": chosen["folder"].resolve(), "listen": listen})
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
