"""The names of AWS's APIs that a deck writes as `code`, and which of them AWS's own models do not know."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from certdeck.core.deck import Item
from certdeck.core.deck_lint import texts
from certdeck.core.ids import ItemId
from tests.decks.api_models import Models, operation
from tests.decks.api_services import about

_CODE: Final = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_CAMEL: Final = re.compile(r"[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*|[a-z]+(?:[A-Z][a-z0-9]+)+")
"""CreateEndpoint, MaxRuntimeInSeconds, SingleRecord, modelId."""
_CAPITALS: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
"""FAILED, DEPLOYMENT_FAILURE."""
_DOTTED: Final = re.compile(r"[A-Z]\w+(?:\.[A-Z]\w+)+")
"""ResourceConfig.VolumeKmsKeyId."""
_ACTION: Final = re.compile(r"(?!aws:)([a-z0-9-]+):([A-Z]\w+)\*?")
"""s3:GetObject; aws:SourceVpc is a condition of policies, which no model lists."""
_DIMENSION: Final = re.compile(r"[a-z0-9-]+(?::[a-z0-9-]+)+:[A-Z]\w+")
"""sagemaker:variant:DesiredInstanceCount of Application Auto Scaling."""
_SIZE: Final = r"(?:metal|(?:\d*x)?large|medium|small|micro|nano)(?:-\w+)?"
_INSTANCE: Final = re.compile(rf"(?:ml\.)?[a-z]+\d+[a-z0-9-]*\.{_SIZE}")
"""ml.p4d.24xlarge."""
_VERBS: Final = (
    *("add", "apply", "associate", "batch", "create", "delete", "deregister", "describe", "detect", "disable"),
    *("enable", "export", "get", "import", "invoke", "list", "put", "register", "remove", "retrieve", "send"),
    *("start", "stop", "tag", "untag", "update"),
)
_METHOD: Final = re.compile(rf"(?:{'|'.join(_VERBS)})(?:_[a-z0-9]+)+(?:\(\))?|(?:{'|'.join(_VERBS)})(?:-[a-z0-9]+)+")
"""create_endpoint of boto3, create-endpoint of the CLI."""

_FORMS: Final = (_CAMEL, _CAPITALS, _DOTTED, _ACTION, _DIMENSION, _INSTANCE, _METHOD)

_PREFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "sagemaker": ("sagemaker", "sagemaker-runtime", "sagemaker-featurestore-runtime", "sagemaker-metrics"),
    "bedrock": ("bedrock", "bedrock-runtime", "bedrock-agent", "bedrock-agent-runtime"),
}
"""Services behind one prefix of IAM actions; any other prefix is that of one service."""


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """A name that an item writes as code."""

    item: ItemId
    name: str


def uses(items: Iterable[Item]) -> Iterator[Use]:
    """Yield every name of `items` that looks as if it were one of an API, once an item."""
    for item in items:
        spans = dict.fromkeys(span for text in texts(item) for span in _CODE.findall(text))
        for span in spans:
            if any(form.fullmatch(span) for form in _FORMS):
                yield Use(item.id, span)


def is_known(name: str, told: Models, models: Models) -> bool:
    """Tell whether `name` is one of an API: an action of its own service, anything else of those `told`."""
    action = _ACTION.fullmatch(name)
    if action is not None:
        services = _PREFIXES.get(action[1], (action[1],))
        return any(action[2] in models.get(service, ()) for service in services)
    # A value such as `stop_sequence` begins as a method does.
    if _METHOD.fullmatch(name) and not any(name in names for names in told.values()):
        name = operation(name.removesuffix("()"))
    parts = name.split(".") if _DOTTED.fullmatch(name) else [name]
    return all(any(part in names for names in told.values()) for part in parts)


def unknown(items: Iterable[Item], models: Models) -> list[Use]:
    """Return what `items` name that the models of the services they tell of do not know, in order."""
    found: list[Use] = []
    for item in items:
        named = list(uses([item]))
        told = about(item, models) if named else {}
        found += [use for use in named if not is_known(use.name, told, models)]
    return sorted(found)


def strangers(found: Iterable[Use], allowed: Iterable[str]) -> list[Use]:
    """Return what was `found` unknown and is not in the list `allowed` of names that are no API."""
    excused = frozenset(allowed)
    return [use for use in found if use.name not in excused]


def stale(found: Iterable[Use], allowed: Iterable[str]) -> list[str]:
    """Return what the list `allowed` holds for nothing: names that no item uses, or only where the models know them."""
    needed = {use.name for use in found}
    return sorted(name for name in allowed if name not in needed)
