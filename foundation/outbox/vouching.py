"""Whether our own mail server vouches for who sent a message (RFC 8601). Pure."""

_MOST = 8_000


def vouches(header: str, sender: str, authserv_id: str) -> bool:
    """Whether our own server says that the domain of the sender sent this (RFC 8601): DMARC passed, or a DKIM
    signature of that domain. Only the topmost header counts, and only where it is ours: all below may be forged."""
    if not authserv_id or not sender or len(header) > _MOST:
        return False
    said = _bare(" ".join(header.split()))
    server, _semicolon, rest = said.partition(";")
    if server.lower().split()[:1] != [authserv_id.lower()]:
        return False
    results = [one.lower().split() for one in rest.split(";") if one.strip()]
    dmarc = [one for one in results if one[0].startswith("dmarc=")]
    if len(dmarc) > 1 or any(one[0] == "dmarc=fail" for one in dmarc):
        return False
    domain = sender.rpartition("@")[2]
    return any(_names(one, domain) for one in results)


def _bare(header: str) -> str:
    """Without comments, and with "?" for each quoted string: whoever sends a mail has a say in them, such as by the
    local part of an envelope address, and may write `; dmarc=pass` there. Nothing where they do not end."""
    found: list[str] = []
    depth, quoted, escaped = 0, False, False
    for one in header:
        if escaped:
            escaped = False
        elif one == "\\":
            escaped = True
        elif quoted:
            quoted = one != '"'
        elif one == '"' and not depth:
            quoted = True
            found.append("?")
        elif one in "()":
            depth += 1 if one == "(" else -1
            if depth < 0:
                return ""
        elif not depth:
            found.append(one)
    return "" if depth or quoted else "".join(found)


def _names(words: list[str], domain: str) -> bool:
    """One result: what was checked and how it ended comes first, then what it rests on."""
    checked, said = words[0], dict(word.partition("=")[::2] for word in reversed(words[1:]))
    if checked == "dmarc=pass":
        return said.get("header.from", "") == domain
    signed = said.get("header.d", "") or said.get("header.i", "").rpartition("@")[2]
    return checked == "dkim=pass" and "." in signed and f".{domain}".endswith(f".{signed}")
