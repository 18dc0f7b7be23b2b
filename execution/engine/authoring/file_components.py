"""Base class for components that read files: which files, archives unpacked, results as text, record or table.

Custom code sees the files that lie where it runs: its own working folder, and what other components left there.
"""

from __future__ import annotations

import json
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from execution.engine.authoring.base_classes import MethodMissing
from execution.engine.authoring.component import AuthorComponent
from execution.engine.authoring.outputs import AuthorOutput
from execution.engine.fields import BoolInput, FileInput, HandleInput, Input, Output, StrInput
from execution.engine.values import Data, DataFrame, Message

BUNDLES = ["zip", "tar", "tgz", "bz2", "gz"]


class ArchiveLeadsOutside(ValueError):
    """An archive names a file beside the folder that it is unpacked in."""


@dataclass(slots=True)
class ChosenFile:
    """One file on its way through `process_files`, with what was read of it."""

    data: Data | list[Data] | None
    path: Path
    delete_after_processing: bool = False
    silent_errors: bool = False
    records: list[Data] = field(init=False)

    def __post_init__(self) -> None:
        given = self.data if isinstance(self.data, list) else [self.data]
        self.records = [record for record in given if record is not None] or [Data(file_path=str(self.path))]
        self.data = self.records

    def merge_data(self, new_data: Data | list[Data] | None) -> list[Data]:
        """Return what was known and what is new in one, a record for each pair; the new wins."""
        new = [new_data] if isinstance(new_data, Data) else new_data or []
        if not new:
            return self.records
        return [Data(data={**known.data, **found.data}) for known in self.records for found in new]


class BaseFileComponent(AuthorComponent):
    """Read files: subclasses name the endings in VALID_EXTENSIONS and fill in `process_files`."""

    SERVER_FILE_PATH_FIELDNAME = "file_path"
    SUPPORTED_BUNDLE_EXTENSIONS = BUNDLES
    IGNORE_STARTS_WITH: ClassVar[list[str]] = [".", "__MACOSX"]
    VALID_EXTENSIONS: ClassVar[list[str]] = []
    BaseFile = ChosenFile

    _base_inputs: ClassVar[list[Input]] = [
        FileInput(name="path", display_name="Files", file_types=BUNDLES, is_list=True, value=[]),
        HandleInput(
            name="file_path",
            display_name="Server File Path",
            input_types=["Data", "Message"],
            is_list=True,
            advanced=True,
        ),
        StrInput(name="separator", display_name="Separator", value="\n\n", advanced=True),
        BoolInput(name="silent_errors", display_name="Silent Errors", advanced=True),
        BoolInput(
            name="delete_server_file_after_processing",
            display_name="Delete Server File After Processing",
            value=True,
            advanced=True,
        ),
        BoolInput(
            name="ignore_unsupported_extensions",
            display_name="Ignore Unsupported Extensions",
            value=True,
            advanced=True,
        ),
        BoolInput(name="ignore_unspecified_files", display_name="Ignore Unspecified Files", advanced=True),
    ]
    _base_outputs: ClassVar[list[Output]] = [
        AuthorOutput(name="dataframe", display_name="Files", method="load_files", types=["DataFrame"])
    ]
    inputs = _base_inputs
    outputs = _base_outputs

    def __init_subclass__(cls, **options: Any) -> None:
        """Offer the subclass's endings in its own field for files."""
        super().__init_subclass__(**options)
        if "VALID_EXTENSIONS" in cls.__dict__:
            endings = [*cls.VALID_EXTENSIONS, *cls.SUPPORTED_BUNDLE_EXTENSIONS]
            cls.inputs = [
                declared.with_settings(file_types=endings)
                if declared.name == "path" and declared.file_types == BUNDLES  # type: ignore[attr-defined]  # a FileInput
                else declared
                for declared in cls.inputs
            ]
            cls.input_by_name = {declared.name: declared for declared in cls.inputs}

    # --- what subclasses fill in -----------------------------------------------------------------------------------

    def process_files(self, file_list: list[ChosenFile]) -> list[ChosenFile]:
        """Return the files with what was read of them."""
        raise MethodMissing(component=self, method="process_files")

    @property
    def valid_extensions(self) -> list[str]:
        """The endings that are read, without dots."""
        return self.VALID_EXTENSIONS

    @property
    def ignore_starts_with(self) -> list[str]:
        """How files begin that archives bring along and nobody wants."""
        return self.IGNORE_STARTS_WITH

    # --- outputs ---------------------------------------------------------------------------------------------------

    def load_files(self) -> DataFrame:
        """Return a row for each record."""
        table = DataFrame(self.load_files_base())
        self.status = table
        return table

    def load_files_message(self) -> Message:
        """Return the texts, with the separator between."""
        texts = [record.get_text() or json.dumps(record.data, default=str) for record in self.load_files_core()]
        return Message(text=(self.separator if self.separator is not None else "\n\n").join(texts))

    def load_files_path(self) -> Message:
        """Return the paths, one a line."""
        return Message(text="\n".join(str(file.path) for file in self._chosen()))

    def load_files_json(self) -> Data:
        """Return what the JSON of the first file holds."""
        held = json.loads(self.load_files_core()[0].get_text() or "{}")
        return Data(data=held if isinstance(held, dict) else {"value": held})

    def load_files_core(self) -> list[Data]:
        """Return the records, one empty one where there are none."""
        return self.load_files_base() or [Data()]

    def load_files_base(self) -> list[Data]:
        """Return all records of all files; those that may go are deleted afterwards."""
        chosen = self._chosen()
        with tempfile.TemporaryDirectory() as folder:
            try:
                unpacked = [entry for file in chosen for entry in self._entries(file, Path(folder))]
                processed = self.process_files([file for file in unpacked if self._is_wanted(file)])
                return [record for file in processed for record in file.records if record.data]
            finally:
                for file in chosen:
                    if file.delete_after_processing:
                        _delete(file.path)

    # --- what subclasses call --------------------------------------------------------------------------------------

    def rollup_data(
        self, base_files: list[ChosenFile], data_list: Iterable[Data | None], path_field: str = "file_path"
    ) -> list[ChosenFile]:
        """Return the files with the records that name them, in the order of the files."""
        found: dict[str, list[Data]] = {}
        for record in data_list:
            if record is not None and self._names_a_file(record, path_field):
                found.setdefault(str(record.data[path_field]), []).append(record)
        return [
            ChosenFile(file.merge_data(found.get(str(file.path))), file.path, file.delete_after_processing)
            for file in base_files
        ]

    def _names_a_file(self, record: Data, path_field: str) -> bool:
        if record.data.get(path_field) is not None:
            return True
        if not self.silent_errors:
            raise ValueError(f"A record has no '{path_field}', so that its file is not known: {record.data}")
        return False

    # --- which files -----------------------------------------------------------------------------------------------

    def _chosen(self) -> list[ChosenFile]:
        uploads = [ChosenFile(None, self._place(path)) for path in _listed(self.path) if path]
        deletes = bool(self.delete_server_file_after_processing)
        brought = [(given, self._path_of(given)) for given in _listed(self.file_path)]
        on_edge = [
            ChosenFile(given if isinstance(given, Data) else None, self._place(path), delete_after_processing=deletes)
            for given, path in brought
            if path
        ]
        return [file for file in (*uploads, *on_edge) if self._exists(file)]

    def _path_of(self, given: Any) -> str:
        path = given.get_text() if isinstance(given, Message) else given.data.get(self.SERVER_FILE_PATH_FIELDNAME)
        if not path and not self.ignore_unspecified_files:
            raise ValueError(f"Data object missing '{self.SERVER_FILE_PATH_FIELDNAME}' property.")
        return str(path or "")

    def _place(self, path: Any) -> Path:
        return Path(self.resolve_path(str(path)))

    def _exists(self, file: ChosenFile) -> bool:
        if file.path.exists():
            return True
        if not self.silent_errors:
            raise ValueError(f"File not found: {file.path}")
        self.log(f"File not found: {file.path}")
        return False

    def _is_wanted(self, file: ChosenFile) -> bool:
        ending = file.path.suffix.lstrip(".").lower()
        if not self.valid_extensions or ending in self.valid_extensions:
            return True
        if not self.ignore_unsupported_extensions:
            raise ValueError(f"Unsupported file extension: .{ending}")
        return False

    def _entries(self, file: ChosenFile, folder: Path) -> Iterator[ChosenFile]:
        """Give the file itself, or what is in a folder or an archive."""
        if file.path.is_dir():
            inside = file.path
        elif file.path.suffix.lstrip(".").lower() in self.SUPPORTED_BUNDLE_EXTENSIONS:
            inside = Path(tempfile.mkdtemp(dir=folder))
            _unpack(file.path, inside)
        else:
            yield file
            return
        for path in sorted(path for path in inside.rglob("*") if path.is_file()):
            if not any(part.startswith(tuple(self.ignore_starts_with)) for part in path.relative_to(inside).parts):
                yield ChosenFile(None, path)


def _unpack(bundle: Path, folder: Path) -> None:
    """Unpack an archive; its names lead nowhere else, and links are left out."""
    if zipfile.is_zipfile(bundle):
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(folder)  # noqa: S202  # the module drops drives, roots and `..` by itself
        return
    with tarfile.open(bundle) as archive:
        _unpack_files(archive, folder.resolve())


def _unpack_files(archive: tarfile.TarFile, folder: Path) -> None:
    """What `extractall(filter="data")` does with files; Python 3.11 knows that filter from its fourth release on."""
    for entry in archive:
        packed = archive.extractfile(entry) if entry.isreg() else None
        if packed is None:
            continue
        target = (folder / entry.name.lstrip("/")).resolve()
        if not target.is_relative_to(folder):
            raise ArchiveLeadsOutside(f"The archive would write outside of its folder: {entry.name}")
        target.parent.mkdir(parents=True, exist_ok=True)
        with packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [] if value is None or value == "" else [value]
