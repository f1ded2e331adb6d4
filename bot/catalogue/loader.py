"""Load data/ into a Catalogue, or say every problem as ``file: key: reason``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.feeds import Feed
from bot.catalogue.references import find_problems
from bot.catalogue.schema import (
    Beginning,
    CareerRole,
    Certification,
    MarketFigure,
    Nudge,
    Question,
    RenewalRule,
    Resource,
    Stage,
    Trend,
    Way,
)
from bot.catalogue.terms import Page, Term
from bot.catalogue.vocabulary import Wording
from bot.errors import CatalogueError

M = TypeVar("M", bound=BaseModel)

# The C loader parses all of data/ in under 100 ms; the pure Python one needs seconds.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):
    """A safe loader of our own, so that its constructors stay with us."""


def _construct_mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    """Refuse a key that is written twice: YAML would silently drop the first value."""
    mapping: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    if len(mapping) != len(node.value):
        keys = Counter(str(key.value) for key, _ in node.value)
        reason = f"the key {keys.most_common(1)[0][0]!r} is written twice"
        raise yaml.constructor.ConstructorError(None, None, reason, node.start_mark)
    return mapping


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)


def find_data() -> Path:
    """Return the folder of the content: inside an installed package, else the checkout's data/."""
    packaged = Path(str(resources.files("bot.catalogue"))) / "data"
    if packaged.is_dir():
        return packaged
    return Path(__file__).parents[2] / "data"


def load_catalogue(root: Path | None = None) -> Catalogue:
    """Load and check everything below ``root`` (default: ``find_data()``).

    Raises
    ------
    CatalogueError
        Something is missing or invalid; the message names file, key and reason of each problem.
    """
    return _Reader(root or find_data()).read()


class _Reader:
    """Reads the files one by one and collects what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._problems: list[str] = []

    def read(self) -> Catalogue:
        certifications = self._folder("certifications", Certification)
        roles = self._folder("roles", CareerRole)
        path = self._file("path.yaml")
        terms = self._file("terms.yaml")
        catalogue = Catalogue.build(
            certifications=certifications,
            roles=roles,
            stages=self._rows("path.yaml", path, "stages", Stage),
            ways=self._rows("path.yaml", path, "ways", Way),
            faq=self._list("faq.yaml", "faq", Question),
            nudges=self._list("nudges.yaml", "nudges", Nudge),
            trends=self._list("trends.yaml", "trends", Trend),
            resources=self._list("resources.yaml", "resources", Resource),
            terms=self._rows("terms.yaml", terms, "terms", Term),
            pages=self._rows("terms.yaml", terms, "pages", Page),
            feeds=self._list("feeds.yaml", "feeds", Feed),
            beginnings=self._list("beginnings.yaml", "beginnings", Beginning),
            renewal_rules=self._list("renewal-rules.yaml", "rules", RenewalRule),
            market=self._list("market.yaml", "market", MarketFigure),
            wording=self._whole("vocabulary.yaml", Wording(synonyms=(), common=(), asked_as={})),
        )
        self._problems += find_problems(catalogue)
        if self._problems:
            count = len(self._problems)
            raise CatalogueError(
                f"The catalogue in {self._root} has {count} problem{'s' if count > 1 else ''}:\n"
                + "\n".join(f"  {problem}" for problem in self._problems)
            )
        return catalogue

    def _folder(self, name: str, model: type[M]) -> list[M]:
        found: list[M] = []
        files = sorted((self._root / name).glob("[!.]*"))
        if not files:
            self._problems.append(f"{name}: files: the folder is missing or empty")
        for file in files:
            place = f"{name}/{file.name}"
            if file.suffix != ".yaml":
                self._problems.append(f"{place}: file: its name must end in .yaml")
                continue
            content = self._file(place)
            if content is None:
                continue
            found += self._validate(place, "", content, model)
            if _get(content, "id") != file.stem:
                self._problems.append(f"{place}: id: must equal the file name ({file.stem})")
        return found

    def _whole(self, name: str, otherwise: M) -> M:
        """Return a file that is one value, or ``otherwise`` after noting why it is not."""
        content = self._file(name)
        if content is None:
            return otherwise
        return next(iter(self._validate(name, "", content, type(otherwise))), otherwise)

    def _list(self, name: str, key: str, model: type[M]) -> list[M]:
        return self._rows(name, self._file(name), key, model)

    def _rows(self, name: str, content: Any, key: str, model: type[M]) -> list[M]:
        if content is None:
            return []
        rows = _get(content, key)
        if not isinstance(rows, list) or not rows:
            self._problems.append(f"{name}: {key}: must be a list with at least one entry")
            return []
        found: list[M] = []
        for position, row in enumerate(cast("list[Any]", rows)):
            label = _get(row, "id") or position
            found += self._validate(name, f"{key}[{label}]", row, model)
        return found

    def _file(self, name: str) -> Any:
        """Return the content of a file, or None after noting why there is none."""
        try:
            content = yaml.load((self._root / name).read_bytes(), Loader=_Loader)  # noqa: S506 - a safe loader
        except OSError as error:
            self._problems.append(f"{name}: file: cannot be read ({error.strerror})")
            return None
        except (yaml.YAMLError, ValueError) as error:  # ValueError: a date like 2026-13-45
            self._problems.append(f"{name}: syntax: {' '.join(str(error).split())}")
            return None
        if content is None:
            self._problems.append(f"{name}: file: is empty")
        return content

    def _validate(self, file: str, where: str, content: Any, model: type[M]) -> Iterable[M]:
        try:
            return [model.model_validate(content)]
        except ValidationError as error:
            self._problems += _explain(file, where, error)
            return []


def _get(content: Any, key: str) -> Any:
    return cast("dict[str, Any]", content).get(key) if isinstance(content, dict) else None


def _explain(file: str, where: str, error: ValidationError) -> Iterator[str]:
    for detail in error.errors(include_url=False, include_input=False):
        key = ".".join(str(part) for part in detail["loc"])
        path = ".".join(part for part in (where, key) if part) or "file"
        yield f"{file}: {path}: {detail['msg']}"
