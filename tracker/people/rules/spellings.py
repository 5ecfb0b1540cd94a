"""Keep the tables by which written names become sounds: Cyrillic and Latin letters, spellings, and their readings.

Each table is a text of pairs `written=read`, to be read and mended by people who know names. What is read is written
in Cyrillic letters, one for each sound, for that is the script the names come from; `ь` softens and is dropped later.
Capital letters stand for a spelling that can be read in several ways (`READINGS`). A few signs stand for a sound that
a spelling leaves open, see `OPEN_SOUNDS`. The other scripts have their tables in `scripts`.
"""

from __future__ import annotations

from typing import Final

_RUSSIAN = """
    а=а б=б в=в г=г д=д е=е ё=е ж=ж з=з и=и й=и к=к л=л м=м н=н о=о п=п р=р с=с т=т у=у ф=ф
    х=х ц=ц ч=ч ш=ш щ=щ ъ=ь ы=ы ь=ь э=е ю=ью я=ья
"""
_UKRAINIAN_BELARUSIAN_SERBIAN = "і=i ї=ьi є=е ґ=г ў=U ј=и ѕ=з љ=ль њ=нь џ=дж ћ=ч ђ=дж ќ=к ѓ=г"
_VOLGA_CAUCASUS_NORTH_SIBERIA = """
    ә=A ӓ=A ӑ=а ӗ=е ө=O ӧ=O ү=ү ұ=ү ӱ=ү ӳ=ү ӯ=у һ=N ң=G ҥ=G ӈ=G ҡ=к қ=к ҝ=г ғ=г ҕ=г ҙ=V ҫ=с җ=P ӝ=P ӟ=P ӵ=ч
    ӏ= ӕ=а ӹ=ы ӥ=и ӣ=и ҳ=х ҷ=дж ҹ=дж ӡ=дз ӷ=г ԥ=п ҧ=п ҭ=т ҵ=ц ҽ=ч ҿ=ч ҟ=к ӄ=к ӆ=л ԓ=л ӊ=н ӎ=м ҏ=р
"""
_CAUCASUS_PAIRS = """
    аь=A оь=O уь=ү юь=ью яь=ья гъ=г гь=Х гӏ=Ъ къ=к кь=к лъ=л хъ=х хь=х хӏ=Х әү=AU өү=OU
"""

_LATIN_WITH_MARKS = """
    š=ш ş=ш ș=ш ŝ=щ ś=s ž=ж ż=ж ź=з č=ч ĉ=ч ć=ч ç=ч ĥ=х ḫ=х ẖ=х ḥ=х ß=ss
    ä=A ə=A ǝ=A ó=О ö=O ø=O ő=O ü=ү ű=ү û=ju â=ja ł=л ľ=l ė=e ě=je ō=o ñ=n ń=n ň=n ď=d ť=t đ=дж ǧ=дж ğ=г ř=рж ģ=г ķ=к ļ=l ņ=n ŋ=G
    ı=i ï=i î=i ĭ=i è=e ē=e é=e ā=a ū=u ī=i
"""
_DROPPED = "'`´’‘ʹʺʼʻ′″”“„\"·\u0361\u200c\u200d\u00ad\ufe20\ufe21"

_SPELLINGS = """
    schtsch=щ shtch=щ stch=щ shch=щ szcz=щ stsch=щ chtch=щ schtch=щ sch=Y shh=щ sh=B scz=щ sz=S zh=ж
    dzh=дж dsch=дж dsh=дж dj=D dzj=дж sjtj=щ sjtsj=щ tsj=ч sj=Ш zj=Ж tj=Ю tsch=ч tch=Ч tcz=Ч cz=M chr=R ch=W kh=х h=Х th=T tsh=тш
    ts=ц tz=Ц tc=ц s=Q z=Z ck=H ce=це ci=цi cy=цi c=K x=X ph=ф gh=г gue=Ге gui=Гi q=к low=L w=в
    ja=Fа je=Fе ji=Fi jo=Fо ju=Fу y=i j=i ou=У ee=Е rz=Р rzh=рж prz=пш krz=кш trz=тш
    ła=ла a=а b=б d=д e=е f=ф g=г i=i k=к l=л m=м n=н o=о p=п r=р t=т u=у v=в
"""


def pairs(table: str) -> dict[str, str]:
    """Read a table that is written as `written=read`, parted by spaces."""
    return {written: read for written, _, read in (pair.partition("=") for pair in table.split())}


CYRILLIC: Final = str.maketrans(
    pairs(_RUSSIAN) | pairs(_UKRAINIAN_BELARUSIAN_SERBIAN) | pairs(_VOLGA_CAUCASUS_NORTH_SIBERIA)
)
"""Small Cyrillic letters to sounds."""

CYRILLIC_PAIRS: Final = pairs(_CAUCASUS_PAIRS)
"""Sounds that languages of the Caucasus and the Volga write with two letters: Хьамзат, Къади, ГӀали, Дәүләт."""

LATIN: Final = str.maketrans(pairs(_LATIN_WITH_MARKS))
"""Small Latin letters with marks to plain ones or to sounds; letters that are missing here only lose their mark."""

GERMAN_NAMES: Final = pairs("v=f s=sh h= z=ts tz=ts eu=ei äu=oi ei=ai ie=i ee=e ii=i")
"""Spellings within a German name to those that sound as Russian writes it: Vogel, Strauß, Neumann, Weiß, Wiesner."""

DROPPED: Final = str.maketrans(dict.fromkeys(_DROPPED))
"""Apostrophes and other signs that part no words."""

SPELLINGS: Final = pairs(_SPELLINGS)
"""Groups of small Latin letters to sounds; where two begin alike, the longer one counts."""

READINGS: Final[dict[str, tuple[str, ...]]] = {
    "A": ("ӓ", "е"),  # ә, ä: Гүзәл, Guzäl
    "B": ("ш", "сх"),  # sh: Sharapov, Ishak
    "C": ("ч", "х", "ш"),  # ch in a French spelling: Chouvalov
    "D": ("дж", "дi"),  # dj: Hadji, Djatschkow
    "E": ("и", "дж", "ж"),  # j at the beginning: Jakov, Jamal, Jambalov
    "F": ("i", "ж"),  # j before a vowel: Tatjana, Hadijat
    "G": ("н", "нг"),  # ң: Саңаа
    "H": ("цк", "к"),  # ck: Trockij, Beck
    "K": ("ц", "к", "дж"),  # c: Caregorodcev, Victor, Cemil
    "L": ("лов", "лев"),  # low: Koslow, and Korolow for Королёв
    "M": ("ч", "ц"),  # cz: Bobrowicz, Czvetkov
    "N": ("х", "г", "с"),  # һ: Һаһар, Kalmyk Җаңһр, Bashkir Айһылыу
    "O": ("о", "у", "е"),  # ө, ö: Гөлнара, Зөһрә, Mönke
    "P": ("дж", "ж"),  # җ: Җәмилә
    "R": ("хр", "кр"),  # chr: Chruszczow, Christina
    "S": ("ш", "сз"),  # sz: Szarapow; сз keeps its s
    "T": ("т", "тх"),  # th: Timothy, Fathulla
    "U": ("у", "в"),  # ў
    "V": ("з", "д"),  # Bashkir ҙ
    "W": ("ч", "х"),  # ch: Chekhov, Michail
    "X": ("кс", "х"),  # x: Alexander, Xabarov
    "Y": ("ʃ", "сх"),  # sch: Scharapow, Paschalow
    "Е": ("е", "и"),  # ee: Andreev, Lee
    "Ж": ("зь", "ж"),  # zj: Zjatkov, Swedish and Dutch Zjukov
    "О": ("о", "у"),  # ó: Antón, Polish Wójcik
    "Р": ("рз", "ж"),  # rz: Mirzoev, Polish Jerzy
    "У": ("у", "оу"),  # ou: Bounin, Belousov
    "Х": ("х", "г"),  # h: Hasanov, Ukrainian Honchar, German Hoffmann
    "Ш": ("сь", "ш"),  # sj: Vasjutin, Swedish and Dutch Sjisjkin
    "Ъ": ("", "г"),  # Avar гӏ: Алиев
    "Ю": ("ть", "ч"),  # tj: Tatjana, Swedish Tjechov
    "Г": ("г", "гу"),  # gu before e, i: Guennadi in a French spelling, Guev
    "Ц": ("ц", "тз"),  # tz: Tzvetkov, Akhmetzianov
    "Ч": ("ч", "тч"),  # tch: Tchekhov, Mkrtchyan
}
"""How a spelling can be read, the likeliest reading first."""

OPEN_SOUNDS: Final[dict[str, str]] = {
    "ӓ": "ая",
    "i": "иы",
    "ү": "ую",
    "ѕ": "сз",  # a German s
    "ʒ": "зц",  # a German z
    "ʃ": "шщж",  # a German sch
    "β": "бв",  # ב
    "φ": "пф",  # פ
    "ψ": "бп",  # ب
    "ϝ": "фвп",  # ف: Yusuf, in the Caucasus Юсуп
}
"""A sign for a sound that a spelling leaves open, and the sounds that it can be."""

ALIKE_SOUNDS: Final = ("шщ",)
"""Sounds that writers do not keep apart: Sherbakov for Щербаков."""

BUCKETS: Final = str.maketrans(
    pairs("""
    а=a я=a ӓ=a е=e и=i ы=i i=i о=o у=u ю=u ү=u б=b в=v г=g д=d ж=J ш=J щ=J ʃ=J з=s с=s ц=s ѕ=s ʒ=s
    к=k л=l м=m н=n п=p р=r т=t ф=f х=H ч=C β=b φ=p ψ=b ϝ=f
""")
)
"""Each sound to the letter of its key, under which all sounds meet that one spelling can leave open."""
