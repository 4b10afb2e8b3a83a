"""What the columns of a CSV or TSV file are called, in many languages, and what that says of them."""

from typing import Final
from unicodedata import normalize

from certdeck.importers.csv_rows import Head

_CALLED: Final = {
    "tags": "tags, schlagwörter, étiquettes, etiquetas, etichette, labels, etykiety, štítky, etiketter, címkék, "
    "etiketler, метки, мітки, タグ, 标签, 標籤, 태그",
    "deck": "deck, stapel, paquet, mazo, mazzo, baralho",
    "notetype": "notetype, note type",
    "guid": "guid",
}
_SPECIAL: Final = {title: name for name, titles in _CALLED.items() for title in titles.split(", ")}
"""What the title of a column says that it holds."""
_NUMBERS: Final = frozenset(("id", "no", "no.", "nr", "nr.", "n°"))
"""What a first column is called that only numbers the rows."""
_TITLES: Final = tuple(
    frozenset(words.split(", "))
    for words in (
        "front, back, question, answer, tags, deck, text, extra, term, definition, meaning, hint, guid, id, notes",
        "word, translation, example, term, definition, meaning, tags, deck, note type, notetype, front, back",
        "expression, kanji, kana, hanzi, pinyin, reading, meaning, translation, audio, tags, notes",
        "prompt, answer, phrase, translation, concept, explanation, example, hint, tags, deck",
        "front text, back text, front side, back side, card front, card back, side 1, side 2, tags, deck",
        "vorderseite, rückseite, frage, antwort, begriff, definition, bedeutung, hinweis, notiz, stapel, schlagwörter",
        "recto, verso, question, réponse, terme, définition, signification, indice, paquet, étiquettes, notes",
        "anverso, reverso, pregunta, respuesta, término, definición, significado, pista, mazo, etiquetas, notas",
        "fronte, retro, domanda, risposta, termine, definizione, significato, suggerimento, mazzo, etichette, note",
        "frente, verso, pergunta, resposta, termo, definição, significado, dica, baralho, etiquetas, notas",
        "voorkant, achterkant, vraag, antwoord, begrip, definitie, betekenis, labels",
        "przód, tył, pytanie, odpowiedź, pojęcie, definicja, znaczenie, etykiety",
        "líc, rub, přední strana, zadní strana, otázka, odpověď, pojem, definice, význam, štítky",
        "framsida, baksida, fråga, svar, begrepp, definition, betydelse, etiketter",
        "forside, bagside, bakside, spørgsmål, spørsmål, svar, begreb, begrep, definition, definisjon",
        "etupuoli, takapuoli, kysymys, vastaus, käsite, määritelmä",
        "előlap, hátlap, kérdés, válasz, fogalom, meghatározás, jelentés, címkék",
        "ön, arka, ön yüz, arka yüz, soru, cevap, yanıt, terim, tanım, anlam, etiketler",
        "лицевая сторона, оборотная сторона, вопрос, ответ, термин, определение, значение, метки",
        "лицьова сторона, зворотна сторона, питання, відповідь, термін, визначення, значення, мітки",
        "表, 裏, 表面, 裏面, 問題, 質問, 答え, 解答, 回答, 用語, 定義, 意味, タグ",
        "正面, 背面, 反面, 问题, 問題, 答案, 术语, 術語, 定义, 定義, 标签, 標籤",
        "앞면, 뒷면, 질문, 문제, 답, 답변, 정답, 용어, 정의, 뜻, 태그",
        "english, german, french, spanish, italian, portuguese, dutch, polish, swedish, turkish, russian, greek, latin",
        "english, japanese, chinese, korean, arabic, hebrew, hindi, vietnamese, norwegian, danish, finnish, ukrainian",
        "deutsch, englisch, französisch, spanisch, italienisch, portugiesisch, polnisch, türkisch, russisch, latein",
        "deutsch, niederländisch, schwedisch, griechisch, japanisch, chinesisch, koreanisch, arabisch, ukrainisch",
        "français, anglais, allemand, espagnol, italien, portugais, néerlandais, russe, grec, latin, japonais, chinois",
        "español, inglés, alemán, francés, italiano, portugués, neerlandés, ruso, griego, latín, japonés, chino",
        "italiano, inglese, tedesco, francese, spagnolo, portoghese, russo, greco, latino, giapponese, cinese",
        "português, inglês, alemão, francês, espanhol, italiano, holandês, russo, grego, latim, japonês, chinês",
        "english, deutsch, français, español, italiano, português, nederlands, polski, svenska, türkçe, latina",
        "english, deutsch, русский, українська, ελληνικά, 日本語, 中文, 한국어, العربية, עברית",
    )
)
"""What the columns of cards are called, a set for each language: a line whose words come from two sets is a card.

The last sets are names of languages in one of them each, or in their own: `English,German` are titles, but
`German,Deutsch` is a card.
"""


def names_columns(row: list[str]) -> bool:
    """Tell whether a first row names columns: two at least as they are called in one language."""
    cells = list(map(_title, row))
    return any(sum(cell in titles for cell in cells) > 1 for titles in _TITLES)


def special_columns(head: Head) -> dict[str, int]:
    """Return the columns that are no fields, from 1, by what they hold."""
    places = dict(head.columns)
    for place, name in enumerate(head.names, 1):
        special = _SPECIAL.get(_title(name))
        if special is not None:
            places.setdefault(special, place)
    return places


def has_numbers(head: Head) -> bool:
    """Tell whether the first of three fields or more is what the rows are numbered by, and nothing to be asked."""
    special = special_columns(head).values()
    titles = [_title(name) for place, name in enumerate(head.names, 1) if place not in special]
    return len(titles) > 2 and titles[0] in _NUMBERS


def _title(cell: str) -> str:
    return normalize("NFC", cell.strip().lower())
