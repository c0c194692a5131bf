from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from paperreader.exchange import import_text
from paperreader.formats import is_encoding, open_text
from paperreader.formats.sources.encoding_guess import guess
from paperreader.formats.sources.text_stream import HEAD
from paperreader.library import Library

TEXTS = [
    ("gb18030", "深度学习图像识别方法", "本文提出了一种新的方法，用于大规模图像识别。", "张伟"),
    ("big5", "深度學習圖像識別方法", "本文提出了一種新的方法。", "張偉"),
    ("shift_jis", "深層学習による画像認識の手法", "本論文では、画像認識のための手法を提案する。", "田中健"),
    ("euc_jp", "深層学習による画像認識の手法", "本論文では、画像認識のための手法を提案する。", "田中健"),
    ("euc_kr", "딥러닝을 이용한 이미지 인식 방법", "본 논문에서는 새로운 방법을 제안한다.", "김민수"),
    ("cp1251", "Исследование методов обработки текстов", "Мы предлагаем новый метод.", "Иванов, И."),
    ("cp1251", "Дослідження методів навчання", "Пропонується новий метод аналізу.", "Шевченко, Т."),
    ("koi8_r", "Исследование методов обработки текстов", "Мы предлагаем новый метод.", "Иванов, И."),
    ("cp1253", "Μελέτη μεθόδων επεξεργασίας κειμένου", "Προτείνουμε μια νέα μέθοδο.", "Παπαδόπουλος"),
    ("cp1255", "מחקר על שיטות לעיבוד שפה טבעית", "אנו מציעים שיטה חדשה", "כהן"),
    ("cp1256", "دراسة في معالجة اللغة العربية", "نقدم في هذه الورقة طريقة جديدة", "أحمد"),
    ("cp1250", "Badanie metod głębokiego uczenia się", "Przedstawiamy nową metodę i źródła.", "Łukasz Dąbrowski"),
    ("cp1250", "Výzkum metod hlubokého učení", "Představujeme novou metodu pro řešení úloh.", "Dvořák, Jiří"),
    ("cp1250", "A mély tanulás módszereinek vizsgálata", "Új módszert mutatunk be, amely erősebb.", "Erdős, Pál"),
    ("cp1254", "Türkiye’de eğitim üzerine bir çalışma", "Yeni bir yöntem; sonuçlar iyidir.", "Şahin, İsmail"),
    ("mac_roman", "Étude des méthodes d’apprentissage à l’école", "Nous présentons une méthode.", "François Müller"),
    ("cp1252", "El año pasado, un estudio de la educación", "Presentamos un método más rápido.", "Núñez, José"),
    ("cp1252", "Étude des méthodes d’apprentissage à l’école", "Nous présentons une méthode.", "François Garçon"),
    ("cp1252", "Über die Größe der Straßen in Köln", "Wir führen eine größere Studie durch.", "Müller, Jörg"),
    ("cp1252", "Educação em São Paulo: questões e funções", "Apresentamos um método de avaliação.", "João Guimarães"),
    ("cp1252", "Forskning på skolor i Malmö", "Vi föreslår en ny metod för lärande på nätet.", "Åsa Öberg"),
    ("cp1252", "Perché la città è così bella", "Proponiamo un metodo più veloce.", "Nicolò"),
]  # fmt: skip


def as_ris(title: str, abstract: str, author: str, times: int) -> str:
    return f"TY  - JOUR\nTI  - {title}\nAU  - {author}\nAB  - {abstract}\nER  - \n" * times


def as_bibtex(title: str, abstract: str, author: str, times: int) -> str:
    return f"@article{{a, title={{{title}}}, author={{{author}}}, abstract={{{abstract}}}}}\n" * times


def as_csv(title: str, abstract: str, author: str, times: int) -> str:
    return "title,authors,abstract\n" + f'"{title}","{author}","{abstract}"\n' * times


@pytest.mark.parametrize("times", [1, 3, 30])
@pytest.mark.parametrize("written", [as_ris, as_bibtex, as_csv])
@pytest.mark.parametrize(("encoding", "title", "abstract", "author"), TEXTS)
def test_what_says_nothing_is_read_as_what_it_is(
    encoding: str, title: str, abstract: str, author: str, written: object, times: int
) -> None:
    text = written(title, abstract, author, times)  # type: ignore[operator]
    with open_text(io.BytesIO(text.encode(encoding))) as source:
        assert source.stream.read() == text
        assert (source.guessed() is None) == (encoding == "cp1252")


@pytest.mark.parametrize("encoding", ["cp1251", "gb18030", "cp1250"])
def test_it_is_told_by_the_first_bytes_that_are_not_ascii_wherever_they_stand(encoding: str) -> None:
    own = next(one for one in TEXTS if one[0] == encoding)
    text = as_ris("Plain", "Words " * 20, "Ada Mann", 30_000) + as_ris(*own[1:], 2)
    assert len(text) > 20 * HEAD
    with open_text(io.BytesIO(text.encode(encoding))) as source:
        assert source.stream.read() == text
        assert source.guessed()


def test_text_that_is_utf_8_but_for_single_bytes_stays_so() -> None:
    data = "Zoë, Erdős, Łukasz, 量子 and ".encode() + "caf\xe9 na\xefve".encode("cp1252")
    with open_text(io.BytesIO(b"title\n" + data)) as source:
        assert source.stream.read() == "title\nZoë, Erdős, Łukasz, 量子 and café naïve"
        assert source.guessed() is None


def test_a_declaration_is_not_guessed_against() -> None:
    page = "<html><meta charset='iso-8859-1'><p>Dvo\xf8\xe1k, Ji\xf8\xed</p>"
    with open_text(io.BytesIO(page.encode("latin-1"))) as source:
        assert source.stream.read() == page


@given(st.binary(max_size=300))
def test_any_bytes_are_read_somehow(data: bytes) -> None:
    found = guess(data)
    assert found is None or is_encoding(found.codec)


@pytest.mark.parametrize("name", ["utf-8", "utf-16", "utf-16-le", "latin-1", "gbk"])
def test_a_named_encoding_is_taken_with_and_without_its_mark(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.ris"
    text = as_ris("Zoo", "Words of it.", "Ada Mann", 1)
    file.write_bytes(text.encode(name))
    with open_text(file, encoding=name) as source:
        assert source.stream.read() == text


def test_a_large_file_that_is_read_ahead_tells_its_guess(tmp_path: Path) -> None:
    file = tmp_path / "a.ris"
    text = as_ris("Plain", "Words " * 200, "Ada Mann", 7_000) + as_ris(*TEXTS[5][1:], 2)
    file.write_bytes(text.encode("cp1251"))
    assert file.stat().st_size > 8 << 20
    told: list[str | None] = []
    with Library(tmp_path / "library.db") as library:
        import_text(library, file, shown=lambda seen: told.append(seen.guessed))
    assert told == ["Windows-1251"]
