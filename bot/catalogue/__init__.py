"""The content of data/: typed, checked, searched; nothing here changes at run time."""

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.loader import find_data, load_catalogue

__all__ = ["Catalogue", "find_data", "load_catalogue"]
