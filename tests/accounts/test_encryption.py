import pytest

from accounts.encryption import decrypt, encrypt, rotated
from accounts.errors import SecretUnreadable

OLD, NEW = "the old key, long enough for anything", "the new key, long enough for anything"


def test_what_is_closed_opens_again():
    assert decrypt(encrypt("häh 😀")) == "häh 😀"


def test_the_same_secret_never_looks_the_same():
    assert encrypt("x") != encrypt("x")


def test_an_older_key_still_opens_what_it_closed(settings):
    settings.SECRET_KEY = OLD
    secret = encrypt("x")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert decrypt(secret) == "x"


def test_a_rotated_secret_needs_the_old_key_no_more(settings):
    settings.SECRET_KEY = OLD
    secret = encrypt("x")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    secret = rotated(secret)
    settings.SECRET_KEY_FALLBACKS = []
    assert decrypt(secret) == "x"


@pytest.mark.parametrize("function", [decrypt, rotated])
def test_a_secret_that_no_key_opens_says_so(settings, function):
    settings.SECRET_KEY = OLD
    secret = encrypt("x")
    settings.SECRET_KEY = NEW
    with pytest.raises(SecretUnreadable):
        function(secret)
