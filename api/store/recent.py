"""What a process remembers of what it has read lately."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The values used last, up to a summed weight. Safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._values: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def known(self, key: Key) -> Value | None:
        """The value under the key, if it is remembered."""
        with self._lock:
            found = self._values.get(key)
        return None if found is None else found[0]

    def get(self, key: Key, make: Callable[[], tuple[Value, int]]) -> Value:
        """The value under the key, made where it is not remembered; ``make`` gives it with its weight."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]
        value, weight = make()
        with self._lock:
            if key not in self._values and weight <= self._most:
                self._values[key] = (value, weight)
                self._weight += weight
                while self._weight > self._most:
                    _, (_, dropped) = self._values.popitem(last=False)
                    self._weight -= dropped
        return value

    def best(self, rank: Callable[[Key], int | None]) -> tuple[Key, Value] | None:
        """The remembered key of the highest rank, with its value; a key without a rank is left out."""
        with self._lock:
            ranked = [(place, key) for key in self._values if (place := rank(key)) is not None]
            if not ranked:
                return None
            _, key = max(ranked, key=lambda pair: pair[0])
            return key, self._values[key][0]
