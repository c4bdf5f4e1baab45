"""A cache that forgets the least recently used entry.

Both operations cost O(1): the dictionary finds an entry, and its order of
insertion serves as the order of use.
"""


class LRUCache:
    """Keeps at most `capacity` entries; the one unused for longest goes first."""

    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.capacity = capacity
        self._entries = {}
        self.hits = 0
        self.misses = 0

    def get(self, key, default=None):
        """Return the value of key and mark it as just used."""
        if key not in self._entries:
            self.misses += 1
            return default
        self.hits += 1
        value = self._entries.pop(key)
        self._entries[key] = value
        return value

    def put(self, key, value):
        """Store value under key; evict the least recently used entry when full."""
        self._entries.pop(key, None)
        if len(self._entries) >= self.capacity:
            oldest = next(iter(self._entries))
            del self._entries[oldest]
        self._entries[key] = value

    def hit_rate(self):
        """The share of look-ups that found their key, from 0 to 1."""
        total = self.hits + self.misses
        return self.hits / total if total else 0.0
