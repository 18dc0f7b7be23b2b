"""The fields of Read File, and when which of them show."""

from collections.abc import Mapping

from execution.components.chosen_files import FIELDS_OF_CHOICE
from execution.components.file_bundles import BUNDLE_TYPES
from execution.components.file_texts import TEXT_TYPES
from execution.components.google_drive import ACCOUNT
from execution.components.object_store import BUCKET, KEY_ID, REGION, SECRET_KEY
from execution.components.storage_places import AWS, GOOGLE_DRIVE, LOCAL, STORAGE_LOCATION
from execution.engine.fields import (
    BoolInput,
    DropdownInput,
    FileInput,
    Input,
    IntInput,
    MessageTextInput,
    StrInput,
)

OFFICE_TYPES = (
    *("adoc", "asciidoc", "asc", "bmp", "dotx", "dotm", "docm", "jpg", "jpeg", "png", "potx", "ppsx", "pptm"),
    *("potm", "ppsm", "pptx", "tiff", "xls", "xlsx", "xhtml", "webp"),
)

FIELDS_OF_PLACES: Mapping[str, tuple[str, ...]] = {
    LOCAL: ("path",),
    AWS: ("aws_access_key_id", "aws_secret_access_key", "bucket_name", "aws_region", "s3_file_key"),
    GOOGLE_DRIVE: ("service_account_key", "file_id"),
}

FIELDS_OF_ADVANCED = ("ocr_engine", "md_image_placeholder", "md_page_break_placeholder", "doc_key")

_KEPT = "Kept for older flows; documents are read without it."

FIELDS: list[Input] = [
    STORAGE_LOCATION,
    FileInput(
        name="path",
        display_name="Files",
        info="The files to read.",
        file_types=[*TEXT_TYPES, *OFFICE_TYPES, *BUNDLE_TYPES],
        is_list=True,
        value=[],
        real_time_refresh=True,
    ),
    *FIELDS_OF_CHOICE,
    StrInput(
        name="file_path_str",
        display_name="File Path",
        info="The path of one of your files, for agents.",
        show=False,
        advanced=True,
        tool_mode=True,
    ),
    *(field.with_settings(show=False) for field in (KEY_ID, SECRET_KEY, BUCKET, REGION)),
    StrInput(name="s3_file_key", display_name="S3 File Key", info="The object's key.", required=True, show=False),
    ACCOUNT.with_settings(show=False),
    StrInput(name="file_id", display_name="Google Drive File ID", info="The file's id.", required=True, show=False),
    BoolInput(name="advanced_mode", display_name="Advanced Parser", info=_KEPT, real_time_refresh=True),
    DropdownInput(
        name="pipeline",
        display_name="Pipeline",
        info=_KEPT,
        options=["standard", "vlm"],
        value="standard",
        real_time_refresh=True,
        advanced=True,
    ),
    DropdownInput(
        name="ocr_engine",
        display_name="OCR Engine",
        info=_KEPT,
        options=["None", "easyocr"],
        value="easyocr",
        show=False,
        advanced=True,
    ),
    StrInput(
        name="md_image_placeholder",
        display_name="Image placeholder",
        info=_KEPT,
        value="<!-- image -->",
        show=False,
        advanced=True,
    ),
    StrInput(
        name="md_page_break_placeholder", display_name="Page break placeholder", info=_KEPT, show=False, advanced=True
    ),
    MessageTextInput(name="doc_key", display_name="Doc Key", info=_KEPT, value="doc", show=False, advanced=True),
    BoolInput(
        name="use_multithreading",
        display_name="[Deprecated] Use Multithreading",
        info="Kept for older flows.",
        value=True,
        advanced=True,
    ),
    IntInput(
        name="concurrency_multithreading",
        display_name="Processing Concurrency",
        info="How many files are read at the same time.",
        value=1,
        advanced=True,
    ),
    BoolInput(name="markdown", display_name="Markdown Export", info=_KEPT, show=False),
]
