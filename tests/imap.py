"""A mailbox for the tests: Dovecot on a free loopback port, with one user; `python -m tests.imap` installs it.

As root on Debian it comes from Debian's packages. Where there is none, the message says what to do; under CI
(variable CI) that is a failure, elsewhere the tests of the mailbox are left out.
"""

import getpass
import imaplib
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import outside
from tests.ports import free_port

ADVICE = "No Dovecot found. Install it (Debian: apt-get install dovecot-imapd)."
USER, PASSWORD = "gremien", "geheim"
CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
_OWN = "default_internal_user = {name}\ndefault_login_user = {name}\ndefault_internal_group = {group}\n"


def path() -> str | None:
    """The server's program, or None."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def _config(folder: Path, port: int) -> str:
    """As root, mails belong to nobody; else everything belongs to who runs the tests."""
    account = pwd.getpwnam("nobody" if os.geteuid() == 0 else getpass.getuser())
    text = CONFIG.format(folder=folder, port=port, password=PASSWORD, owner=account.pw_uid, group=account.pw_gid)
    for name in ("mail", "home", "run"):
        (folder / name).mkdir(mode=0o755)
    if os.geteuid() == 0:
        for name in ("mail", "home"):
            os.chown(folder / name, account.pw_uid, account.pw_gid)
        return text
    return text + _OWN.format(name=account.pw_name, group=account.pw_gid)


@contextmanager
def dovecot() -> Iterator[str]:
    """A running server with an empty mailbox; its address as IMAP_URL wants it. Ended by its process afterwards."""
    program, port = path(), free_port()
    assert program, ADVICE
    with TemporaryDirectory(prefix="gremia-mailbox-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        config = folder / "dovecot.conf"
        config.write_text(_config(folder, port))
        server = subprocess.Popen([program, "-F", "-c", str(config)], stderr=subprocess.DEVNULL)
        try:
            _wait(port, folder)
            yield f"imap://{USER}:{PASSWORD}@127.0.0.1:{port}/INBOX"
        finally:
            server.terminate()
            server.wait(timeout=20)


def connect(url: str) -> imaplib.IMAP4:
    """A line of the tests' own into the mailbox."""
    line = imaplib.IMAP4("127.0.0.1", int(url.rpartition(":")[2].partition("/")[0]))
    line.login(USER, PASSWORD)
    return line


def _wait(port: int, folder: Path) -> None:
    for _try in range(200):
        try:
            imaplib.IMAP4("127.0.0.1", port).logout()
            return
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.1)
    log = folder / "dovecot.log"
    raise AssertionError(f"Dovecot does not answer: {log.read_text() if log.exists() else ''}")


def main() -> int:
    return outside.provided("dovecot", "dovecot-imapd", path, ADVICE)


if __name__ == "__main__":
    sys.exit(main())
