"""What the environment says: read once, with every fault named at once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional
from urllib.parse import urlsplit

import yaml

from bot.errors import SettingsError
from bot.production import start_faults
from bot.services import Services, read_address, read_services

ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")

LOGS = ("text", "json")

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class TeamsSettings:
    """How Microsoft Teams is reached, by default in Microsoft's global cloud.

    Attributes:
        tenant_id: the tenant of the app; empty for a multi-tenant app.
        service_urls: where answers may be sent, with all addresses below.
    """

    app_id: str
    app_password: str = field(repr=False)
    tenant_id: str = ""
    login_url: str = "https://login.microsoftonline.com"
    openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    service_urls: tuple[str, ...] = (
        "https://smba.trafficmanager.net",
        "https://smba.infra.gcc.teams.microsoft.com",
        "https://smba.infra.gov.teams.microsoft.us",
        "https://smba.infra.dod.teams.microsoft.us",
    )


@dataclass(frozen=True)
class SlackSettings:
    """How Slack is reached; the secrets are those of the app's pages."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str = "https://slack.com/api/"


@dataclass(frozen=True)
class Settings:
    """Where the assistant listens, and where it keeps conversations.

    Attributes:
        database: the SQLite file of the conversations; None keeps to endpoints.yml.
        credentials: the file that names the channels.
        web_origins: origins whose pages may embed the widget, as `https://www.example.org`.
        keep_days: days after which what was said is deleted.
        services: the servers that several processes share.
        workers: how many processes answer.
        metrics: where Prometheus finds the metrics, as host and port; None leaves them off.
        log: `json` for a JSON object a line, `text` for people.
    """

    host: str = "127.0.0.1"
    port: int = 5005
    database: Optional[Path] = None
    web_origins: tuple[str, ...] = ()
    credentials: Path = ROOT / "credentials.yml"
    teams: Optional[TeamsSettings] = None
    slack: Optional[SlackSettings] = None
    keep_days: int = 90
    services: Services = field(default_factory=Services)
    workers: int = 1
    metrics: Optional[tuple[str, int]] = None
    log: str = "text"


def read_settings(
    environment: Mapping[str, str] | None = None, with_console: bool = False
) -> Settings:
    """The settings of the environment.

    Args:
        with_console: whether the console is started as well, and needs its secrets.

    Raises:
        SettingsError: naming every setting that cannot be used.
    """
    environment = os.environ if environment is None else environment
    host, port, problems = _read_listening(environment)
    database = environment.get("ASSISTANT_DATABASE") or None
    origins = _listed(environment.get("ASSISTANT_WEB_ORIGINS", ""))
    keep_days = environment.get("ASSISTANT_KEEP_DAYS", str(Settings.keep_days)).strip()
    credentials = ROOT / environment.get("ASSISTANT_CREDENTIALS", "credentials.yml")
    if not _is_days(keep_days):
        problems.append(f"ASSISTANT_KEEP_DAYS is '{keep_days}': give a number from 1 to 3650")
    problems += _file_faults(database, credentials)
    problems += [
        f"ASSISTANT_WEB_ORIGINS has '{each}': name an origin like https://www.example.org"
        for each in origins
        if not ORIGIN.fullmatch(each)
    ]
    teams, faults = _read_teams(environment)
    problems += faults
    slack, faults = _read_slack(environment)
    problems += faults
    problems += start_faults(environment, host, _names_rest(credentials), with_console)
    services, workers, faults = read_services(environment)
    problems += faults
    metrics, log, faults = _read_watching(environment)
    problems += faults
    if problems:
        raise SettingsError("\n".join(problems))
    kept = Path(database) if database else None
    days = int(keep_days)
    shared = (days, services, workers, metrics, log)
    return Settings(host, int(port), kept, origins, credentials, teams, slack, *shared)


def _read_listening(environment: Mapping[str, str]) -> tuple[str, str, list[str]]:
    """Host and port to listen on, and what is wrong with them."""
    host = environment.get("ASSISTANT_HOST", Settings.host).strip()
    port = environment.get("ASSISTANT_PORT", str(Settings.port)).strip()
    problems = []
    if not host:
        problems.append("ASSISTANT_HOST is empty: leave it out or name an address")
    if not _is_port(port):
        problems.append(f"ASSISTANT_PORT is '{port}': give a number from 1 to 65535")
    return host, port, problems


def _read_watching(
    environment: Mapping[str, str],
) -> tuple[Optional[tuple[str, int]], str, list[str]]:
    """Where metrics are, how logs look, and what is wrong with the two."""
    address = environment.get("ASSISTANT_METRICS", "").strip()
    log = environment.get("ASSISTANT_LOG", "").strip() or Settings.log
    metrics, problems = read_address(address), []
    if address and metrics is None:
        problems.append(f"ASSISTANT_METRICS is '{address}': give an address like 127.0.0.1:9105")
    if log not in LOGS:
        problems.append(f"ASSISTANT_LOG is '{log}': give one of {', '.join(LOGS)}")
    return metrics, log, problems


def _file_faults(database: Optional[str], credentials: Path) -> list[str]:
    problems = []
    if database is not None and not _may_be_file(Path(database)):
        problems.append(f"ASSISTANT_DATABASE is '{database}': name a file in an existing folder")
    if not credentials.is_file():
        problems.append(f"ASSISTANT_CREDENTIALS is '{credentials}': name a file that is there")
    return problems


def _names_rest(credentials: Path) -> bool:
    """Whether a file of credentials names the REST channel."""
    if not credentials.is_file():
        return False
    try:
        content = yaml.safe_load(credentials.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        # Rasa will say what is wrong with it.
        return False
    names = content if isinstance(content, dict) else {}
    return any(str(each).lower().split(".")[-1].startswith("rest") for each in names)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each.strip().lower() for each in text.split(",") if each.strip())


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536


def _is_days(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4 and 0 < int(text) <= 3650


def _may_be_file(path: Path) -> bool:
    return path.parent.is_dir() and not path.is_dir()


def _read_teams(environment: Mapping[str, str]) -> tuple[Optional[TeamsSettings], list[str]]:
    """The settings of Teams, None if it is off, and what is wrong with them."""
    given = {
        name: environment.get(f"TEAMS_{name.upper()}", "").strip()
        for name in ("app_id", "app_password", "tenant_id", "login_url", "openid_url")
    }
    if not given["app_id"] and not given["app_password"]:
        return None, []
    problems = [
        f"TEAMS_{name.upper()} is missing: set TEAMS_APP_ID and TEAMS_APP_PASSWORD, or neither"
        for name in ("app_id", "app_password")
        if not given[name]
    ]
    if not re.fullmatch(r"[A-Za-z0-9.-]*", given["tenant_id"]):
        problems.append(f"TEAMS_TENANT_ID is '{given['tenant_id']}': give the tenant's id or name")
    service_urls = _listed(environment.get("TEAMS_ALLOWED_SERVICE_URLS", ""))
    urls = [(f"TEAMS_{each.upper()}", given[each]) for each in ("login_url", "openid_url")]
    urls += [("TEAMS_ALLOWED_SERVICE_URLS", each) for each in service_urls]
    problems += [
        f"{name} has '{url}': give an address like https://www.example.org, or http:// on "
        "this machine"
        for name, url in urls
        if url and not is_safe_address(url)
    ]
    values = {name: value for name, value in given.items() if value}
    if service_urls:
        values["service_urls"] = service_urls
    return (None if problems else TeamsSettings(**values)), problems


def _read_slack(environment: Mapping[str, str]) -> tuple[Optional[SlackSettings], list[str]]:
    """The settings of Slack, None if it is off, and what is wrong with them."""
    secrets = {
        name: environment.get(name, "").strip()
        for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")
    }
    if not any(secrets.values()):
        return None, []
    problems = [
        f"{name} is missing: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or neither"
        for name, value in secrets.items()
        if not value
    ]
    problems += [
        f"{name} holds spaces or signs that no such secret has: copy it anew"
        for name, value in secrets.items()
        if not re.fullmatch(r"[!-~]*", value)
    ]
    url = environment.get("SLACK_API_URL", "").strip() or SlackSettings.api_url
    if not is_safe_address(url):
        problems.append(
            f"SLACK_API_URL has '{url}': give an address like https://www.example.org, or http:// "
            "on this machine"
        )
    settings = SlackSettings(*secrets.values(), api_url=url.rstrip("/") + "/")
    return (None if problems else settings), problems


def is_safe_address(url: str) -> bool:
    """Whether secrets may be sent to an address: over https, or to this machine itself."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.query or parts.fragment:
        return False
    on_this_machine = host in ("localhost", "127.0.0.1", "::1")
    return parts.scheme == "https" or (parts.scheme == "http" and on_this_machine)
