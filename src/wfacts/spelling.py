"""The known word that a mistyped one is probably meant for."""

from collections.abc import Callable, Iterable, Sequence

SHORTEST = 4
"""Letters of a word that is repaired; a shorter one is too like too many."""

LONGEST = 30

LONG = 8
"""Letters from which a word may have two mistakes."""


class Speller:
    """Guesses among the words that *find* gives for their first letter, with their frequency.

    *others* are further known words. All are in lower case.
    """

    def __init__(
        self, find: Callable[[str], Sequence[tuple[str, int]]], others: Iterable[str] = ()
    ) -> None:
        self._find = find
        self._others = frozenset(others)
        self._by_start: dict[str, dict[str, int]] = {}

    def __call__(self, word: str) -> str | None:
        """The nearest known word, the more frequent of two, or two words run together.

        None for a known word, and where there is no guess.

        The first letter is taken to be right, as it nearly always is, unless
        it is swapped with the second.
        """
        most = 2 if len(word) >= LONG else 1
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
            return None
        if word in self._known(word[0]):
            return None
        best = (3, True, 0, word)
        letters = sorted(word)
        bones = _bones(word)
        for start in dict.fromkeys(word[:2]):
            for known, count in self._known(start).items():
                if start != word[0] and known[1:2] != word[0]:
                    continue
                # Only one mistake for a word that the claims do not have, two in its vowels.
                allowed = 2 if bones and bones == _bones(known) else most if count else 1
                if _may_be_near(word, known, allowed):
                    found = distance(word, known, allowed)
                    if found <= allowed:
                        # Swapped letters are the likelier slip: yaun is yuan, not yarn.
                        best = min(best, (found, sorted(known) != letters, -count, known))
        return best[-1] if best[0] < 3 else self._part(word)

    def _part(self, word: str) -> str | None:
        """Two known words that *word* is when run together, such as ``modelgroup``."""
        for i in range(SHORTEST, len(word) - SHORTEST + 1):
            first, second = word[:i], word[i:]
            if self._known(first[0]).get(first) and self._known(second[0]).get(second):
                return f"{first} {second}"
        return None

    def _known(self, start: str) -> dict[str, int]:
        known = self._by_start.get(start)
        if known is None:
            known = {word: 0 for word in self._others if word.startswith(start)}
            known.update(self._find(start))
            self._by_start[start] = known
        return known


def _bones(word: str) -> str:
    """*word* without its vowels, doubled letters once: few who misspell get these wrong."""
    kept = ""
    for letter in word:
        if letter not in "aeiou" and not kept.endswith(letter):
            kept += letter
    return kept if len(kept) > 3 else ""


def _may_be_near(a: str, b: str, most: int) -> bool:
    """Whether two words can have so small a distance, told quickly."""
    return (
        len(b) >= SHORTEST
        and abs(len(a) - len(b)) <= most
        and len(frozenset(a).symmetric_difference(b)) <= 2 * most
    )


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
