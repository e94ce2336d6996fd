"""Reads a PDF from standard input and writes it anew without scripts, actions and attachments.

Run by its path in a process of its own, so that a hostile file costs at most this process. First comes a line of
JSON: `pages`, or `problem` ("encrypted", "broken"); then the bytes.
"""

import io
import json
import resource
import sys

import pikepdf

MEMORY = 1024 * 2**20
SECONDS = 20
ACTIONS = ("/OpenAction", "/AA", "/URI", "/AcroForm", "/Collection")
NAMES = ("/JavaScript", "/EmbeddedFiles")
LINKS = ("/URI", "/GoTo")
MOST_OBJECTS = 500_000


def cleaned(data: bytes) -> tuple[dict, bytes]:
    """What is told, and the bytes."""
    try:
        with pikepdf.open(io.BytesIO(data)) as found:
            if len(found.objects) > MOST_OBJECTS:
                return {"problem": "broken"}, b""
            pages = len(found.pages)
            _strip(found)
            out = io.BytesIO()
            found.save(out, linearize=False)
            return {"pages": pages}, out.getvalue()
    except pikepdf.PasswordError:
        return {"problem": "encrypted"}, b""
    except Exception:  # whatever a hostile file does to the reader, it is broken
        return {"problem": "broken"}, b""


def _strip(found: pikepdf.Pdf) -> None:
    """Every action of every object: of the document, its pages, fields and annotations."""
    root = found.Root
    for key in ACTIONS:
        if key in root:
            del root[key]
    names = root.get("/Names")
    for key in NAMES:
        if isinstance(names, pikepdf.Dictionary) and key in names:
            del names[key]
    for one in found.objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            _still(one)


def _still(one: pikepdf.Object) -> None:
    """Without additional actions, attached files, and actions that are no plain link."""
    for key in ("/AA", "/JS", "/EF", "/AF", "/Launch"):
        if key in one:
            del one[key]
    action = one.get("/A")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") not in LINKS:
        del one["/A"]
    if one.get("/Subtype") in ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"):
        one["/Subtype"] = pikepdf.Name("/Text")


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    told, data = cleaned(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
