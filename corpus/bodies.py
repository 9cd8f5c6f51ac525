"""The bodies inspected: 43 police forces of England and Wales, 44 fire and rescue services of England.

Names as the inspectorate writes them in its lists of forces and services
(https://hmicfrs.justiceinspectorates.gov.uk/police-forces/ and /fire-and-rescue-services/). A body that
is not here is known by the name its reports give it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["police", "fire", ""]


@dataclass(frozen=True, slots=True)
class Body:
    """A body, and other ways to write it than its name or its place alone."""

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()


_POLICE: dict[str, tuple[str, ...]] = {
    "Avon and Somerset Police": ("Avon and Somerset Constabulary", "Bristol Police"),
    "Bedfordshire Police": ("Beds Police",),
    "Cambridgeshire Constabulary": ("Cambridgeshire Police", "Cambs Police"),
    "Cheshire Constabulary": ("Cheshire Police",),
    "City of London Police": ("CoLP",),
    "Cleveland Police": (),
    "Cumbria Constabulary": ("Cumbria Police",),
    "Derbyshire Constabulary": ("Derbyshire Police",),
    "Devon and Cornwall Police": ("Devon and Cornwall Constabulary",),
    "Dorset Police": (),
    "Durham Constabulary": ("Durham Police",),
    "Dyfed-Powys Police": ("Dyfed Powys Police",),
    "Essex Police": (),
    "Gloucestershire Constabulary": ("Gloucestershire Police", "Glos Police"),
    "Greater Manchester Police": ("GMP", "Manchester Police"),
    "Gwent Police": (),
    "Hampshire and Isle of Wight Constabulary": ("Hampshire Constabulary", "Hampshire Police"),
    "Hertfordshire Constabulary": ("Hertfordshire Police", "Herts Police"),
    "Humberside Police": (),
    "Kent Police": (),
    "Lancashire Constabulary": ("Lancashire Police", "Lancs Police"),
    "Leicestershire Police": ("Leics Police", "Leicester Police"),
    "Lincolnshire Police": ("Lincs Police",),
    "Merseyside Police": ("Liverpool Police",),
    "Metropolitan Police Service": (
        "Metropolitan Police",
        "the Metropolitan",
        "Met Police",
        "the Met",
        "Scotland Yard",
        "MPS",
    ),
    "Norfolk Constabulary": ("Norfolk Police",),
    "North Wales Police": ("NWP",),
    "North Yorkshire Police": ("NYP",),
    "Northamptonshire Police": ("Northants Police",),
    "Northumbria Police": (),
    "Nottinghamshire Police": ("Notts Police", "Notts force", "Nottingham Police"),
    "South Wales Police": ("SWP", "Cardiff Police"),
    "South Yorkshire Police": ("SYP", "Sheffield Police"),
    "Staffordshire Police": ("Staffs Police", "Stafford Police"),
    "Suffolk Constabulary": ("Suffolk Police",),
    "Surrey Police": (),
    "Sussex Police": (),
    "Thames Valley Police": ("TVP",),
    "Warwickshire Police": (),
    "West Mercia Police": (),
    "West Midlands Police": ("WMP", "West Mids Police", "Birmingham Police"),
    "West Yorkshire Police": ("WYP", "Leeds Police"),
    "Wiltshire Police": ("Wilts Police",),
}

_FIRE: dict[str, tuple[str, ...]] = {
    "Avon Fire and Rescue Service": (),
    "Bedfordshire Fire and Rescue Service": (),
    "Buckinghamshire Fire and Rescue Service": ("Bucks Fire",),
    "Cambridgeshire Fire and Rescue Service": (),
    "Cheshire Fire and Rescue Service": (),
    "Cleveland Fire Brigade": (),
    "Cornwall Fire and Rescue Service": (),
    "County Durham and Darlington Fire and Rescue Service": ("Durham and Darlington Fire", "CDDFRS"),
    "Cumbria Fire and Rescue Service": (),
    "Derbyshire Fire and Rescue Service": (),
    "Devon and Somerset Fire and Rescue Service": ("DSFRS",),
    "Dorset and Wiltshire Fire and Rescue Service": ("DWFRS",),
    "East Sussex Fire and Rescue Service": ("ESFRS",),
    "Essex County Fire and Rescue Service": ("Essex Fire", "ECFRS"),
    "Gloucestershire Fire and Rescue Service": ("Glos Fire", "GFRS"),
    "Greater Manchester Fire and Rescue Service": ("GMFRS", "Manchester Fire"),
    "Hampshire and Isle of Wight Fire and Rescue Service": ("Hampshire Fire", "HIWFRS"),
    "Hereford and Worcester Fire and Rescue Service": ("HWFRS",),
    "Hertfordshire Fire and Rescue Service": ("Herts Fire",),
    "Humberside Fire and Rescue Service": (),
    "Isles of Scilly Fire and Rescue Service": (),
    "Kent Fire and Rescue Service": ("KFRS",),
    "Lancashire Fire and Rescue Service": (),
    "Leicestershire Fire and Rescue Service": (),
    "Lincolnshire Fire and Rescue Service": (),
    "London Fire Brigade": ("LFB", "London Fire"),
    "Merseyside Fire and Rescue Service": ("MFRS",),
    "Norfolk Fire and Rescue Service": (),
    "North Yorkshire Fire and Rescue Service": ("NYFRS",),
    "Northamptonshire Fire and Rescue Service": ("Northants Fire",),
    "Northumberland Fire and Rescue Service": (),
    "Nottinghamshire Fire and Rescue Service": ("Notts Fire",),
    "Oxfordshire Fire and Rescue Service": (),
    "Royal Berkshire Fire and Rescue Service": ("Berkshire Fire",),
    "Shropshire Fire and Rescue Service": (),
    "South Yorkshire Fire and Rescue Service": ("SYFRS",),
    "Staffordshire Fire and Rescue Service": ("Staffs Fire",),
    "Suffolk Fire and Rescue Service": (),
    "Surrey Fire and Rescue Service": (),
    "Tyne and Wear Fire and Rescue Service": ("TWFRS",),
    "Warwickshire Fire and Rescue Service": (),
    "West Midlands Fire Service": ("WMFS",),
    "West Sussex Fire and Rescue Service": ("WSFRS",),
    "West Yorkshire Fire and Rescue Service": ("WYFRS",),
}

BODIES: tuple[Body, ...] = (
    *(Body(name, "police", aliases) for name, aliases in _POLICE.items()),
    *(Body(name, "fire", aliases) for name, aliases in _FIRE.items()),
)

SHORT_PLACES: dict[str, tuple[str, ...]] = {
    "Bedfordshire": ("Beds",),
    "Royal Berkshire": ("Berks",),
    "Buckinghamshire": ("Bucks",),
    "Cambridgeshire": ("Cambs",),
    "Derbyshire": ("Derbys",),
    "Gloucestershire": ("Glos", "Gloucs"),
    "Greater Manchester": ("Gtr Manchester",),
    "Hampshire": ("Hants",),
    "Hertfordshire": ("Herts",),
    "Lancashire": ("Lancs",),
    "Leicestershire": ("Leics",),
    "Lincolnshire": ("Lincs",),
    "Northamptonshire": ("Northants",),
    "Northumberland": ("Northd",),
    "Nottinghamshire": ("Notts", "Nottm"),
    "Oxfordshire": ("Oxon",),
    "Shropshire": ("Salop",),
    "Staffordshire": ("Staffs",),
    "West Midlands": ("West Mids", "W Mids"),
    "Wiltshire": ("Wilts",),
    "Worcester": ("Worcs",),
}
"""What people write for a county, of its police or of its fire service: the postal abbreviations that were
used until 1996, and a few as usual.
"""

ALSO_WORDS = frozenset(("Beds", "Bucks", "Wilts"))
"""Those that are a word of the language when they are not written with a capital."""
