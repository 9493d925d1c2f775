"""The known word that a mistyped one is probably meant for."""

from collections.abc import Iterable

SHORTEST = 4
"""Letters of a word that is repaired; a shorter one is too like too many."""

LONG = 8
"""Letters from which a word may have two mistakes."""


class Speller:
    """Guesses among the *known* words, which are in lower case and may repeat."""

    def __init__(self, known: Iterable[str]) -> None:
        self._counts: dict[str, int] = {}
        for word in known:
            self._counts[word] = self._counts.get(word, 0) + 1
        self._by_start: dict[str, list[str]] = {}
        for word in self._counts:
            if len(word) >= SHORTEST:
                self._by_start.setdefault(word[0], []).append(word)

    def __call__(self, word: str) -> str | None:
        """The nearest known word, the more frequent of two; None for a known one or no guess.

        The first letter is taken to be right, as it nearly always is, unless
        it is swapped with the second.
        """
        most = 2 if len(word) >= LONG else 1
        if len(word) < SHORTEST or len(word) > 30 or word in self._counts or not word.isalpha():
            return None
        letters = frozenset(word)
        best = (most + 1, 0, word)
        for start in {word[0], word[1]}:
            for known in self._by_start.get(start, ()):
                if abs(len(known) - len(word)) > most:
                    continue
                if len(letters.symmetric_difference(known)) > 2 * most:
                    continue
                if start != word[0] and known[1] != word[0]:
                    continue
                found = distance(word, known, most)
                best = min(best, (found, -self._counts[known], known))
        return best[2] if best[0] <= most else None


def distance(a: str, b: str, most: int) -> int:
    """How many letters are missing, added, changed or swapped with their neighbour.

    More than *most* comes back as *most* + 1: nobody asks how much more.
    """
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        following = [i]
        for j, other in enumerate(b, 1):
            cost = min(row[j] + 1, following[-1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        if min(following) > most:
            return most + 1
        before, row = row, following
    return min(row[-1], most + 1)
