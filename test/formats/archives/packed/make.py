"""Makes the files of this folder, with the zstd program and Python's own zip, so that the tests need neither."""
import gzip
import io
import pathlib
import subprocess
import zipfile

HERE = pathlib.Path(__file__).parent
ROWS = b'{"id":"a","text":"one"}\n\n{"text":"two","title":"T","date":"2024-01-01"}\r\n{"id":7,"text":"three"}'
BOMB = bytes(300_000_000)


def zstd(content: bytes) -> bytes:
    return subprocess.run(["zstd", "-c"], input=content, stdout=subprocess.PIPE, check=True).stdout


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


FILES = {
    "rows.jsonl.zst": zstd(ROWS),
    "rows-1000-times.jsonl.zst": zstd(ROWS * 1000),
    "two-parts.jsonl.zst": zstd(b'{"id":1,"text":"x"}\n') + zstd(b'{"id":2,"text":"y"}\n'),
    "all.zip": zipped({"in/a.txt": b"a", "ä.html": b"<p>b</p>"}, zipfile.ZIP_DEFLATED),
    "unsafe.zip": zipped({"../up.txt": b"x", "good.txt": b"good"}),
    # Packed once more, for the repository's sake.
    "bomb.txt.zst.gz": gzip.compress(zstd(BOMB), mtime=0),
    "bomb.zip.gz": gzip.compress(zipped({"a.txt": BOMB, "b.txt": b"good"}, zipfile.ZIP_DEFLATED), mtime=0),
}
for name, content in FILES.items():
    (HERE / name).write_bytes(content)
