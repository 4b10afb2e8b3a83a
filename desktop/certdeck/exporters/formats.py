"""Which exporter writes which format. Each is loaded when it is asked for."""

from pathlib import Path

from certdeck.exporters.anki.media import Find
from certdeck.ports.exporting import BundleExporter, Format
from certdeck.ports.markup import Markup


def exporter(form: Format, markup: Markup, templates: Path, find: Find) -> BundleExporter:
    """Return what writes `form`. `templates` is the folder of Anki's cards, `find` says where pictures are."""
    match form:
        case Format.ANKI:
            from certdeck.exporters.anki.package import AnkiPackageExporter

            return AnkiPackageExporter(markup, templates, find)
        case Format.CSV:
            from certdeck.exporters.csv import CsvExporter

            return CsvExporter(markup)
        case Format.GIFT:
            from certdeck.exporters.gift import GiftExporter

            return GiftExporter(markup)
        case Format.MOODLE:
            from certdeck.exporters.moodle import MoodleExporter

            return MoodleExporter(markup)
        case Format.QTI:
            from certdeck.exporters.qti import QtiExporter

            return QtiExporter(markup)
        case Format.MARKDOWN:
            from certdeck.exporters.markdown import MarkdownExporter

            return MarkdownExporter()
        case Format.JSON:
            from certdeck.exporters.json import JsonExporter

            return JsonExporter()
