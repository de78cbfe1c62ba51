"""One document from the web: http and https only, bounded in size and time, from no private address unless allowed.

Each host is looked up once, every address it has is judged, and the connection goes to the address judged, so that no
second look-up can lead elsewhere; each redirect is judged anew (CWE-918). Proxies are not used: they would look the
name up a second time.
"""

import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import httpcore

from index.errors import DebateError, UsageError
from index.readers import MAX_BYTES

MAX_SECONDS = 60.0
"""For the whole of it, redirects included."""
MAX_REDIRECTS = 5
_ANSWER_SECONDS = 15.0
_AGENT = "debate-assistant/0.1 (adds single pages at a reader's request)"
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "multipart/related": ".mhtml",
    "application/x-mimearchive": ".mhtml",
    "message/rfc822": ".mhtml",
    "application/octet-stream": "",
    "": "",
}


class FetchFailed(DebateError):
    """The page could not be fetched."""


class AddressRefused(UsageError):
    """The address is of a kind, or leads to a place, that is not fetched from."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of a page, and a file name for it with the suffix of what the server says it is."""

    url: str
    """As asked for, without its fragment."""
    name: str
    data: bytes


def fetch(url: str, allow_private: bool = False, seconds: float = MAX_SECONDS, max_bytes: int = MAX_BYTES) -> Fetched:
    """Fetch one page. Raises :class:`AddressRefused` or :class:`FetchFailed`, each naming the address."""
    place = asked = checked_url(url)
    deadline = time.monotonic() + seconds
    backend = _Judged(allow_private, deadline)
    with httpcore.ConnectionPool(ssl_context=_trust(), network_backend=backend, max_connections=1) as pool:
        for _ in range(MAX_REDIRECTS + 1):
            answer = _get(pool, place, deadline, seconds, max_bytes)
            if isinstance(answer, str):
                place = checked_url(urljoin(place, answer))
                continue
            kind, data = answer
            return Fetched(asked, _name(place, kind), data)
    raise FetchFailed(
        f"{asked}: leads from one address to the next more than {MAX_REDIRECTS} times; name the last one."
    )


def is_url(text: str) -> bool:
    """Whether a text names something on the web rather than a file."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text) is not None


def checked_url(url: str) -> str:
    """An address as it is fetched: without fragment, in ASCII. Raises :class:`AddressRefused`."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefused(f"{_short(url)}: is no address ({error}); copy it anew.") from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise AddressRefused(
            f"{_short(url)}: only http:// and https:// addresses are fetched; save it as a file and add that."
        )
    if parts.username or parts.password:
        raise AddressRefused(f"{host}: an address with a password is not fetched; save the page and add the file.")
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as error:
        raise AddressRefused(f"{_short(url)}: its host is no name; copy it anew.") from error
    host = f"[{host}]" if ":" in host else host
    return urlunsplit(
        (parts.scheme.lower(), f"{host}:{port}" if port else host, _quoted(parts.path or "/"), _quoted(parts.query), "")
    )


def _get(
    pool: httpcore.ConnectionPool, url: str, deadline: float, seconds: float, max_bytes: int
) -> tuple[str, bytes] | str:
    """Media type and body, or the address that the server leads to."""
    headers = [
        ("Host", urlsplit(url).netloc),
        ("User-Agent", _AGENT),
        ("Accept", "text/html,application/xhtml+xml,application/pdf,text/plain,*/*;q=0.5"),
        ("Accept-Encoding", "gzip"),
    ]
    patience = {name: min(_ANSWER_SECONDS, seconds) for name in ("connect", "read", "write", "pool")}
    try:
        with pool.stream("GET", url, headers=headers, extensions={"timeout": patience}) as response:
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status in (301, 302, 303, 307, 308) and told.get("location"):
                return told["location"]
            if response.status != 200:
                raise FetchFailed(f"{url}: the server answered {response.status}; check the address, or save the page.")
            kind = told.get("content-type", "").partition(";")[0].strip().lower()
            if kind not in _KINDS:
                raise FetchFailed(f"{url}: is {kind[:60]}, no document that is read; save its text and add that.")
            size = told.get("content-length", "")
            if size.isdigit() and int(size) > max_bytes:
                raise _too_large(url, max_bytes)
            packed = told.get("content-encoding", "identity").strip().lower()
            return kind, _body(response.iter_stream(), packed, url, deadline, seconds, max_bytes)
    except httpcore.TimeoutException as error:
        raise _too_slow(url, seconds) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        raise FetchFailed(
            f"{url}: could not be fetched ({_reason(error)}); check the address and the network."
        ) from error


def _body(chunks: Iterable[bytes], packed: str, url: str, deadline: float, seconds: float, max_bytes: int) -> bytes:
    if packed not in ("identity", "gzip", "x-gzip", ""):
        raise FetchFailed(f"{url}: is sent packed as {packed[:20]}, which was not asked for; save the page.")
    unpack = zlib.decompressobj(31) if "gzip" in packed else None
    body = bytearray()
    try:
        for chunk in chunks:
            if time.monotonic() > deadline:
                raise _too_slow(url, seconds)
            body += unpack.decompress(chunk, max_bytes + 1 - len(body)) if unpack else chunk
            if len(body) > max_bytes:
                raise _too_large(url, max_bytes)
    except zlib.error as error:
        raise FetchFailed(f"{url}: arrived damaged; try again.") from error
    return bytes(body)


class _Judged(httpcore.NetworkBackend):
    """Connects to addresses that were judged, and to no others."""

    def __init__(self, allow_private: bool, deadline: float) -> None:
        self._allow_private = allow_private
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"no such host as {host}") from error
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        refused = [one for one in addresses if not self._allow_private and not is_public(one)]
        if refused:
            raise AddressRefused(
                f"{host}: leads to {refused[0]}, an address of this machine or its network; with --allow-private it "
                "is fetched all the same."
            )
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses[:4]:
            left = self._deadline - time.monotonic()
            if left <= 0:
                break
            try:
                stream = self._plain.connect_tcp(
                    address, port, min(timeout or left, left), local_address, socket_options
                )
                return _Timed(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                failed = failure
        raise failed


class _Timed(httpcore.NetworkStream):
    """A connection with a deadline for all of it: a server that sends a byte now and then holds nobody up."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._left(timeout)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for all of it is over")
        return min(timeout or left, left)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, whatever form an IPv4 address hides in."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _trust() -> ssl.SSLContext:
    """The machine's certificates and those that come with certifi: either alone is empty on some systems."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _name(url: str, kind: str) -> str:
    """A file name for what was fetched: the end of its path, else its host, with the suffix of its media type."""
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path)).name or (parts.hostname or "page").removeprefix("www.")
    suffix = _KINDS[kind]
    return name if not suffix or name.lower().endswith(suffix) else f"{name[:100]}{suffix}"


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="/%:=&?~#+!$,;'@()*[]|-._")


def _short(url: str) -> str:
    return " ".join(url.split())[:120]


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__


def _too_large(url: str, max_bytes: int) -> FetchFailed:
    return FetchFailed(
        f"{url}: is over {max_bytes / 1e6:.0f} MB, the most that is read; save a part of it and add that."
    )


def _too_slow(url: str, seconds: float) -> FetchFailed:
    return FetchFailed(f"{url}: took longer than {seconds:.0f} s; try again, or save the page and add the file.")
