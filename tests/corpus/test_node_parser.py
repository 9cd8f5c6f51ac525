"""The splitter in a llama-index pipeline: nodes are passages, with their places, and nothing is fetched."""

from __future__ import annotations

from datetime import date

from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import Document, MetadataMode

from corpus.node_parser import PassageParser, document_of, node_of
from corpus.split import split_report
from corpus.types import Page, Report, Section
from index.encode import FakeEncoder

TEXT = "Status\nOne is open. Two are closed.\nNext\nIt was seen again.\n"
REPORT = Report(
    *("k.pdf", TEXT, "Kent letter", "Kent Police", "letter", date(2024, 7, 23), False, "https://x.test/"),
    sections=(Section("Status", 1, 0, 36), Section("Next", 1, 36, len(TEXT))),
    pages=(Page(1, 0, 36), Page(2, 36, len(TEXT))),
)


def parser() -> PassageParser:
    return PassageParser(count_tokens=FakeEncoder().count_tokens)


def test_nodes_are_the_passages():
    document = document_of(REPORT)
    nodes = parser().get_nodes_from_documents([document])
    passages = split_report(REPORT, document.node_id, FakeEncoder().count_tokens)
    assert [node.node_id for node in nodes] == [passage.id for passage in passages]
    assert [node.get_content(MetadataMode.NONE) for node in nodes] == [
        "One is open. Two are closed.",
        "It was seen again.",
    ]
    for node in nodes:
        assert TEXT[node.start_char_idx : node.end_char_idx] == node.text
        assert node.ref_doc_id == document.node_id


def test_the_metadata_are_plain_values():
    document = document_of(REPORT)
    second = parser().get_nodes_from_documents([document])[1]
    assert second.metadata == {
        "report_id": document.node_id,
        "title": "Kent letter",
        "body": "Kent Police",
        "kind": "letter",
        "published": "2024-07-23",
        "heading": "Next",
        "page": 2,
        "source": "https://x.test/",
    }
    # Nothing of the rest of the report goes along.
    assert "Two are closed" not in second.to_json()


def test_a_text_that_was_there_before_as_a_heading_is_not_taken_for_it():
    text = "It is open.\nFirst.\nNext\nIt is open.\n"
    twice = Report(
        *("k.md", text, "", "", "", None, False, ""),
        sections=(Section("It is open.", 1, 0, 19), Section("Next", 1, 19, len(text))),
    )
    nodes = parser().get_nodes_from_documents([document_of(twice)])
    assert [(node.start_char_idx, node.text) for node in nodes] == [(12, "First."), (24, "It is open.")]


def test_a_users_own_metadata_are_kept():
    (node,) = parser().get_nodes_from_documents([Document(text="It is open.", metadata={"shelf": "B3"})])
    assert node.metadata["shelf"] == "B3"


def test_any_document_is_one_section():
    nodes = parser().get_nodes_from_documents([Document(text="First it was open.\nThen it was closed.")])
    assert [node.text for node in nodes] == ["First it was open.\nThen it was closed."]
    assert nodes[0].metadata["heading"] == nodes[0].metadata["published"] == ""
    assert parser().get_nodes_from_documents([Document(text=" \n ")]) == []


def test_it_works_in_a_pipeline():
    nodes = IngestionPipeline(transformations=[parser()]).run(documents=[document_of(REPORT)])
    assert [node.metadata["heading"] for node in nodes] == ["Status", "Next"]


def test_a_node_of_a_report_without_a_date():
    undated = Report("k.md", "It is open.", "", "", "", None, False, "", (Section("", 0, 0, 11),))
    (passage,) = split_report(undated, "r1", FakeEncoder().count_tokens)
    node = node_of(passage, undated)
    assert (node.metadata["published"], node.metadata["page"], node.text) == ("", None, "It is open.")
