"""The splitter as a llama-index node parser, for a pipeline of a llama-index user's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, Document, NodeRelationship, TextNode

from corpus.split import TokenCounter, split_report
from corpus.types import Passage, Report, Section


class PassageParser(NodeParser):
    """Documents -> one TextNode a passage, with `start_char_idx` and `end_char_idx` in the document.

    A document made by `document_of` keeps its sections and pages; any other is one section.
    `count_tokens` and `window` are those of the embedding model (`index.encode.Encoder`).
    """

    count_tokens: TokenCounter
    window: int = 256

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any
    ) -> list[BaseNode]:
        parsed: list[BaseNode] = []
        for node in nodes:
            report = node.metadata.get("report") or _plain(node)
            for passage in split_report(report, node.node_id, self.count_tokens, self.window):
                made = node_of(passage, report)
                made.relationships[NodeRelationship.SOURCE] = node.as_related_node_info()
                parsed.append(made)
        return parsed


def document_of(report: Report) -> Document:
    """A llama-index document of a report, to be given to `PassageParser`."""
    hidden = ["report"]
    return Document(
        text=report.text,
        metadata={"report": report},
        excluded_embed_metadata_keys=hidden,
        excluded_llm_metadata_keys=hidden,
    )


def node_of(passage: Passage, report: Report) -> TextNode:
    """A llama-index node of a passage; its metadata are plain values a person can filter by."""
    return TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={
            "report_id": passage.report_id,
            "title": report.title,
            "body": report.body,
            "kind": report.kind,
            "published": report.published.isoformat() if report.published else "",
            "heading": passage.heading,
            "page": passage.page,
            "source": report.source,
        },
    )


def _plain(node: BaseNode) -> Report:
    text = node.get_content()
    whole = (Section("", 0, 0, len(text)),)
    return Report(node.node_id, text, "", "", "", None, False, "", whole)
