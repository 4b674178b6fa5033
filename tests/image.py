"""The Dockerfile carried out without Docker: ``python -m tests.image``, as root, on Debian.

Every instruction is executed as it stands, in roots that debootstrap and this Python make the base image's part of.
Then the command is started as the image's user, in a root that cannot be written and a network of its own, and the
health check is run beside it.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from string import Template
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PROJECT: Final = Path(__file__).parents[1]
SUITE: Final = "bookworm"
LIBRARIES: Final = (
    "ca-certificates,libbz2-1.0,libffi8,liblzma5,libncursesw6,libreadline8,libsqlite3-0,libssl3,libuuid1,zlib1g"
)
PATH: Final = "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin"
OF_THIS_MACHINE: Final = ("/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt")
"""How a package index is reached from here."""
HANDED_ON: Final = ("PIP_", "SSL_CERT_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
IGNORED: Final = {"EXPOSE", "VOLUME"}
STARTED: Final = """
set -e
mount --make-rprivate /
mount --bind "$0" "$0"
mount --bind "$0/data" "$0/data"
mount -o remount,ro,bind "$0"
mount -t tmpfs tmpfs "$0/tmp"
mount -t tmpfs tmpfs "$0/dev/shm"
ip link set lo up
exec "$@"
"""


class CannotBuild(Exception):
    """A step of the Dockerfile did not do what it has to."""


@dataclass(kw_only=True)
class Stage:
    """A root, and what the instructions so far have set in it."""

    root: Path
    variables: dict[str, str] = field(default_factory=lambda: {"PATH": PATH})
    folder: str = "/"
    user: str = "0"
    command: list[str] = field(default_factory=list)
    check: list[str] = field(default_factory=list)

    def inside(self, command: list[str]) -> list[str]:
        """Return what runs a command in here, with these variables and as this user."""
        changing = ["chroot", f"--userspec={self.user}:{self.user}", str(self.root), "/usr/bin/env", "-i"]
        given = [f"{name}={value}" for name, value in self.variables.items()]
        return [*changing, f"--chdir={self.folder}", *given, *command]

    def path(self, name: str) -> Path:
        """Return where a path of the image lies here."""
        return self.root / os.path.normpath(os.path.join("/", self.folder, name)).lstrip("/")  # noqa: PTH118


class Build:
    """Carries instructions out, one after another."""

    def __init__(self, base: Path, folder: Path) -> None:
        self.base, self.folder = base, folder
        self.arguments: dict[str, str] = {}
        self.stages: dict[str, Stage] = {}
        self.stage = Stage(root=base)

    def carry_out(self, word: str, rest: str) -> None:
        """Carry one instruction out; one that is not known here is not passed over."""
        if word in IGNORED:
            return
        carried_out = {
            "ARG": self._arg, "FROM": self._from, "ENV": self._env, "RUN": self._run, "COPY": self._copy,
            "WORKDIR": self._workdir, "USER": self._user, "CMD": self._cmd, "HEALTHCHECK": self._healthcheck,
        }  # fmt: skip
        carried_out[word](rest)

    def _arg(self, rest: str) -> None:
        name, _, value = rest.partition("=")
        self.arguments[name] = value

    def _from(self, rest: str) -> None:
        image, _, name = rest.partition(" AS ")
        if f"-{SUITE}" not in Template(image).substitute(self.arguments):
            message = f"{rest} is not {SUITE}, which is what this can make."
            raise CannotBuild(message)
        root = self.folder / f"stage-{len(self.stages)}"
        subprocess.run(("cp", "-a", self.base, root), check=True)
        self.stage = self.stages[name] = Stage(root=root)

    def _env(self, rest: str) -> None:
        for pair in shlex.split(rest):
            name, _, value = pair.partition("=")
            self.stage.variables[name] = Template(value).substitute(self.stage.variables)

    def _run(self, rest: str) -> None:
        handed_on = {name: value for name, value in os.environ.items() if name.upper().startswith(HANDED_ON)}
        stage = Stage(**{**vars(self.stage), "variables": handed_on | self.stage.variables})
        subprocess.run(stage.inside(["/bin/sh", "-c", rest]), check=True)

    def _copy(self, rest: str) -> None:
        options = [word for word in rest.split() if word.startswith("--")]
        *sources, target = (word for word in rest.split() if not word.startswith("--"))
        given = dict(option.removeprefix("--").split("=") for option in options)
        for name in sources:
            there = self.stage.path(target)
            if target.endswith("/"):
                there /= PurePosixPath(name).name
            if "from" in given:
                copy(self.stages[given["from"]].path(name), there)
            else:
                copy_sent(name, there)
            owner = given.get("chown", "0")
            subprocess.run(("chown", "--recursive", f"{owner}:{owner}", there), check=True)

    def _workdir(self, rest: str) -> None:
        self.stage.folder = rest
        self.stage.path(".").mkdir(parents=True, exist_ok=True)

    def _user(self, rest: str) -> None:
        self.stage.user = rest

    def _cmd(self, rest: str) -> None:
        self.stage.command = json.loads(rest)

    def _healthcheck(self, rest: str) -> None:
        self.stage.check = json.loads(rest.partition("CMD ")[2])


def copy(source: Path, there: Path, ignore: Callable[[str, list[str]], Iterable[str]] | None = None) -> None:
    """Copy a file, or a folder but for what is ignored of it."""
    there.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, there, symlinks=True, dirs_exist_ok=True, ignore=ignore)
    else:
        shutil.copy2(source, there)


def copy_sent(name: str, there: Path) -> None:
    """Copy what Docker would be sent of this project under a name."""
    if not is_sent(name):
        message = f"COPY {name}: .dockerignore keeps it back."
        raise CannotBuild(message)

    def kept_back(folder: str, names: list[str]) -> list[str]:
        inside = Path(folder).relative_to(PROJECT).as_posix()
        return [each for each in names if not is_sent(f"{inside}/{each}")]

    copy(PROJECT / name, there, kept_back)


def is_sent(name: str) -> bool:
    """Say whether Docker is sent a path: the last line of .dockerignore decides that is about it or a folder around."""
    path = PurePosixPath(name)
    about = [line for line in ignored() if any(one.full_match(line.removeprefix("!")) for one in (path, *path.parents))]
    return not about or about[-1].startswith("!")


def ignored() -> tuple[str, ...]:
    """Return the lines of .dockerignore."""
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Yield the word and the rest of each instruction, its lines joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        word, _, rest = line.partition(" ")
        yield word, rest.strip()


def make_base(root: Path) -> None:
    """Make what python:slim has: Debian's smallest, and this Python with pip."""
    subprocess.run(
        ("debootstrap", "--variant=minbase", f"--include={LIBRARIES}", SUITE, root),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    for name in filter(os.path.exists, OF_THIS_MACHINE):
        shutil.copy(name, root / name.lstrip("/"))
    left_out = shutil.ignore_patterns("site-packages", "__pycache__", "test", "pip", "pip3*", "*.a")
    shutil.copytree(sys.base_prefix, root / "usr/local", symlinks=True, dirs_exist_ok=True, ignore=left_out)
    stage = Stage(root=root)
    for command in (["ldconfig"], ["python3", "-m", "ensurepip", "--default-pip"]):
        subprocess.run(stage.inside(command), check=True, stdout=subprocess.DEVNULL)


def start(stage: Stage) -> None:
    """Start what the image starts, wait until its health check passes, and see that nothing could be written."""
    alone = ["unshare", "--mount", "--net", "sh", "-c", STARTED, str(stage.root)]
    with subprocess.Popen([*alone, *stage.inside(stage.command)]) as running:
        beside = ["nsenter", f"--target={running.pid}", "--mount", "--net"]
        try:
            wait_for([*beside, *stage.inside(stage.check)], running)
            writing = subprocess.run(
                [*beside, *stage.inside(["touch", "/app/written"])], check=False, capture_output=True
            )
            if writing.returncode == 0 or b"Read-only file system" not in writing.stderr:
                message = f"The root can be written: {writing.stderr!r}"
                raise CannotBuild(message)
        finally:
            running.terminate()


def wait_for(check: list[str], running: subprocess.Popen[bytes]) -> None:
    """Run the health check until it passes."""
    for _ in range(60):
        if running.poll() is not None:
            break
        if subprocess.run(check, check=False, capture_output=True).returncode == 0:
            return
        time.sleep(1)
    message = "The image's command is not healthy."
    raise CannotBuild(message)


def main() -> None:
    """Build and start."""
    with ExitStack() as made:
        folder = Path(made.enter_context(tempfile.TemporaryDirectory(prefix="wizard-image-")))
        folder.chmod(0o755)
        make_base(folder / "base")
        build = Build(folder / "base", folder)
        for word, rest in instructions((PROJECT / "Dockerfile").read_text(encoding="utf-8")):
            sys.stdout.write(f"{word} {rest}\n")
            sys.stdout.flush()
            build.carry_out(word, rest)
        start(build.stage)
    sys.stdout.write("The image's command is healthy, as user, in a root that cannot be written.\n")


if __name__ == "__main__":
    main()
