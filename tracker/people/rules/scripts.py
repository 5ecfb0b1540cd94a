"""Keep the tables by which Armenian, Georgian, Hebrew and Arabic letters become sounds.

Written for this project from the Unicode charts and the usual modern spelling of Russian names in these scripts.
Armenian and Georgian write vowels and are read like Cyrillic. Hebrew and Arabic mostly leave vowels out, so that
only consonants are read; a letter with several readings has them parted by `|`, and `-` is nothing.
"""

from __future__ import annotations

from typing import Final

from tracker.people.rules.spellings import pairs

ARMENIAN: Final = pairs("""
    ու=у եւ=ев և=ев շչ=щ ո=о ա=а բ=б գ=г դ=д ե=е զ=з է=е ը=е թ=т ժ=ж ի=i լ=л խ=х ծ=ц կ=к հ=I ձ=дз ղ=г ճ=ч մ=м
    յ=и ն=н շ=ш չ=ч պ=п ջ=дж ռ=р ս=с վ=в տ=т ր=р ց=ц ւ=в փ=п ք=к օ=о ֆ=ф
""")
GEORGIAN: Final = pairs("""
    შჩ=щ ა=а ბ=б გ=г დ=д ე=е ვ=в ზ=з თ=т ი=i კ=к ლ=л მ=м ნ=н ო=о პ=п ჟ=ж რ=р ს=с ტ=т უ=у ფ=J ქ=к ღ=г ყ=к შ=ш ჩ=ч
    ც=ц ძ=дз წ=ц ჭ=ч ხ=х ჯ=дж ჰ=I
""")
READINGS: Final[dict[str, tuple[str, ...]]] = {
    "I": ("х", "г", ""),  # հ, ჰ: Hakobyan, Hovhannisyan: Оганесян
    "J": ("п", "ф"),  # ფ: ფიოდორ, ფირუზა
}
"""How a letter of these scripts can be read, beside the spellings of `spellings`."""

HEBREW: Final = pairs("""
    שצ׳=щ שצ=щ טש׳=ч טש=ч|тш דז׳=дж ג׳=дж|ж ז׳=ж צ׳=ч ץ׳=ч ח׳=х ת׳=т וו=в
    א=- ב=β ג=г ד=д ה=х|-|г ו=-|в ז=з ח=х ט=т י=- כ=к|х ך=х|к ל=л מ=м ם=м נ=н ן=н ס=с ע=- פ=φ ף=φ צ=ц ץ=ц ק=к ר=р
    ש=ш|с ת=т
""")
ARABIC: Final = pairs("""
    شتش=щ تش=ч تس=ц دج=дж كس=кс
    ا=- أ=- إ=- آ=- ٱ=- ى=- ئ=- ؤ=- ء=- ع=- ة=-|т ب=ψ پ=п ت=т ث=с|т ج=дж|г|ж چ=ч ح=х|г خ=х د=д ذ=з|д ر=р ز=з ژ=ж س=с
    ش=ш ص=с ض=д|з ط=т ظ=з غ=г ف=ϝ ڤ=в ڨ=г ق=к|г ك=к ک=к گ=г ڭ=г ل=л م=м ن=н ه=х|г|- ة=-|т و=-|в ي=- ی=- ې=-
""")

FINAL_HEBREW_HE: Final = "ה"
"""At the end of a word it only marks a vowel."""
