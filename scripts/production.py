"""Tries production on this computer: every process of the Procfile behind nginx, on one HTTPS port.

The proxy runs docs/nginx.conf with local names in place of a server's.  Services that the environment does not name
come from packages.
"""

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import services

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "var" / "production"


def main() -> int:
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if nginx is None:
        print("nginx is missing: install it (Debian, Ubuntu: apt install nginx; macOS: brew install nginx).")
        return 1
    port = int(os.environ.get("PORT", "8443"))
    PLACE.mkdir(parents=True, exist_ok=True)
    make_certificate(PLACE)
    proxy_configuration = write_proxy_configuration(nginx, port)
    with production_environment(port) as environment:
        release(environment)
        return run_processes(proxy_command(nginx, proxy_configuration), environment, port)


@contextmanager
def production_environment(port: int) -> Iterator[dict[str, str]]:
    """Complete what the environment does not say, as .env.example lists it."""
    environment = {
        "SECRET_KEY": remembered_secret(),
        "SITE_URL": f"https://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "TRUSTED_PROXIES": "1",
        "EMAIL_URL": "consolemail://",
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "technomart.settings.production",
        "PYTHONUNBUFFERED": "1",
        "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
        "WEB_PORT": str(port + 1),
        "LIVE_PORT": str(port + 2),
    }
    # Outside the project, because PostgreSQL's own user must be able to reach its files when root starts it.
    data = Path(tempfile.gettempdir()) / f"technomart-production-{os.getuid()}"
    with (
        optional(services.postgres, "DATABASE_URL", environment, data=data),
        optional(services.redis, "REDIS_URL", environment),
    ):
        yield environment


@contextmanager
def optional(service, variable: str, environment: dict[str, str], **arguments) -> Iterator[None]:
    """Bring a service, unless the environment names one."""
    if environment.get(variable):
        yield
        return
    print(f"{variable} is not set: starting one from its package.", flush=True)
    with service(**arguments) as environment[variable]:
        yield


def remembered_secret() -> str:
    """A random key, the same at the next start, so that nobody is signed out."""
    file = PLACE / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(64))
    return file.read_text()


def release(environment: dict[str, str]) -> None:
    """Do what the Procfile's release line does, and fill an empty shop, so that there is something to look at."""
    print("Preparing tables, static files and catalogue ...", flush=True)
    subprocess.run(procfile()["release"], shell=True, cwd=ROOT, env=environment, check=True)  # noqa: S602 (our own line)
    empty = "from shop.models import Product; raise SystemExit(0 if Product.objects.exists() else 3)"
    manage = [sys.executable, "manage.py"]
    if subprocess.run([*manage, "shell", "-v", "0", "-c", empty], cwd=ROOT, env=environment).returncode == 3:
        subprocess.run([*manage, "seed_demo"], cwd=ROOT, env=environment, check=True)


def run_processes(proxy: str, environment: dict[str, str], port: int) -> int:
    """Run everything until Ctrl-C or SIGTERM, which honcho passes on to each process."""
    together = {name: line for name, line in procfile().items() if name != "release"} | {"proxy": proxy}
    file = PLACE / "Procfile"
    file.write_text("".join(f"{name}: {line}\n" for name, line in together.items()))
    print(f"\nThe store opens at https://localhost:{port}/ (its certificate is its own).\n", flush=True)
    honcho = subprocess.Popen(
        [str(ROOT / ".venv" / "bin" / "honcho"), "--procfile", str(file), "--app-root", str(ROOT), "start"],
        env=environment,
    )
    signal.signal(signal.SIGTERM, lambda *_: honcho.terminate())
    # From a terminal Ctrl-C reaches honcho by itself; here only its end counts.
    signal.signal(signal.SIGINT, lambda *_: None)
    return honcho.wait()


def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines if line)


def local_site(port: int) -> str:
    """What docs/nginx.conf says, with the names of this computer."""
    site = (ROOT / "docs" / "nginx.conf").read_text()
    for server_name, local_name in (
        ("listen 80;", f"listen 127.0.0.1:{port + 3};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("server_name shop.example", "server_name localhost 127.0.0.1"),
        ("127.0.0.1:8001", f"127.0.0.1:{port + 1}"),
        ("127.0.0.1:8002", f"127.0.0.1:{port + 2}"),
        ("/etc/ssl/technomart", str(PLACE)),
        ("/srv/technomart", str(ROOT)),
    ):
        if server_name not in site:
            raise SystemExit(f"docs/nginx.conf no longer contains {server_name!r}: scripts/production.py must follow.")
        site = site.replace(server_name, local_name)
    return site


def write_proxy_configuration(nginx: str, port: int) -> Path:
    """Wrap the local site for an nginx of our own, whose main file lies beside it."""
    (PLACE / "site.conf").write_text(local_site(port))
    built = subprocess.run([nginx, "-V"], capture_output=True, text=True).stderr
    mime_types = Path(re.search(r"--conf-path=(\S+)", built)[1]).with_name("mime.types")
    temporary = "".join(
        f"    {kind}_temp_path {PLACE}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = PLACE / "nginx.conf"
    whole.write_text(
        f"pid {PLACE}/nginx.pid;\nerror_log stderr warn;\nevents {{}}\nhttp {{\n    include {mime_types};\n"
        f"    access_log off;\n{temporary}    include {PLACE}/site.conf;\n}}\n"
    )
    return whole


def proxy_command(nginx: str, configuration: Path) -> str:
    # Root's nginx would serve files as a user who may not look into this folder.
    user = "user root; " if os.geteuid() == 0 else ""
    return f"{nginx} -p {PLACE} -c {configuration} -e stderr -g '{user}daemon off;'"


def make_certificate(folder: Path) -> None:
    """Make a certificate for localhost, signed by itself, unless a good one lies there."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    certificate, key = folder / "fullchain.pem", folder / "privkey.pem"
    now = datetime.now(UTC)
    if certificate.exists() and x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc > now:
        return
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(private, hashes.SHA256())
    )
    key.touch(mode=0o600)
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))


if __name__ == "__main__":
    sys.exit(main())
