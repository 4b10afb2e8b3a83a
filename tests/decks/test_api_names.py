"""What the shipped deck writes as code and looks like a name of AWS's APIs is in AWS's own models.

A renamed or removed operation, parameter, value or instance type fails here with the item that names it. Names that are
no API (metrics, rules, environment variables …) stand in `no_api.csv`, each with the reason.
"""

import csv
from functools import cache
from pathlib import Path

import pytest

from certdeck.core.deck import Card, Source
from certdeck.importers.native import NativeReader
from tests.builders import SOURCE, card, confusion, term
from tests.decks.api_models import Models, models, operation
from tests.decks.api_names import Use, stale, strangers, unknown, uses

LIST = Path(__file__).parent / "no_api.csv"
DECK = Path(__file__).parents[2] / "decks" / "aws-mla"
MADE_UP: Models = {
    "sagemaker": frozenset({"CreateEndpoint", "MaxRuntimeInSeconds", "FastFile", "ml.g5.xlarge", "ResourceConfig"}),
    "application-autoscaling": frozenset({"sagemaker:variant:DesiredInstanceCount"}),
    "s3": frozenset({"GetObject", "SlowFile", "DEEP_ARCHIVE", "stop_sequence"}),
    "bedrock-runtime": frozenset({"InvokeModel", "modelId"}),
}


def allowed() -> dict[str, str]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["reason"] for row in csv.DictReader(file)}


@cache
def unknown_in_deck() -> tuple[Use, ...]:
    return tuple(unknown(NativeReader().read(DECK).items(), models()))


# The shipped deck


def test_every_name_of_an_api_in_the_deck_is_in_the_models_of_its_services() -> None:
    found = strangers(unknown_in_deck(), allowed())
    said = f"mend the item, or add the name with its reason to {LIST.name} if it is none of an API"
    assert [f"{use.item}: {use.name}" for use in found] == [], said


def test_the_list_of_names_that_are_no_api_holds_nothing_that_is_not_needed() -> None:
    assert stale(unknown_in_deck(), allowed()) == []


def test_every_name_on_that_list_has_a_reason_and_stands_in_order() -> None:
    names = [line.partition(",")[0] for line in LIST.read_text(encoding="utf-8").splitlines()[1:]]
    assert names == sorted(set(names))
    assert all(reason.strip() for reason in allowed().values())


def test_the_models_know_names_of_every_sort() -> None:
    known = models()
    assert {"CreateEndpoint", "MaxRuntimeInSeconds", "FastFile", "SingleRecord", "ml.p4d.24xlarge"} <= known[
        "sagemaker"
    ]
    assert {"Converse", "modelId"} <= known["bedrock-runtime"]
    assert len(known) > 300


# The check itself, on made-up items


def told(*texts: str, item: Card | None = None) -> list[str]:
    """Return the strangers in a card about SageMaker AI and Amazon S3 with `texts` on its back."""
    made = item or card(back="SageMaker AI, Amazon S3, auto scaling: " + " and ".join(f"`{text}`" for text in texts))
    return [use.name for use in strangers(unknown([made], MADE_UP), ())]


@pytest.mark.parametrize(
    "name",
    [
        *("CreateEndpoint", "create_endpoint", "create_endpoint()", "create-endpoint", "MaxRuntimeInSeconds"),
        *("FastFile", "DEEP_ARCHIVE", "ml.g5.xlarge", "s3:GetObject", "s3:GetObject*", "sagemaker:CreateEndpoint"),
        *("ResourceConfig.MaxRuntimeInSeconds", "sagemaker:variant:DesiredInstanceCount", "stop_sequence"),
    ],
)
def test_a_name_that_the_models_have_is_right(name: str) -> None:
    assert [use.name for use in uses([card(back=f"`{name}`")])] == [name]
    assert told(name) == []


@pytest.mark.parametrize(
    "name",
    [
        *("CreateEndpont", "create_endpont", "delete-endpoint", "MaxRuntimeSeconds", "FasterFile", "DEEPEST_ARCHIVE"),
        *(
            "ml.g99.xlarge",
            "s3:GetObjekt",
            "sagemaker:GetObject",
            "glacier:GetObject",
            "sagemaker:variant:DesiredCount",
            "ResourceConfig.MaxRuntime",
        ),
    ],
)
def test_a_name_that_the_models_do_not_have_is_told_with_its_item(name: str) -> None:
    made = card("c-wrong", back=f"SageMaker AI and Amazon S3: `{name}`.")
    assert [(use.item, use.name) for use in strangers(unknown([made], MADE_UP), ())] == [("c-wrong", name)]
    assert strangers(unknown([made], MADE_UP), [name]) == []


def test_what_looks_like_no_name_of_an_api_is_left_alone() -> None:
    texts = (
        "max_depth",
        "text/csv",
        "docker build",
        "model.tar.gz",
        "aws:SourceVpc",
        "/opt/ml/model",
        "eta",
        "2xlarge",
    )
    assert list(uses([card(back=" ".join(f"`{text}`" for text in texts))])) == []


def test_a_name_counts_only_in_the_services_that_the_item_tells_of() -> None:
    assert told(item=card(back="Amazon S3: `FastFile`.")) == ["FastFile"]
    page = Source("Endpoints", "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint.html", SOURCE.checked)
    assert told(item=card(back="Amazon S3: `FastFile`.", sources=(page,))) == []
    assert told(item=card(back="Wherever it is: `FastFile`.")) == []
    assert told(item=card(back="CloudTrail records Amazon S3 and `CreateEndpoint`.")) == []


def test_confusion_sets_and_terms_are_read_as_well() -> None:
    made = [confusion(apart="`FasterFile` in SageMaker AI."), term(means="`SlowerFile` in SageMaker AI.")]
    assert [use.item for use in strangers(unknown(made, MADE_UP), ())] == ["g-1", "x-1"]


def test_an_entry_of_the_list_that_excuses_nothing_is_stale() -> None:
    found = unknown([card(back="SageMaker AI: `FasterFile` and `FastFile`.")], MADE_UP)
    assert stale(found, ["FasterFile"]) == []
    assert stale(found, ["FasterFile", "FastFile", "NoFile"]) == ["FastFile", "NoFile"]


@pytest.mark.parametrize(
    ("method", "called"), [("create_endpoint", "CreateEndpoint"), ("list-tags", "ListTags"), ("Invoke", "Invoke")]
)
def test_methods_and_commands_are_named_after_their_operation(method: str, called: str) -> None:
    assert operation(method) == called
