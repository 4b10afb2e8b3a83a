"""Which services an item is about, told by its words and by the pages that it cites."""

import re
from collections.abc import Mapping
from typing import Final

from certdeck.core.deck import Item
from certdeck.core.deck_lint import texts
from tests.decks.api_models import Models

WORDS: Final[Mapping[str, str]] = {
    "application-autoscaling": r"auto ?scaling|scaling polic|scalable target",
    "athena": r"\bathena",
    "batch": r"aws batch|/batch/",
    "bedrock": r"bedrock|agentcore|guardrail|/nova/",
    "budgets": r"\bbudget",
    "ce": r"cost explorer|cost.management|\bbudget|savings ?plan",
    "cloudformation": r"cloudformation|\bstacks?\b",
    "cloudwatch": r"cloudwatch|\balarms?\b",
    "codeartifact": r"codeartifact",
    "codebuild": r"codebuild",
    "codeconnections": r"codeconnections",
    "codedeploy": r"codedeploy|codepipeline",
    "codepipeline": r"codepipeline",
    "comprehend": r"comprehend",
    "comprehendmedical": r"comprehend.medical",
    "compute-optimizer": r"compute.optimizer",
    "config": r"aws config|/config/",
    "databrew": r"databrew",
    "datazone": r"datazone|unified studio",
    "dms": r"\bdms\b",
    "dynamodb": r"dynamodb",
    "ebs": r"\bebs\b",
    "ec2": r"\bec2\b|\bvpc\b|instance types?|\bnat\b|/awsec2/",
    "ecr": r"\becr\b",
    "ecs": r"\becs\b|fargate",
    "efs": r"\befs\b",
    "emr": r"\bemr\b",
    "events": r"eventbridge",
    "firehose": r"firehose",
    "forecast": r"/forecast/",
    "fsx": r"\bfsx\b",
    "glue": r"\bglue\b|data catalog",
    "iam": r"\biam\b|\broles?\b|\bpolicy\b|\bpolicies\b",
    "inspector2": r"inspector",
    "kinesis": r"kinesis|/streams/|data streams?\b|\bshards?\b",
    "kinesisanalyticsv2": r"\bflink\b",
    "kms": r"\bkms\b",
    "lakeformation": r"lake.formation",
    "lambda": r"\blambda\b",
    "lexv2": r"\blex\b|/lexv2/",
    "logs": r"cloudwatch ?logs|\blog groups?\b",
    "macie2": r"\bmacie\b",
    "mturk": r"mechanical|mturk",
    "mwaa": r"\bmwaa\b|airflow",
    "opensearch": r"opensearch",
    "organizations": r"organization|control policy",
    "personalize": r"personalize",
    "polly": r"\bpolly\b",
    "quicksight": r"quick ?sight|/quicksight/",
    "rds": r"\brds\b|aurora",
    "redshift": r"redshift",
    "rekognition": r"rekognition",
    "resourcegroupstaggingapi": r"tag editor",
    "s3": r"\bs3\b|amazons3",
    "s3vectors": r"s3 vectors|s3-vectors",
    "sagemaker": r"sagemaker|\bendpoint|training job|feature store|jumpstart",
    "savingsplans": r"savings ?plan",
    "scheduler": r"scheduler",
    "secretsmanager": r"secrets ?manager",
    "service-quotas": r"\bquota",
    "sns": r"\bsns\b",
    "sqs": r"\bsqs\b|simplequeue",
    "ssm": r"systems.manager|parameter store",
    "stepfunctions": r"step.functions",
    "sts": r"\bsts\b|\biam\b|\bassume",
    "textract": r"textract",
    "transcribe": r"transcribe",
    "translate": r"\btranslate\b|/translate/",
    "xray": r"x-?ray",
}
"""For the beginning of each service's name, what in an item tells of it."""
_PATTERNS: Final = {service: re.compile(words) for service, words in WORDS.items()}


def about(item: Item, models: Models) -> Models:
    """Return the models of the services that `item` tells of, or all of them when it tells of none or of CloudTrail.

    Trails record the calls of every service.
    """
    pages = (f"{source.title} {source.url}" for source in item.sources)
    said = " ".join((*texts(item), *pages)).lower()
    if "cloudtrail" in said:
        return models
    told = tuple(service for service, words in _PATTERNS.items() if words.search(said))
    found = {name: names for name, names in models.items() if _is_one_of(name, told)}
    return found or models


def _is_one_of(name: str, told: tuple[str, ...]) -> bool:
    return any(name == service or name.startswith(f"{service}-") for service in told)
