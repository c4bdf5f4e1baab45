#!/usr/bin/env python3
"""Turns a file of PyTorch tensors into safetensors, with the standard library alone.

    torch-to-safetensors.py IN.pth OUT.safetensors

Reads the format that PyTorch wrote before its version 1.6: five pickles (magic, protocol, system, tensors, keys of the
storages), then each storage as a 64-bit count and its elements. A pickle can run code, so only the five names that
tensors need are let through. Writes float32 tensors in the order of their names; counters of batches are left out.
"""
import collections
import json
import pickle
import struct
import sys

MAGIC = 0x1950A86A20F9469CFC6C
LONGEST = 1 << 30


class Storage:
    def __init__(self, size, count):
        self.size, self.count, self.data = size, count, b""


class Tensor:
    def __init__(self, storage, offset, shape, strides, *_):
        if len(shape) != len(strides) or min((offset, *shape, *strides)) < 0:
            raise ValueError("a tensor has a shape that cannot be")
        self.storage, self.offset, self.shape, self.strides = storage, offset, shape, strides
        self.count = 1
        for extent in shape:
            self.count *= extent
        last = offset + sum((extent - 1) * stride for extent, stride in zip(shape, strides))
        if self.count and last >= storage.count:
            raise ValueError("a tensor goes past its storage")

    def data(self):
        """The elements in row-major order, whatever order they are stored in."""
        elements = memoryview(self.storage.data).cast("f")

        def rows(start, dimension):
            if dimension == len(self.shape):
                return elements[start : start + 1].tobytes()
            extent, stride = self.shape[dimension], self.strides[dimension]
            if dimension == len(self.shape) - 1 and stride > 0:
                return elements[start : start + (extent - 1) * stride + 1 : stride].tobytes()
            return b"".join(rows(start + index * stride, dimension + 1) for index in range(extent))

        return rows(self.offset, 0) if self.count else b""


class Reader(pickle.Unpickler):
    def __init__(self, file):
        super().__init__(file)
        self.storages = {}

    def find_class(self, module, name):
        allowed = {
            ("torch._utils", "_rebuild_tensor_v2"): Tensor,
            ("collections", "OrderedDict"): collections.OrderedDict,
            ("torch", "FloatStorage"): 4,
            ("torch", "LongStorage"): 8,
        }
        if (module, name) not in allowed:
            raise ValueError(f"the pickle asks for {module}.{name}")
        return allowed[module, name]

    def persistent_load(self, key):
        kind, size, name, _, count = key[:5]
        if kind != "storage":
            raise ValueError(f"the pickle refers to a {kind}")
        return self.storages.setdefault(name, Storage(size, count))


def read(file):
    for expected in (MAGIC, 1001):
        if Reader(file).load() != expected:
            raise ValueError("this is no PyTorch file of the old format")
    Reader(file).load()
    reader = Reader(file)
    tensors = reader.load()
    for name in Reader(file).load():
        storage = reader.storages[name]
        (count,) = struct.unpack("<q", file.read(8))
        if count != storage.count or not 0 <= count * storage.size <= LONGEST:
            raise ValueError(f"storage {name} has {count} elements, not {storage.count}")
        storage.data = file.read(count * storage.size)
        if len(storage.data) != count * storage.size:
            raise ValueError("the file ends early")
    return {name: tensor for name, tensor in tensors.items() if tensor.storage.size == 4}


def write(tensors, file):
    header, offset = {}, 0
    for name, tensor in sorted(tensors.items()):
        end = offset + 4 * tensor.count
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    file.write(struct.pack("<Q", len(text)) + text)
    for _, tensor in sorted(tensors.items()):
        file.write(tensor.data())


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.split("\n\n")[1].strip())
    try:
        with open(sys.argv[1], "rb") as source:
            tensors = read(source)
        with open(sys.argv[2], "wb") as target:
            write(tensors, target)
    except (ValueError, KeyError, EOFError, struct.error, pickle.UnpicklingError, OSError) as error:
        sys.exit(f"torch-to-safetensors: {sys.argv[1]}: {error}")


if __name__ == "__main__":
    main()
