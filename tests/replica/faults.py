"""What can go wrong between an index and its reader, on demand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

HTML: Final = "text/html; charset=utf-8"
HOSTILE: Final = """<!DOCTYPE html><html><body>
<a href="../../../etc/torch-9.9.9-py3-none-any.whl">../../../etc/torch-9.9.9-py3-none-any.whl</a>
<a href="torch-9.9.8-py3-none-any.whl">&lt;script&gt;alert(1)&lt;/script&gt;torch-9.9.8-py3-none-any.whl</a>
<a href="torch-9.9.7-py3-none-any.whl#sha256=zz">torch-9.9.7-py3-none-any.whl</a>
<a href="torch-9.9.6-py3-none-any.whl#sha256=' OR 1=1">torch-9.9.6-py3-none-any.whl</a>
<a href="javascript:alert(1)/torch-9.9.5-py3-none-any.whl">torch-9.9.5-py3-none-any.whl</a>
<a href="file:///etc/torch-9.9.4-py3-none-any.whl">torch-9.9.4-py3-none-any.whl</a>
<a href="http://[bad/torch-9.9.3-py3-none-any.whl">torch-9.9.3-py3-none-any.whl</a>
<a href="numpy-9.9.2-py3-none-any.whl">numpy-9.9.2-py3-none-any.whl</a>
<a href="torch-9.9.1-py3-none-any.whl">torch-9.9.0-py3-none-any.whl</a>
<a href="torch-9.8.9.tar.gz">torch-9.8.9.tar.gz</a>
<a href="torch-{long}-py3-none-any.whl">torch-{long}-py3-none-any.whl</a>
<a href="torch-9.8.8-py3-none-{tag}.whl">torch-9.8.8-py3-none-{tag}.whl</a>
<a href="torch-9.8.7-py3-none-any.whl?{long}{long}{long}{long}{long}{long}{long}">torch-9.8.7-py3-none-any.whl</a>
<a href="torch-9.8.6-py3-none-any.whl">torch-9.8.6-py3-none-any.whl</a>
<a href="torch-9.8.6-py3-none-any.whl">torch-9.8.6-py3-none-any.whl</a>
<a href="torch-not_a_version-py3-none-any.whl">torch-not_a_version-py3-none-any.whl</a>
</body></html>
""".format(long="1" * 300, tag="x" * 120).encode()
"""Only three of these may be taken: 9.9.7 and 9.9.6, without their hashes, and 9.8.6, once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a path answers instead of its page; without a status the page comes, only late or cut short.

    ``times`` is how often it strikes, for ever where it is ``None``; ``pause`` waits between the body's pieces;
    ``cut`` closes the connection after so many bytes of the body that was announced.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0
    pause: float = 0
    cut: int | None = None
    times: int | None = None

    @classmethod
    def page(cls, body: bytes, content_type: str = HTML) -> Fault:
        """Answer 200 with any body: garbage, a huge page, or hostile HTML."""
        return cls(status=200, headers={"Content-Type": content_type}, body=body)

    @classmethod
    def redirect(cls, address: str) -> Fault:
        """Send the reader elsewhere."""
        return cls(status=302, headers={"Location": address})
