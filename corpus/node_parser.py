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
                source = node.as_related_node_info()
                source.metadata = _without_report(node)
                made.relationships[NodeRelationship.SOURCE] = source
                parsed.append(made)
        return parsed

    def _postprocess_parsed_nodes(
        self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]
    ) -> list[BaseNode]:
        # llama-index would write the whole report into each node, and would look for each text again and
        # take the first place it finds.
        parents = {
            name: parent.model_copy(update={"metadata": _without_report(parent)})
            for name, parent in parent_doc_map.items()
        }
        places = [(node.start_char_idx, node.end_char_idx) for node in nodes if isinstance(node, TextNode)]
        finished = super()._postprocess_parsed_nodes(nodes, parents)
        for node, (start, end) in zip(finished, places, strict=True):
            assert isinstance(node, TextNode)
            node.start_char_idx, node.end_char_idx = start, end
        return finished


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


def _without_report(node: BaseNode) -> dict[str, Any]:
    return {name: value for name, value in node.metadata.items() if name != "report"}


def _plain(node: BaseNode) -> Report:
    text = node.get_content()
    whole = (Section("", 0, 0, len(text)),)
    return Report(node.node_id, text, "", "", "", None, False, "", whole)
