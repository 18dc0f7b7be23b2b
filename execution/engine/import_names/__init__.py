"""Let `lfx.*` and `langflow.*` mean our SDK, in the process that runs custom code and nowhere else.

The modules are made on import; a name in them is looked up when it is first used, so that nothing is loaded that no
component asks for.
"""

from execution.engine.import_names.finder import install, uninstall
from execution.engine.import_names.table import IMPORT_NAMES

__all__ = ["IMPORT_NAMES", "install", "uninstall"]
