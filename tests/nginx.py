"""Debian's nginx in front of the wizard: plain http, a prefix, and a name that is not localhost."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.serving import HOST, NotServed, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROGRAM: Final = "/usr/sbin/nginx"
NAME: Final = "torch.intranet.test"
PREFIX: Final = "/tools/torch"
BEHIND: Final = {"SCRIPT_NAME": PREFIX, "BEHIND_PROXY": "1", "ALLOWED_HOSTS": NAME}
"""How a server is set up that nginx is put in front of."""
CONFIGURATION: Final = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream wizard {{
        {servers}
    }}
    server {{
        listen {host}:{port};
        location / {{ return 404; }}
        location {prefix}/ {{
            proxy_pass http://wizard;  # the path goes on with its prefix
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-Host $http_host;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Forwarded-For $remote_addr;
        }}
    }}
}}
"""


@contextmanager
def in_front_of(ports: Sequence[int]) -> Iterator[str]:
    """Put nginx in front of servers, yield the site's address as people type it, and stop it at the end."""
    owner = "www-data" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="wizard-nginx-"))
    try:
        if owner:
            os.chown(folder, pwd.getpwnam(owner).pw_uid, -1)
        port = free_port()
        configuration = folder / "nginx.conf"
        servers = " ".join(f"server {HOST}:{upstream};" for upstream in ports)
        written = CONFIGURATION.format(folder=folder, servers=servers, host=HOST, port=port, prefix=PREFIX)
        configuration.write_text(written, encoding="utf-8")
        command = (PROGRAM, "-p", folder, "-e", "stderr", "-c", configuration)
        with subprocess.Popen(command, cwd=folder, user=owner) as nginx:
            try:
                _wait_for(port, nginx)
                yield f"http://{NAME}:{port}{PREFIX}/"
            finally:
                nginx.terminate()
    finally:
        shutil.rmtree(folder)


def _wait_for(port: int, nginx: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            urlopen(f"http://{HOST}:{port}/", timeout=60)  # our own address
        except HTTPError:
            return  # nothing but the prefix is answered
        except OSError:
            if nginx.poll() is not None:
                break
            time.sleep(0.1)
    message = "nginx did not start."
    raise NotServed(message)
