"""Files in buckets and at Google Drive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from execution.components.amazon.s3_bucket_uploader import RecordNamesNoFile, S3BucketUploaderComponent
from execution.components.files import SERVICE
from execution.components.files_and_knowledge.file import FileComponent
from execution.components.files_and_knowledge.save_to_file import SaveToFileComponent
from execution.components.google_drive import TOKEN_URL, DriveFailed
from execution.components.object_store import StoreFailed
from execution.engine.values import Data, Message
from tests.execution.components.memory_files import MemoryFiles
from tests.execution.components.running import Bench

BUCKET = "flows"
ACCOUNT = {"aws_access_key_id": "id", "aws_secret_access_key": "secret", "bucket_name": BUCKET}
ON_AWS = {"storage_location": [{"name": "AWS"}], **ACCOUNT}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, monkeypatch: Any) -> Any:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    resource = pytest.importorskip("boto3").resource(
        "s3", aws_access_key_id="id", aws_secret_access_key="secret", region_name="us-east-1"
    )
    bucket = resource.create_bucket(Bucket=BUCKET)
    bucket.objects.delete()
    return bucket


def contents(bucket: Any) -> dict[str, bytes]:
    return {item.key: item.get()["Body"].read() for item in bucket.objects.all()}


async def test_a_file_is_read_from_a_bucket(bucket: Any) -> None:
    bucket.put_object(Key="in/a.txt", Body=b"from S3")
    bench = Bench(FileComponent, **ON_AWS, s3_file_key="in/a.txt")
    assert (await bench.give("message")).get_text() == "from S3"


async def test_a_file_is_written_into_a_bucket(bucket: Any) -> None:
    bench = Bench(
        SaveToFileComponent, **ON_AWS, input=Message(text="hello"), file_name="out", aws_format="txt", s3_prefix="out/"
    )
    told = (await bench.give("message")).get_text()
    assert told == "Message saved successfully as 'out.txt' at s3://flows/out/out.txt"
    assert contents(bucket) == {"out/out.txt": b"hello"}


async def test_what_the_bucket_does_not_have_is_told(bucket: Any) -> None:
    with pytest.raises(StoreFailed, match="NoSuchKey"):
        await Bench(FileComponent, **ON_AWS, s3_file_key="nope.txt").give("message")


@pytest.mark.parametrize("wrong", [{"bucket_name": "evil.example/x"}, {"aws_region": "x.evil.example/"}])
async def test_neither_bucket_nor_region_lead_to_other_hosts(wrong: dict[str, str]) -> None:
    with pytest.raises(StoreFailed, match="not one of Amazon's"):
        await Bench(FileComponent, **{**ON_AWS, **wrong}, s3_file_key="a.txt").give("message")


@pytest.mark.parametrize(
    ("values", "key", "content"),
    [
        ({}, "folder/a.txt", b"text"),
        ({"strategy": "Store Data", "strip_path": True}, "a.txt", b"text"),
        ({"strategy": "Store Original File", "s3_prefix": "up"}, "up/folder/a.txt", b"original"),
    ],
)
async def test_records_are_uploaded(bucket: Any, values: dict[str, Any], key: str, content: bytes) -> None:
    records = [Data(file_path="/folder/a.txt", text="text")]
    bench = Bench(S3BucketUploaderComponent, **ACCOUNT, data_inputs=records, **values)
    bench.context.services = {SERVICE: MemoryFiles(**{"/folder/a.txt": b"original"})}
    await bench.give("data")
    assert contents(bucket) == {key: content}


async def test_a_record_must_name_its_file(bucket: Any) -> None:
    with pytest.raises(RecordNamesNoFile):
        await Bench(S3BucketUploaderComponent, **ACCOUNT, data_inputs=[Data(text="x")]).give("data")


class FakeGoogle:
    """Answers as Google does, to whoever has a token."""

    def __init__(self, public_key: Any, *, kind: str = "text/plain") -> None:
        self.public_key = public_key
        self.kind = kind
        self.uploads: list[bytes] = []

    async def send(
        self, method: str, url: str, *, headers: Any = None, content: Any = None, **_: Any
    ) -> httpx.Response:
        if url == TOKEN_URL:
            assertion = content.rpartition("=")[2]
            claims = jwt.decode(assertion, self.public_key, algorithms=["RS256"], audience=TOKEN_URL)
            assert claims["iss"] == "robot@example"
            return httpx.Response(200, json={"access_token": "token"})
        if headers.get("Authorization") != "Bearer token":
            return httpx.Response(401)
        if method == "POST":
            self.uploads.append(content)
            return httpx.Response(200, json={"id": "new", "webViewLink": "https://drive.example/new"})
        if "missing" in url:
            return httpx.Response(404)
        if "/export" in url or "alt=media" in url:
            return httpx.Response(200, content=b"from Drive")
        return httpx.Response(200, json={"name": "doc.txt", "mimeType": self.kind})


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def account(key: rsa.RSAPrivateKey) -> str:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return json.dumps({"client_email": "robot@example", "private_key": pem.decode()})


ON_DRIVE = {"storage_location": [{"name": "Google Drive"}]}


@pytest.mark.parametrize("kind", ["text/plain", "application/vnd.google-apps.document"])
async def test_a_file_is_read_from_drive(key: rsa.RSAPrivateKey, account: str, kind: str) -> None:
    bench = Bench(FileComponent, **ON_DRIVE, service_account_key=account, file_id="abc")
    bench.context.services = {"web": FakeGoogle(key.public_key(), kind=kind)}
    assert (await bench.give("message")).get_text() == "from Drive"


@pytest.mark.parametrize(("form", "name"), [("txt", "out.txt"), ("docs", "out")])
async def test_a_file_is_written_to_drive(key: rsa.RSAPrivateKey, account: str, form: str, name: str) -> None:
    google = FakeGoogle(key.public_key())
    values = {"file_name": "out", "gdrive_format": form, "folder_id": "folder", "service_account_key": account}
    bench = Bench(SaveToFileComponent, **ON_DRIVE, **values, input=Message(text="hello"))
    bench.context.services = {"web": google}
    told = (await bench.give("message")).get_text()
    assert told == f"Message saved successfully as '{name}' at https://drive.example/new"
    (sent,) = google.uploads
    assert b"\r\n\r\nhello\r\n" in sent
    assert (b"application/vnd.google-apps.document" in sent) is (form == "docs")


async def test_what_drive_refuses_is_told(key: rsa.RSAPrivateKey, account: str) -> None:
    bench = Bench(FileComponent, **ON_DRIVE, service_account_key=account, file_id="missing")
    bench.context.services = {"web": FakeGoogle(key.public_key())}
    with pytest.raises(DriveFailed, match="404"):
        await bench.give("message")


@pytest.mark.parametrize("wrong", ["", "no JSON", "{}", '{"client_email": "a", "private_key": "none"}'])
async def test_an_account_that_is_none_is_told(key: rsa.RSAPrivateKey, wrong: str) -> None:
    bench = Bench(FileComponent, **ON_DRIVE, service_account_key=wrong, file_id="abc")
    bench.context.services = {"web": FakeGoogle(key.public_key())}
    with pytest.raises(DriveFailed):
        await bench.give("message")
