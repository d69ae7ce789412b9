"""Finds links that open a door or show a person, passwords, tokens and e-mail addresses."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

import regex

from bot.privacy.finder import Cued, Finder, Span, after, one_of
from bot.privacy.words import Words, plain

LINK = regex.compile(
    r"(?:[a-z][a-z0-9+.\-]{1,12}://|www\.)[^\s<>\"'“”|]+"
    r"|(?<![\w@./])(?:[\w\-]{1,63}\.){1,6}[a-z]{2,12}(?::\d{1,5})?[/?][^\s<>\"'“”|]*",
    regex.I,
)
AT_END = ".,;:!?)]}*_"
MADE_UP = regex.compile(r"[A-Za-z0-9_\-]{16,}|[0-9a-fA-F\-]{16,}|[A-Za-z0-9+/=_\-]{24,}")
"""What may be a token in the path of a link: long, and as _is_random tells, no words."""

SECRETS = (
    r"eyJ[\w\-]{8,}\.[\w\-]{4,}(?:\.[\w\-]*)?",
    r"(?<!\w)(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9\-_]{12,}",
    r"(?<!\w)(?:xox[abprs]-[\w\-]{8,}|gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w\-]{16,})",
    r"(?<!\w)(?:AKIA|ASIA)[A-Z0-9]{12,}",
    r"(?<!\w)Bearer\s+(?P<value>[\w\-.=+/]{12,})",
)
SPELT_AT = r"\s*[\[({<*]\s*(?:at|@)\s*[\])}>*]\s*|\s+at\s+|\s*@\s*"
SPELT_DOT = r"\s*[\[({<*]\s*(?:dot|\.)\s*[\])}>*]\s*|\s+dot\s+|\s+\.\s*(?=[a-z]{2})"
LOCAL = r"[\w+\-]{1,40}(?:(?:\.|\s+(?:dot|underscore|dash|hyphen|plus)\s+)[\w+\-]{1,40}){0,4}"
SPELT = regex.compile(
    rf"(?<![\w.+\-])(?P<local>{LOCAL})(?P<at>{SPELT_AT})(?P<host>[\w\-]{{2,40}})"
    rf"(?:(?P<dot>{SPELT_DOT}|\.)[\w\-]{{2,40}}){{1,4}}(?![\w])",
    regex.I,
)
WRITTEN = regex.compile(
    r"[^\s@<>(),;:\"'“”\[\]|][^\s@<>(),;:\"“”\[\]|]{0,80}@[^\s@<>(),;:\"'“”\[\]|/?]{0,80}[\w]"
)


class Links(Finder):
    """Links with a password, a token or a session in them, and pages about one person."""

    def __init__(self, words: Words) -> None:
        super().__init__("link")
        self._parameters = frozenset(words.links["secret_parameters"])
        self._profiles = words.links["profiles"]
        self._public = words.links["public_pages"]

    def find(self, text: str) -> Iterator[Span]:
        """Every private link, without the full stop or bracket after it."""
        for match in LINK.finditer(text):
            link = match[0].rstrip(AT_END)
            if self._is_private(link):
                yield match.start(), match.start() + len(link)

    def _is_private(self, link: str) -> bool:
        try:
            parts = urlsplit(link if "://" in link else f"https://{link}")
        except ValueError:
            return True
        address = f"{parts.netloc}{parts.path}".lower().removeprefix("www.")
        given = (
            parse_qsl(parts.query)
            + parse_qsl(parts.path.partition(";")[2])
            + parse_qsl(parts.fragment.rpartition("?")[2])
        )
        return (
            "@" in unquote(link)
            or any(self._is_profile(address, each) for each in self._profiles)
            or any(self._is_secret(name) or _is_token(value) for name, value in given)
            or any(_is_token(each) for each in f"{parts.path}/{parts.fragment}".split("/"))
        )

    def _is_secret(self, parameter: str) -> bool:
        name = parameter.lower()
        parts = {name, *regex.split(r"[_\-.]", name)}
        return not parts.isdisjoint(self._parameters)

    def _is_profile(self, address: str, start: str) -> bool:
        before, found, page = address.partition(start)
        is_page = bool(found) and bool(page) and (not before or before.endswith("."))
        return is_page and not page.startswith(self._public)


def _is_token(value: str) -> bool:
    return any(_is_random(each) for each in MADE_UP.findall(value))


def _is_random(value: str) -> bool:
    """Whether letters and digits are mixed as no words are."""
    pieces = [each for each in regex.split(r"[\-_=+]", value) if each]
    mixed = [
        each
        for each in pieces
        if (any(sign.isdigit() for sign in each) and any(sign.isalpha() for sign in each))
        or len(regex.findall(r"[a-z][A-Z]|[A-Z][a-z]", each)) > 3
    ]
    return sum(len(each) for each in mixed) >= 12


class Emails(Finder):
    """Addresses with a sign between name and host, but for those of an office."""

    def __init__(self, words: Words) -> None:
        super().__init__("email")
        self._roles = frozenset(words.emails["roles"])

    def find(self, text: str) -> Iterator[Span]:
        """Every address that may be a person's."""
        for match in WRITTEN.finditer(text):
            local = match[0].partition("@")[0]
            if not self._roles.issuperset(regex.split(r"[._\-]", local.lower())):
                yield match.span()


class SpeltEmails(Finder):
    """Addresses with "at" and "dot" in words or brackets, or with spaces around the sign."""

    def __init__(self, words: Words) -> None:
        super().__init__("email")
        self._providers = frozenset(words.emails["providers"])
        self._roles = frozenset(words.emails["roles"])
        self._common = words.common

    def find(self, text: str) -> Iterator[Span]:
        """Every address that is spelt out."""
        for match in SPELT.finditer(text):
            if self._is_address(match["at"].strip(), match["local"], match["host"], match[0]):
                yield match.span()

    def _is_address(self, at: str, local: str, host: str, whole: str) -> bool:
        if at.lower() != "at":
            # "An @nhs.net address" is a kind of address, and an office's is nobody's own.
            is_a_kind = plain(local) in self._common and f" {at}" in whole and f"{at} " not in whole
            return not is_a_kind and not self._roles.issuperset(
                regex.split(r"[._\-]", local.lower())
            )
        if plain(host) in self._providers and plain(local) not in self._common:
            return True
        is_a_word = plain(local) in self._common
        spelt = regex.search(r"\bdot\b", whole, regex.I)
        return bool((spelt and not is_a_word) or regex.search(r"[\d._+]", local))


def recognisers(words: Words) -> list[Finder]:
    """The recognisers of links, secrets and e-mail addresses."""
    passwords = one_of(words.links["password_cues"])
    cues = one_of((*words.links["password_cues"], *words.links["secret_cues"]))
    # A word alone is a password only after a colon: "my password is wrong" tells none.
    mixed = r"(?=\S*[\d!$%&*#@^+=_]|\S*(?-i:[a-z][A-Z]))[^\s,;]{4,}(?<![.!?,])"
    told = [
        rf"(?<!\w){cues}(?!\w)(?:(?:\s+|['’])(?:is|s|was|are|to|now|still|set)\b)+[\s:=\"'“]+(?P<value>{mixed})",
        rf"(?<!\w){passwords}(?!\w)\s*[:=]\s*[\"'“]?(?P<value>[^\s,;]{{4,}})",
        rf"(?<!\w){cues}(?!\w)\s*[:=]\s*[\"'“]?(?P<value>{mixed})",
    ]
    public = one_of(words.links["public_pages"])
    handles = ("twitter", "insta", "instagram", "ig", "snap", "snapchat", "telegram", "tiktok")
    return [
        Links(words),
        Cued("secret", [*SECRETS, *told]),
        Emails(words),
        SpeltEmails(words),
        Cued(
            "link",
            [after((*handles, "discord", "handle", "username"), rf"@(?!{public})[\w.]{{3,}}")],
        ),
    ]
