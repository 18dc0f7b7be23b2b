"""The fields of NVIDIA Retriever Extraction."""

from execution.components.chosen_files import FIELDS_OF_CHOICE
from execution.components.file_bundles import BUNDLE_TYPES
from execution.engine.fields import (
    BoolInput,
    DropdownInput,
    FileInput,
    FloatInput,
    Input,
    IntInput,
    MessageTextInput,
    SecretStrInput,
)

DOCUMENT_TYPES = {
    "bmp": "bmp",
    "docx": "docx",
    "html": "html",
    "jpeg": "jpeg",
    "jpg": "jpeg",
    "json": "text",
    "md": "text",
    "pdf": "pdf",
    "png": "png",
    "pptx": "pptx",
    "sh": "text",
    "svg": "svg",
    "tiff": "tiff",
    "txt": "text",
    "mp3": "mp3",
    "wav": "wav",
}
"""Endings, and what the service calls such documents."""

FIELDS: list[Input] = [
    FileInput(
        name="path",
        display_name="Files",
        info="The documents to take apart.",
        file_types=[*DOCUMENT_TYPES, *BUNDLE_TYPES],
        is_list=True,
        value=[],
        tool_mode=True,
    ),
    *FIELDS_OF_CHOICE,
    MessageTextInput(
        name="base_url",
        display_name="Base URL",
        info="Where the service listens, for example http://localhost:7670.",
        required=True,
    ),
    SecretStrInput(name="api_key", display_name="NVIDIA API Key", info="Your key, where the service wants one."),
    BoolInput(name="extract_text", display_name="Extract Text", info="Take the texts.", value=True),
    BoolInput(name="extract_charts", display_name="Extract Charts", info="Take the charts, as tables."),
    BoolInput(name="extract_tables", display_name="Extract Tables", info="Take the tables."),
    BoolInput(name="extract_images", display_name="Extract Images", info="Take the images.", value=True),
    BoolInput(
        name="extract_infographics",
        display_name="Extract Infographics",
        info="Take drawings.",
        advanced=True,
    ),
    DropdownInput(
        name="text_depth",
        display_name="Text Depth",
        info="What one piece of text is, before it is split.",
        options=["document", "page", "block", "line", "span"],
        value="page",
        advanced=True,
    ),
    BoolInput(
        name="split_text", display_name="Split Text", info="Cut texts into smaller pieces.", value=True, advanced=True
    ),
    IntInput(
        name="chunk_size", display_name="Chunk size", info="Most tokens of such a piece.", value=500, advanced=True
    ),
    IntInput(
        name="chunk_overlap",
        display_name="Chunk Overlap",
        info="Tokens that a piece has in common with the one before.",
        value=150,
        advanced=True,
    ),
    BoolInput(
        name="filter_images", display_name="Filter Images", info="Leave small and long images out.", advanced=True
    ),
    IntInput(
        name="min_image_size",
        display_name="Minimum Image Size Filter",
        info="Least width or height in pixels.",
        value=128,
        advanced=True,
    ),
    FloatInput(
        name="min_aspect_ratio",
        display_name="Minimum Aspect Ratio Filter",
        info="Least width for a height of 1.",
        value=0.2,
        advanced=True,
    ),
    FloatInput(
        name="max_aspect_ratio",
        display_name="Maximum Aspect Ratio Filter",
        info="Greatest width for a height of 1.",
        value=5.0,
        advanced=True,
    ),
    BoolInput(
        name="dedup_images",
        display_name="Deduplicate Images",
        info="Take equals once.",
        value=True,
        advanced=True,
    ),
    BoolInput(
        name="caption_images",
        display_name="Caption Images",
        info="Let the service's model say what is on images.",
        value=True,
        advanced=True,
    ),
    BoolInput(
        name="high_resolution",
        display_name="High Resolution (PDF only)",
        info="Read scanned PDFs with a model.",
        advanced=True,
    ),
]
