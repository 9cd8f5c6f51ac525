"""Which matters a report's causes of concern are about, and where it says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import status_words as words
from corpus.matters import (
    COUNT,
    NUMBERS,
    Matter,
    clean_name,
    content,
    likeness,
    name_of_heading,
    short_forms_of,
    split_names,
)
from corpus.sayings import Saying
from corpus.types import Report

_I = re.IGNORECASE
_PLURAL = re.compile(
    rf"\b(?:{COUNT}|the|these) reasons\b|\b(?:{COUNT}|the|its|these|those|other|new|open|all|"
    rf"accelerated)\s(?:\w+\s){{0,2}}?causes of concern\b|\bcauses of concern\b",
    _I,
)
_PRONOUN = re.compile(
    r"^\W*(?:they|these|those|this|it|the (?:two|three|four|five|six)(?: others?)?|all (?:two|three|"
    r"four|five|"
    r"six)|both)\s"
    r"(?:(?:were|are|is|was)\s)?(?:about|concern(?:ed)?|relate[sd]? to|cover(?:ed)?|"
    r"on)\s(?P<names>.+?)[.;]?$",
    _I,
)
_ONE_OTHER = re.compile(
    r"\b(?P<names>one(?: of them)?\s(?:is|was|relates|related|concerns|concerned|about|"
    r"on)\b.{3,200}?\b(?:the other|another|one)"
    r"\s(?:is|was|relates|related|concerns|concerned|about|on)\b.+?)[.;]?$",
    _I,
)
_COLON = re.compile(r"causes of concern\b[^:.]{0,80}:\s(?P<names>[^.]+?)[.]?$", _I)
_ON = re.compile(
    r"causes? of concern(?:\s(?:was|were|had been|has been|have been|is|are)\s(?:raised|issued|found|"
    r"published|open|made|recorded|identified|left))?"
    r"(?:\s(?:was|were))?,?\s(?:on|about|over|regarding|concerning|relating to|in relation to|around|"
    r"with)\s(?!that day|"
    r"the (?:same|very) day|\d|[A-Z][a-z]+ \d{4})"
    r"(?P<names>[^.;]{3,240}?)"
    r"(?=,?\s(?:is|are|was|were|has|have|had|stays?|remains?|closed|dates?|dating|and (?:is|was|"
    r"the force|it)|which|"
    r"that (?:is|was|had)|while|but|although|followed)\b|"
    r",\s(?:because|dates?|in|on \d|has|have|had|is|are|was|were)\b|\s\(|[.;]|$)",
    _I,
)
_ORDINAL = re.compile(
    r"\bthe (?:first|second|third|fourth|fifth|sixth|new|last|only|other)(?: accelerated|"
    r" new)?(?: cause of concern| of (?:these|them|those)| one)?,?"
    r"(?:\s(?:issued|raised|published|found) in [\w ]{3,20},)?\s(?:is|was|relate[sd]?|concern(?:s|"
    r"ed)?)\s(?:(?:about|on|to|with)\s)?(?P<names>[^.;:]{3,200})",
    _I,
)
_THE_ONE = re.compile(
    r"\bthe one (?:on|about)\s(?P<names>[^.;,]{3,120}?)(?=\s(?:is|was|has|had|stays?|remains?)\b|[.;,]|$)", _I
)
_CONCERN_WAS = re.compile(
    r"\bThe concern(?: in \d{4})? (?:is|was)\s(?:that\s|about\s|with\s)?(?P<names>[^.;]{3,200})"
)
_OF_HEADING = re.compile(
    r"\b(?:this|the|that) (?:\w+ )?(?:cause of )?concern\b|\b(?:first|second|third|fourth|fifth|"
    r"sixth) cause of concern\b|"
    r"\bthe concern in \d{4}\b|\bit (?:stays|remains|is (?:now )?(?:closed|open)|"
    r"has (?:now )?been closed)\b|\bcauses? of concern\b",
    _I,
)
_GENERAL = re.compile(
    r"^(?:what|why|how|about|who|when|where|background|status|introduction|summary|overview|"
    r"conclusions?|contents?|grades?|letter|next|"
    r"causes? of concern$|the (?:decision|exit|announcement|reply|inspection|setting|release|letter|"
    r"visit|earlier|remaining|circumstances|grades|cause|causes|"
    r"revisit|two|three|four|duty|service.? victims|second)|our|news|reported|words|terms|reading|"
    r"context|monitoring|scan|figures|deadline|a mistake|"
    r"progress (?:so far|since)|further|recommendations?$|remaining|findings?|phase|key|page|annex|"
    r"appendix|contact|notes?|sources?|areas? for improvement|"
    r"other|earlier|later|in (?:brief|short)|after|before|press|leaving|entering|the force|the service|"
    r"main|decision|statement|progress\W*$|"
    r"(?:the )?(?:history|evidence|reasons?|reactions?|assessment|grounds|position|tally|facts|"
    r"comments?|terminology|postscript|purpose|outcome|result|verdict|numbers|dates|consequences?)\b|"
    r"in (?:numbers|retrospect|full)|changes|something|previously|then)\b",
    _I,
)
_ONE_LEFT = re.compile(
    r"\b(?:one|it) (?:is|was) left, (?:about|on)\s(?P<names>[^.;]{3,120}?)(?=,? (?:that|and|which)\b|"
    r"[.;,]|$)",
    _I,
)
_OTHERS_ON = re.compile(
    rf"\bthe (?:{COUNT} )?(?:others?|rest)(?: {COUNT})?,? (?:on|"
    rf"about)\s(?P<names>[^.;]{{3,240}}?)(?=,? (?:is|are|was|were|has|have|had)\b)",
    _I,
)
_A_THIRD = re.compile(
    r"\b(?:a|the) (?:second|third|fourth|fifth|sixth|further|new)(?: one|"
    r" cause of concern)?,? (?:about|on)\s(?P<names>[^.;]{3,160}?)"
    r"(?=,? (?:came|comes|was|were|followed|has|had|is)\b(?! (?:diverted|taken)))",
    _I,
)
_BRINGS = re.compile(
    r"\b(?:brings|adds|added|raises|raised|makes) (?:a|another|one) (?:second|third|fourth|fifth|new|"
    r"further|more)(?: one| cause of concern)?\W*$",
    _I,
)
_IS_ONE = re.compile(
    r"^\W*(?P<names>[A-Z][^.;:]{2,160}?)\s(?:is|are|was|were|remains?|remained|became|becomes?|(?:has|"
    r"have|had) (?:been|become))\s"
    r"(?:also |both |now |still |all |made |raised as |identified as |named as |issued as )*"
    r"(?:a |an |"
    r"the (?:only|last|new) )?(?:\w+ )?"
    r"causes? of concern\b(?! (?:about|on|is|was|that|in))",
)
_AS_ONE = re.compile(
    r"\b(?:identif(?:y|ied|ies)|raised|named|listed|kept|made|recorded|declared|"
    r"treated)\s(?P<names>[^.;:]{3,120}?)"
    r"\s(?:as|to be)?\s?(?:a |an |their |its )?(?:\w+ )?causes? of concern\b(?! (?:about|on))",
    _I,
)
_ON_WHICH = re.compile(
    r"\b(?:its|the|their)\s(?P<names>(?:(?!\b(?:its|was|is)\b)[^,.;]){3,80}), (?:on|about|"
    r"over) which (?:a|the) cause of concern\b",
    _I,
)
_ONE_IS = re.compile(
    r"^\W*(?:one|another)(?: of (?:them|these))? (?:is|was) (?:about|on)\s(?P<names>[^.;:]{3,160})", _I
)
_ITS_SUBJECT = re.compile(r"^\W*(?:its|the) subject (?:is|was)\s(?P<names>[^.;]{3,160})", _I)
_PASSING = re.compile(r"\bthe (?:last|other|only|remaining)\b", _I)
_OF_CONCERNS = re.compile(r"\bcauses of concern\b", _I)
_NO_NAME = re.compile(
    r"(?:(?:good|some|little|enough|significant|real|further|sufficient|insufficient|more) progress|"
    r"closed?|open|progress|left|done|addressed|discharged|met|complete|outstanding|remain\w*|new|"
    r"raised)\b",
    _I,
)
# What is no name of a matter: a body, a count, a pronoun.
_NOBODYS = re.compile(
    r"\b(?:force|service|brigade|constabulary|inspectors?|it|they|this|that|these|those|there|subject|"
    r"subjects|"
    rf"{COUNT}|which|what|who)\b|^(?:the|a|an)?\s*\w{{0,3}}$",
    _I,
)
_MOST_WORDS = 18


class Matters:
    """The matters of one report, numbered in the order in which it first names them."""

    def __init__(self, report: Report, sayings: Sequence[Saying]) -> None:
        self._short = short_forms_of(report.text)
        self._body = frozenset(content(report.body))
        self._known: list[Matter] = []
        self._told: dict[Saying, tuple[int, ...]] = {}
        self._raising: set[Saying] = set()
        self._next = {one.before: one for one in sayings if one.before and not one.item}
        self._items: dict[Saying, list[Saying]] = {}
        for one in sayings:
            if one.item and one.before:
                self._items.setdefault(one.before, []).append(one)
        self._lists: list[tuple[int, ...]] = []
        self._headings: dict[str, int] = {}
        self._same: dict[int, int] = {}
        for saying in sayings:
            names, raises = self._names_in(saying)
            if names:
                self._note(saying, names)
            if names and raises:
                self._raising.add(saying)
        for saying in sayings:
            self._note_heading(saying, report)
        self._note_listed_headings(sayings, report)
        for section in report.sections:
            self._note_title(section.heading)
            stems = self._stems(section.heading)
            if section.heading not in self._headings and 0 < len(section.heading.split()) <= 8:
                alike = [
                    place
                    for place, matter in enumerate(self._known)
                    if stems
                    and any(
                        stems == (own := self._stems(name)) or (len(stems) > 1 and stems < own)
                        for name in matter.names
                    )
                ]
                if alike:
                    self._headings[section.heading] = alike[0]

    def all(self) -> tuple[int, ...]:
        """Every matter: those of the longest list the report gives, and those under headings, else all."""
        longest = max(self._lists, key=len, default=())
        headed = tuple(self._headings.values())
        chosen = longest if len(longest) >= max(2, len(set(headed))) else headed
        return tuple(dict.fromkeys(self._same.get(one, one) for one in chosen or range(len(self._known))))

    def known(self) -> tuple[int, ...]:
        """Every matter that is named anywhere in the report."""
        return tuple(dict.fromkeys(self._same.get(one, one) for one in range(len(self._known))))

    def listed(self) -> tuple[int, ...]:
        """The matters in the order of the first list."""
        first = next((one for one in self._lists if len(one) > 1), ())
        return tuple(self._same.get(one, one) for one in first) or self.all()

    def names(self, matter: int) -> tuple[str, ...]:
        return self._known[matter].names

    def told_in(self, saying: Saying) -> tuple[int, ...]:
        """The matters that a sentence says causes of concern are about."""
        return tuple(self._same.get(one, one) for one in self._told.get(saying, ()))

    def raised_in(self, saying: Saying) -> tuple[int, ...]:
        """Those of `told_in` that the sentence says were found."""
        return self.told_in(saying) if saying in self._raising else ()

    def told_after(self, saying: Saying) -> tuple[int, ...]:
        """The matters told by the items of the list a sentence introduces, or by the next sentence."""
        items = [one for item in self._items.get(saying, ()) for one in self.told_in(item)]
        following = self._next.get(saying)
        return tuple(items) or (self.told_in(following) if following else ())

    def told_before(self, saying: Saying) -> tuple[int, ...]:
        """The matters told by the sentence before."""
        return self.told_in(saying.before) if saying.before else ()

    def under(self, heading: str) -> int | None:
        """The matter a heading names."""
        place = self._headings.get(heading)
        return None if place is None else self._same.get(place, place)

    def titled(self) -> dict[str, int]:
        """The headings that say that they name a cause of concern ("Cause of concern: culture")."""
        return {
            heading: self._same.get(place, place)
            for heading, place in self._headings.items()
            if name_of_heading(heading) != " ".join(heading.split()).strip(" .:")
        }

    def named_in(self, text: str) -> tuple[int, ...]:
        """The matters that a text names, by any of their names."""
        stems = self._stems(text)
        owned = [[own for name in matter.names if (own := self._stems(name))] for matter in self._known]
        # "Victims of domestic abuse" names no perpetrators of it: what a whole name has names nothing else.
        whole = frozenset().union(*(own for each in owned for own in each if own <= stems))
        scores: list[tuple[float, int]] = []
        for place, each in enumerate(owned):
            shares = [len(own & stems) / len(own) for own in each if own <= stems or not own & stems <= whole]
            scores.append((max(shares, default=0.0), self._same.get(place, place)))
        named = tuple(dict.fromkeys(place for score, place in scores if score >= 0.6))
        if named:
            return named
        # Part of a name is enough where it is part of no other's.
        half = list(dict.fromkeys(place for score, place in scores if score >= 0.5))
        return (half[0],) if len(half) == 1 else ()

    def _stems(self, text: str) -> frozenset[str]:
        return content(text, self._short) - self._body

    def _note_initials(self, name: str) -> None:
        """The initials of a name are a short form of it, explained or not: EDI."""
        initials = "".join(
            word[0] for word in re.findall(r"[^\W\d_]+", name) if word not in ("and", "of", "for", "the")
        )
        if 2 < len(initials) < 8:
            self._short.setdefault(initials.upper(), name)

    def _note(self, saying: Saying, names: Sequence[str]) -> None:
        places: list[int] = []
        for name in names:
            self._note_initials(name)
            stems = self._stems(name)
            if not stems or len(name.split()) > _MOST_WORDS or _NO_NAME.match(name):
                continue
            scores = [
                (max(likeness(stems, self._stems(other)) for other in matter.names), -place)
                for place, matter in enumerate(self._known)
                if place not in places
            ]
            score, place = max(scores, default=(0.0, 0))
            if score >= 0.6:
                known = self._known[-place]
                self._known[-place] = Matter(tuple(dict.fromkeys((*known.names, name))))
                places.append(-place)
            else:
                places.append(len(self._known))
                self._known.append(Matter((name,)))
        if places:
            self._told[saying] = tuple(places)
            if len(places) > 1:
                self._lists.append(tuple(places))
            elif saying.item and saying.before:
                together = [
                    place for item in self._items[saying.before] for place in self._told.get(item, ())
                ]
                if len(together) == len(self._items[saying.before]):
                    self._lists.append(tuple(together))
            elif (
                saying.before
                and len(before := self._told.get(saying.before, ())) == 1
                and before != tuple(places)
            ):
                # "The first was about ... The second was about ...": a list over sentences.
                self._lists.append((*self._run_before(saying), *places))

    def _run_before(self, saying: Saying) -> list[int]:
        """The matters told by the sentences right before, one each."""
        run: list[int] = []
        one = saying.before
        while one is not None and len(told := self._told.get(one, ())) == 1:
            run[:0] = told
            one = one.before
        return list(dict.fromkeys(run))

    def _note_heading(self, saying: Saying, report: Report) -> None:
        """Take the heading of a sentence that speaks of "this cause of concern" for the name of one."""
        heading = saying.heading
        if not heading or heading == report.title:
            return
        if heading in self._headings:
            self._raise_under(saying)
            return
        name = name_of_heading(heading)
        self._note_initials(name)
        explicit = name != " ".join(heading.split()).strip(" .:") and bool(name)
        if not explicit and (_GENERAL.match(name) or not _OF_HEADING.search(saying.text)):
            return
        if not self._stems(name) or len(name.split()) > _MOST_WORDS:
            return
        told = self._told.get(saying, ())
        if (
            not explicit
            and not told
            and not re.search(
                r"\b(?:this|the concern|first|second|third|fourth|fifth|sixth|it (?:stays|remains|is|has))\b",
                saying.text,
                _I,
            )
        ):
            return
        if len(told) > 1 and not explicit:
            return
        stems = self._stems(name)
        scores = [
            (max(likeness(stems, self._stems(other)) for other in matter.names), -place)
            for place, matter in enumerate(self._known)
            if place not in self._headings.values()
        ]
        score, place = max(scores, default=(0.0, 0))
        if len(told) == 1 and score < 0.6:
            score, place = 1.0, -told[0]
        if score >= 0.6:
            known = self._known[-place]
            self._known[-place] = Matter(tuple(dict.fromkeys((name, *known.names))))
            self._headings[heading] = -place
            if len(told) == 1 and told[0] != -place:
                # What the section says it is about is what its heading names.
                self._known[-place] = Matter((*self._known[-place].names, *self._known[told[0]].names))
                self._same[told[0]] = -place
        else:
            self._headings[heading] = len(self._known)
            self._known.append(Matter((name,)))
        self._raise_under(saying)

    def _note_listed_headings(self, sayings: Sequence[Saying], report: Report) -> None:
        """Take headings for names where what stands before them says that there are so many of them.

        Below a heading such as "Progress against the causes of concern", all of the next level; after a
        sentence such as "There are three causes of concern.", the next three.
        """
        sections = [section for section in report.sections if section.heading]
        for place, section in enumerate(sections):
            below = []
            if _OF_CONCERNS.search(section.heading) and section.level:
                for other in sections[place + 1 :]:
                    if other.level <= section.level:
                        break
                    below.append(other)
            told = [
                saying
                for saying in sayings
                if section.start <= saying.start < section.end and not saying.item
            ]
            if not below and told and _PLURAL.search(told[-1].text):
                count = _count_said(told[-1].text)
                same = [other for other in sections[place + 1 :] if other.level >= section.level][:count]
                below = same if len(same) == count > 1 else []
            for other in below:
                name = name_of_heading(other.heading)
                if (
                    not _GENERAL.match(name)
                    and not _NO_NAME.match(name)
                    and self._stems(name)
                    and len(name.split()) <= _MOST_WORDS
                ):
                    self._take_heading(other.heading, name)

    def _take_heading(self, heading: str, name: str) -> None:
        """Let a heading name a matter: one that is known by it, or a new one."""
        if heading in self._headings:
            return
        self._note_initials(name)
        named = [one for one in self.named_in(name) if one not in self._headings.values()]
        if named:
            known = self._known[named[0]]
            self._known[named[0]] = Matter(tuple(dict.fromkeys((name, *known.names))))
            self._headings[heading] = named[0]
        else:
            self._headings[heading] = len(self._known)
            self._known.append(Matter((name,)))

    def _note_title(self, heading: str) -> None:
        """Take a heading such as "Cause of concern: culture" for a name, whatever stands under it."""
        name = name_of_heading(heading)
        if (
            heading in self._headings
            or name == " ".join(heading.split()).strip(" .:")
            or not self._stems(name)
        ):
            return
        named = self.named_in(name)
        if named:
            self._headings[heading] = named[0]
        elif len(name.split()) <= _MOST_WORDS:
            self._headings[heading] = len(self._known)
            self._known.append(Matter((name,)))

    def _raise_under(self, saying: Saying) -> None:
        """A sentence too long to be a name, under a heading that is one: "The first one is about ..."."""
        ordinal = _ORDINAL.search(saying.text) or _CONCERN_WAS.search(saying.text)
        if ordinal and saying not in self._told and not _PASSING.match(ordinal[0]):
            self._told[saying] = (self._headings[saying.heading],)
            self._raising.add(saying)

    def _names_in(self, saying: Saying) -> tuple[list[str], bool]:
        """What a sentence says that causes of concern are about, and whether it says that they were found."""
        text = saying.text
        before = saying.before
        if saying.item:
            if before is None or not _speaks_of_several(before):
                return [], False
            lead, colon, _ = text.partition(":")
            name = lead if colon and len(lead) <= 80 else text
            return [clean_name(name)], not _stands(before)
        if words.RECOMMENDATION.search(text) and not words.CONCERN.search(text):
            return [], False
        count = _count_in(text) or (_count_in(before.text) if before else 0)
        if match := _ONE_LEFT.search(text):
            return [clean_name(match["names"])], False
        if match := _A_THIRD.search(text):
            return [clean_name(match["names"])], True
        if (
            before is not None
            and _BRINGS.search(before.text)
            and words.CONCERN.search(before.text + _said_before(before))
        ):
            return [clean_name(text)], True
        if match := _OTHERS_ON.search(text):
            return split_names(match["names"], count) or split_names(match["names"]), False
        if match := _ON_WHICH.search(text):
            return [clean_name(match["names"])], True
        if (match := _ITS_SUBJECT.match(text)) and before is not None and words.CONCERN.search(before.text):
            return [clean_name(match["names"])], False
        of_one = (
            before is not None
            and re.match(r"\W*(?:this|it)\b", text, _I)
            and words.CONCERN.search(before.text)
        )
        if of_one and before is not None and (match := _PRONOUN.match(text)):
            # "There is one cause of concern remaining. This relates to ...": of one.
            return [clean_name(match["names"])], not _stands(before)
        several = before is not None and _speaks_of_several(before)
        if not words.CONCERN.search(text) and not several:
            return [], False
        if match := _ONE_OTHER.search(text):
            return split_names(match["names"], count) or split_names(match["names"]), not (
                before and _stands(before)
            )
        if match := _COLON.search(text):
            return split_names(match["names"], count) or split_names(match["names"]), True
        if (match := _PRONOUN.match(text)) and before is not None and several:
            raising = bool(words.CONCERN.search(before.text)) and not _stands(before)
            return split_names(match["names"], count) or split_names(match["names"]), raising
        found: list[str] = []
        raises = False
        for match in _ON.finditer(text):
            here = _count_in(text[: match.start() + 20])
            if "causes" in match[0].lower():
                found += split_names(match["names"], here if here > 1 else 0) or split_names(match["names"])
            else:
                found.append(clean_name(match["names"]))
            raises = raises or bool(words.RAISED.search(text[: match.end() + 30]))
        found += [clean_name(match["names"]) for match in _THE_ONE.finditer(text)]
        for pattern in (_IS_ONE, _AS_ONE):
            match = pattern.search(text)
            if match and not _NOBODYS.search(match["names"]):
                found += split_names(match["names"])
                raises = not words.OPEN.search(text)
        for pattern in (_ONE_IS, _ORDINAL, _CONCERN_WAS):
            for match in pattern.finditer(text):
                found.append(clean_name(match["names"]))
                # "One was about A. The other was about B": the other of those just raised.
                told_before = before is not None and before in self._raising
                raises = raises or told_before or not _PASSING.match(match[0])
        return list(dict.fromkeys(found)), raises


def _said_before(saying: Saying) -> str:
    return saying.before.text if saying.before else saying.heading


def _stands(saying: Saying) -> bool:
    """Whether a sentence says how causes of concern stand, so that what it names was not found then."""
    return bool(words.CLOSED.search(saying.text) or words.OPEN.search(saying.text))


def _speaks_of_several(saying: Saying) -> bool:
    one: Saying | None = saying
    for _ in range(2):
        if one is None:
            return False
        if _PLURAL.search(one.text) or (words.CONCERN.search(one.text) and _count_in(one.text) > 1):
            return True
        if not re.match(
            r"\W*(?:they|these|those|of (?:the|these)|two|three|four|five|six|one|the first|the second|"
            r"the third)\b",
            one.text,
            _I,
        ):
            return False
        one = one.before
    return False


def _count_said(text: str) -> int:
    """The largest number up to twelve that a sentence counts by: areas, points, causes of concern."""
    found = re.findall(
        rf"\b({COUNT})\s(?:of the \w+ |\w+ )?(?:areas|points|causes of concern|concerns|subjects|matters)\b",
        text,
        _I,
    )
    numbers = [int(word) if word.isdigit() else NUMBERS.get(word.lower(), 0) for word in found]
    return max((number for number in numbers if number <= 12), default=0)


def _count_in(text: str) -> int:
    match = re.search(
        rf"\b({COUNT})\s(?:\w+\s){{0,2}}?(?:causes? of concern|reasons|concerns|others?|of them|remained)\b",
        text,
        _I,
    )
    if not match:
        return 0
    return int(match[1]) if match[1].isdigit() else NUMBERS.get(match[1].lower(), 0)
