"""The names in botocore's models: operations, shapes, parameters and enum values of every AWS service."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

Models = Mapping[str, frozenset[str]]
"""For each service, by its name in botocore (`sagemaker`, `bedrock-runtime`), every name of its newest API version."""


@cache
def models() -> Models:
    """Read the models of all services, each time anew in its newest version. Takes some seconds."""
    import botocore

    data = Path(botocore.__file__).parent / "data"
    newest = {folder.parent.parent.name: folder for folder in sorted(data.glob("*/*/service-2.json.gz"))}
    return {
        service: frozenset(_names(json.loads(gzip.decompress(file.read_bytes())))) for service, file in newest.items()
    }


def operation(name: str) -> str:
    """Return the operation that a method of boto3 or a command of the CLI calls: CreateEndpoint for create_endpoint."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[_-]", name))


def _names(model: dict[str, Any]) -> Iterator[str]:
    yield from model["operations"]
    for name, shape in model["shapes"].items():
        yield name
        yield from shape.get("enum", ())
        for member, target in shape.get("members", {}).items():
            yield member
            yield target.get("locationName", member)
