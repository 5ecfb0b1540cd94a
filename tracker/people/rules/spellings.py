"""Keep the tables by which written names become sounds: letters of all scripts, spellings, and their readings.

Each table is a text of pairs `written=read`, to be read and mended by people who know names. Capitals are not letters:
`C` ч, `H` х, `J` ш ж щ are sounds, the others stand for a spelling that can be read in several ways (`READINGS`).
"""

from __future__ import annotations

from typing import Final

_RUSSIAN = """
    а=a б=b в=v г=g д=d е=e ё=e ж=J з=s и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f
    х=H ц=s ч=C ш=J щ=J ъ= ы=i ь= э=e ю=iu я=ia
"""
_UKRAINIAN_BELARUSIAN = "і=i ї=i є=e ґ=g ў=U"
_VOLGA_CAUCASUS_NORTH_SIBERIA = """
    ә=A ӓ=A ө=o ӧ=o ү=u ұ=u ӱ=u ӳ=u ӯ=u һ=H ң=n ҥ=n ӈ=n ҡ=k қ=k ғ=g ҕ=g ҙ=s ҫ=s җ=dJ ӝ=dJ ӟ=dJ ӵ=C
    ӏ= ӑ=a ӗ=e ӹ=i ӥ=i ӣ=i
"""
_LATIN_WITH_MARKS = """
    š=J ş=J ș=J ŝ=J ž=J ż=J č=C ç=C ĉ=C ć=C ĥ=H ḫ=H ẖ=H ź=s ś=s ß=s ä=A
"""
_APOSTROPHES_AND_SIGNS = "'= `= ´= ’= ‘= ʹ= ʺ= ʼ= ʻ= ′= ″= ”= “= „= \"="

_SPELLINGS = """
    schtsch=J shtch=J stch=J shch=J szcz=J stsch=J JC=J sC=J sch=Y shh=J sh=Y scz=J sz=S zh=J
    dzh=dJ dsch=dJ dsh=dJ dj=D tsch=C tch=C tC=C cz=M chr=R ch=W kh=H h=H th=T tsh=tJ
    Ztch=J ts=s tz=s tc=s z=s ck=Q ce=se ci=si cy=si c=K x=X ph=f gh=g q=k low=L w=v
    ja=Fa je=Fe ji=Fi jo=Fo ju=Fu y=i j=i ou=u
"""


def _pairs(table: str) -> dict[str, str]:
    return {written: read for written, _, read in (pair.partition("=") for pair in table.split())}


LETTERS: Final = str.maketrans(
    _pairs(_RUSSIAN)
    | _pairs(_UKRAINIAN_BELARUSIAN)
    | _pairs(_VOLGA_CAUCASUS_NORTH_SIBERIA)
    | _pairs(_LATIN_WITH_MARKS)
    | _pairs(_APOSTROPHES_AND_SIGNS)
)
"""Small letters of both scripts to Latin letters and sounds; Latin letters that are missing here only lose their mark."""

SPELLINGS: Final = _pairs(_SPELLINGS)
"""Groups of Latin letters to sounds; where two begin alike, the longer one counts."""

READINGS: Final[dict[str, tuple[str, ...]]] = {
    "A": ("a", "e"),  # ä, ә
    "B": ("i", "dJ", "J"),  # j at the beginning: Jakov, Jamal, Jambalov
    "D": ("dJ", "di"),  # dj: Hadji, Djatschkow
    "F": ("i", "J"),  # j before a vowel: Tatjana, Hadijat
    "K": ("s", "k"),  # c: Caregorodcev, Victor
    "L": ("lov", "lev"),  # low: Koslow, and Korolow for Королёв
    "M": ("C", "s"),  # cz: Bobrowicz, Czvetkov
    "Q": ("sk", "k"),  # ck: Trockij, Beck
    "R": ("Hr", "kr"),  # chr: Chruszczow, Christina
    "S": ("J", "s"),  # sz: Szarapow; сз keeps its s
    "T": ("t", "tH"),  # th: Timothy, Fathulla
    "U": ("u", "v"),  # ў
    "W": ("C", "H"),  # ch: Chekhov, Michail
    "X": ("ks", "H"),  # x: Alexander, Xabarov
    "Y": ("J", "sH"),  # sh, sch: Sharapov, Ishak, Paschalow
    "Z": ("C", "H", "J"),  # ch in a French spelling: Chouvalov
}
"""How a spelling can be read, the likeliest reading first."""
