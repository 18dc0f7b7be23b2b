"""What can go wrong in the store, in the words that clients compare."""

from langflow_site.common.errors import NotFound, Unacceptable


class StoreOff(NotFound):
    code = "store_off"
    message = "The store of this server is switched off (LANGFLOW_STORE)."


class StoreKeyMissing(Unacceptable):
    """Clients ask their user for a key when they read this."""

    code = "store_key_missing"
    message = "You must have a store API key set."


class StoreKeyNeededForLikes(Unacceptable):
    code = "store_key_missing"
    message = "You must provide an API key to filter by likes"


class StoreKeyNeededForOwnItems(Unacceptable):
    code = "store_key_missing"
    message = "You must provide an API key to filter your components"


class SharedItemNotFound(NotFound):
    """Private items of others answer the same."""

    code = "shared_item_not_found"
    message = "Component not found"


class ParentNotFound(SharedItemNotFound):
    code = "parent_not_found"
    message = "The component that this one was made of was not found"


class TagsUnknown(Unacceptable):
    code = "tags_unknown"
    message = "There are no such tags: {names}. GET /api/v1/store/tags lists those of this server."
